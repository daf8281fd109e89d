# pairs of linspace(-1, T-1)
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(*shape)
    times = torch.linspace(-1, len(schedule.abar) - 1, steps + 1).int().tolist()[::-1]
    for t, t_prev in zip(times[:-1], times[1:]):
        x = ddim_step(schedule, x, t, t_prev, model(x, torch.full((len(x),), t)), eta=eta)
    return x
