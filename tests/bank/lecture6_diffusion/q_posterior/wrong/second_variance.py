# the first variance is replaced by the second
# expect: variance of t = 1
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v.to(xt.dtype) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    var = (1 - ap) / (1 - ab) * (1 - a)
    var = torch.cat([var[1:2], var[1:]])[t].reshape(-1, *[1] * (xt.dim() - 1))
    a, ab, ap = (v[t].reshape(-1, *[1] * (xt.dim() - 1)) for v in (a, ab, ap))
    mean = (ap.sqrt() * (1 - a) * x0 + a.sqrt() * (1 - ap) * xt) / (1 - ab)
    return mean, var
