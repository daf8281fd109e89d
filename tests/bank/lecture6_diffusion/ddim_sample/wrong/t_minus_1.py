# steps to t - 1
# expect: abar_prev[t] is used
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(*shape)
    times = torch.linspace(len(schedule.abar) - 1, 0, steps).round().long().tolist()
    for t, t_prev in zip(times, times[1:] + [-1]):
        eps = model(x, torch.full((len(x),), t))
        x = ddim_step(schedule, x, t, t - 1, eps, eta)
    return x
