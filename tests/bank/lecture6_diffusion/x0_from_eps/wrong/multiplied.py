# multiplies by sqrt(abar)
# expect: it is multiplied by sqrt(abar)
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return (xt - (1 - a).sqrt() * eps) * a.sqrt()
