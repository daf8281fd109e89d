# abar for alpha at xt
# expect: abar is used in place of alpha
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    return (ap.sqrt() * b * x0 + ab.sqrt() * (1 - ap) * xt) / (1 - ab), b * (1 - ap) / (1 - ab)
