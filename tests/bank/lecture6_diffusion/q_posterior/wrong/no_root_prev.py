# no root of abar_prev
# expect: square root of abar_prev
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    return (ap * b * x0 + a.sqrt() * (1 - ap) * xt) / (1 - ab), b * (1 - ap) / (1 - ab)
