# only xt is divided
# expect: noise term is not divided
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return xt / a.sqrt() - (1 - a).sqrt() * eps
