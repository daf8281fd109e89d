# the noise is not scaled
# expect: noise is not scaled
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return (xt - eps) / a.sqrt()
