# times that lie close at the clean end
# expect: not evenly spread
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    T = len(schedule.abar)
    times = [round((T - 1) * (i / (steps - 1)) ** 2) for i in range(steps)]
    for i in range(1, steps):
        times[i] = max(times[i], times[i - 1] + 1)
    times = [min(v, T - 1 - (steps - 1 - i)) for i, v in enumerate(times)][::-1]
    x = torch.randn(*shape)
    for t, s in zip(times, times[1:] + [-1]):
        x = ddim_step(schedule, x, t, s, model(x, torch.full((len(x),), t)), eta)
    return x
