# returns a draw
# expect: not a sample
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    mean = (ap.sqrt() * (1 - a) * x0 + a.sqrt() * (1 - ap) * xt) / (1 - ab)
    var = (1 - ap) / (1 - ab) * (1 - a)
    return mean + var.sqrt() * torch.randn_like(xt), var
