# by reciprocals
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].view(-1, *([1] * (xt.dim() - 1)))
    return ((1 / a).sqrt() * xt - (1 / a - 1).sqrt() * eps).to(xt.dtype)
