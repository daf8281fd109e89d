# the formula for eps
# expect: x0 is taken for the noise
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    return (xt - b / (1 - ab).sqrt() * x0) / a.sqrt(), b * (1 - ap) / (1 - ab)
