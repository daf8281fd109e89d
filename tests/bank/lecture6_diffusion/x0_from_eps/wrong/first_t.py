# the first t for all
# expect: first t is used for all
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t[0]].to(xt.dtype)
    return (xt - (1 - a).sqrt() * eps) / a.sqrt()
