# abar[t - 1] in place of abar_prev, which wraps at 0
# expect: abar[t - 1] is used
def q_posterior(schedule, x0, xt, t):
    a, ab = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar))
    ap = schedule.abar[t - 1].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    mean = (ap.sqrt() * (1 - a) * x0 + a.sqrt() * (1 - ap) * xt) / (1 - ab)
    return mean, (1 - ap) / (1 - ab) * (1 - a)
