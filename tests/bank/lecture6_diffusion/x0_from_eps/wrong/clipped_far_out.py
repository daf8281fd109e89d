# clipped far out
# expect: clipped to [-10, 10]
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - a).sqrt() * eps) / a.sqrt()).clamp(-10, 10)
