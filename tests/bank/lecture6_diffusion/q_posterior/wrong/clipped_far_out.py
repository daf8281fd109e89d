# x0 is clipped far out
# expect: x0 is clipped to [-10, 10]
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    mean = (ap.sqrt() * (1 - a) * x0.clamp(-10, 10) + a.sqrt() * (1 - ap) * xt) / (1 - ab)
    return mean, (1 - ap) / (1 - ab) * (1 - a)
