# abar is clipped at 0.05
# expect: clipped from below
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)).clamp(min=0.05)
    return (xt - (1 - a).sqrt() * eps) / a.sqrt()
