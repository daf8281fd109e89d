# beta-tilde as deviation
# expect: variance is used as standard deviation
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    a, ab, ap = (float(v[t]) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    mean = (xt - b / (1 - ab) ** 0.5 * eps) / a**0.5
    return mean if t == 0 else mean + b * (1 - ap) / (1 - ab) * torch.randn_like(xt)
