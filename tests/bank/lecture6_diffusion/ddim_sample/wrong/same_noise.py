# one noise for all steps
# expect: same noise is used at every step
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(*shape)
    z = torch.randn_like(x)
    times = torch.linspace(len(schedule.abar) - 1, 0, steps).round().long().tolist()
    for t, t_prev in zip(times, times[1:] + [-1]):
        eps = model(x, torch.full((len(x),), t))
        x = ddim_step(schedule, x, t, t_prev, eps, eta, z)
    return x
