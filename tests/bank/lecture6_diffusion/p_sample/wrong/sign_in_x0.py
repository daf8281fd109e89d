# the noise is added in x0
# expect: its sign is flipped
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    a, ab, ap = (float(v[t]) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    x0 = (xt + (1 - ab) ** 0.5 * eps) / ab**0.5
    mean = (ap**0.5 * b * x0 + a**0.5 * (1 - ap) * xt) / (1 - ab)
    return mean if t == 0 else mean + b**0.5 * torch.randn_like(xt)
