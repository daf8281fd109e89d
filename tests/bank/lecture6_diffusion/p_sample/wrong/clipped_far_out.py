# x0 is clipped far out
# expect: clipped to [-10, 10]
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    mean, var = q_posterior(schedule, x0_from_eps(schedule, xt, times, eps).clamp(-10, 10), xt, times)
    return mean if t == 0 else mean + var.sqrt() * torch.randn_like(xt)
