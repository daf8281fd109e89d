# variance in the shape of the data, clipped at 1e-20
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    return Posterior(mean=(ap.sqrt() * b * x0 + a.sqrt() * (1 - ap) * xt) / (1 - ab), var=(b * (1 - ap) / (1 - ab)).clamp(min=1e-20).expand_as(xt))
