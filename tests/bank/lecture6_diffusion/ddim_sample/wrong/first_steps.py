# the first times only
# expect: noisy end is left out
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(*shape)
    times = list(range(steps))[::-1]
    for t, t_prev in zip(times, times[1:] + [-1]):
        eps = model(x, torch.full((len(x),), t))
        x = ddim_step(schedule, x, t, t_prev, eps, eta)
    return x
