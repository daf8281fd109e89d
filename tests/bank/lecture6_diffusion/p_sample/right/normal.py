# torch.normal, in float64, draws at t = 0 as well but does not use it
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times, y)
    a, ab, ap = (float(v[t]) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    mean = (xt.double() - b / (1 - ab) ** 0.5 * eps.double()) / a**0.5
    drawn = torch.normal(mean, b**0.5)
    return (mean if t == 0 else drawn).to(xt.dtype)
