# clipped log-variance and a mask
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    a, ab, ap = (float(v[t]) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    mean = (xt - b / (1 - ab) ** 0.5 * eps) / a**0.5
    log_var = math.log(max(b * (1 - ap) / (1 - ab), 1e-20))
    mask = (times != 0).to(xt.dtype).view(-1, *[1] * (xt.dim() - 1))
    return mean + mask * math.exp(0.5 * log_var) * torch.randn_like(xt)
