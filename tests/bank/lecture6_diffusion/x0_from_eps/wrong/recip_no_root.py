# 1 / abar - 1 without root
# expect: square root of 1 / abar - 1
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return xt * (1 / a).sqrt() - (1 / a - 1) * eps
