# all signs flipped
# expect: sign is flipped
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return ((1 - a).sqrt() * eps - xt) / a.sqrt()
