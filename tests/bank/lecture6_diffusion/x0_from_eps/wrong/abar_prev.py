# abar_prev in place of abar
# expect: abar_prev is used in place
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar_prev[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return (xt - (1 - a).sqrt() * eps) / a.sqrt()
