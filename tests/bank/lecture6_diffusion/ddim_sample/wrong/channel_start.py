# the start is shared by the numbers of a channel
# expect: equal
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(shape[0], shape[1], *[1] * (len(shape) - 2)).expand(shape).clone()
    T = len(schedule.abar)
    times = torch.linspace(T - 1, 0, steps).round().long().tolist()
    for t, p in zip(times, [*times[1:], -1]):
        x = ddim_step(schedule, x, t, p, model(x, torch.full((len(x),), t)), eta)
    return x
