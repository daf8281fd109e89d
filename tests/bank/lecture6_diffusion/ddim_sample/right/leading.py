# leading times, as range(0, T, T // steps)
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(*shape)
    T = len(schedule.abar)
    times = list(range(0, T, T // steps))
    for i in reversed(range(len(times))):
        t, t_prev = times[i], times[i - 1] if i else -1
        x = ddim_step(schedule, x, t, t_prev, model(x, torch.full((shape[0],), t)), eta)
    return x
