# signal and noise swapped
# expect: swapped
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return (xt - a.sqrt() * eps) / (1 - a).sqrt()
