# the mean of one step back
# expect: mean of one step back
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    b = schedule.alphas[t].to(xt.dtype).reshape(a.shape)
    return (xt - (1 - b) / (1 - a).sqrt() * eps) / b.sqrt()
