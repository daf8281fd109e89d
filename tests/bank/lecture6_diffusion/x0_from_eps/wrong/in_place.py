# changes xt
# expect: changed its input
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return xt.sub_((1 - a).sqrt() * eps).div_(a.sqrt())
