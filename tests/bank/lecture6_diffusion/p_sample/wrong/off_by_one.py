# reads the schedule at t - 1
# expect: one step off
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    a, ab, ap = (float(v[max(t - 1, 0)]) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    mean = (xt - b / (1 - ab) ** 0.5 * eps) / a**0.5
    return mean if t == 0 else mean + b**0.5 * torch.randn_like(xt)
