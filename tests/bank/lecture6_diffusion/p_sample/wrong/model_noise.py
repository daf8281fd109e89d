# the noise of the model in the place of fresh noise
# expect: the model's noise is added back
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    mean, var = q_posterior(schedule, x0_from_eps(schedule, xt, times, eps), xt, times)
    return mean if t == 0 else mean + var.sqrt() * eps
