# the noise is damped by 8 %
# expect: variance
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    mean, var = q_posterior(schedule, x0_from_eps(schedule, xt, times, eps), xt, times)
    return mean if t == 0 else mean + 0.92 * var.sqrt() * torch.randn_like(xt)
