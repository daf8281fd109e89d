# a loop
def x0_from_eps(schedule, xt, t, eps):
    return torch.stack([(x - (1 - float(a)) ** 0.5 * e) / float(a) ** 0.5 for x, a, e in zip(xt, schedule.abar[t], eps)])
