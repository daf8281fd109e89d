# one noise for each channel
# expect: noise
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    mean, var = q_posterior(schedule, x0_from_eps(schedule, xt, times, eps), xt, times)
    noise = torch.randn(xt.shape[0], xt.shape[1], *[1] * (xt.dim() - 2), dtype=xt.dtype)
    return mean if t == 0 else mean + var.sqrt() * noise
