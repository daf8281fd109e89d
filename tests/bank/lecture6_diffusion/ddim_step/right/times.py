# times as tensors, with x0_from_eps
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    times = torch.full((len(xt),), int(t))
    x0 = x0_from_eps(schedule, xt, times, eps)
    one = torch.ones((), dtype=xt.dtype)
    a = schedule.abar[t].to(xt.dtype)
    b = torch.where(torch.as_tensor(t_prev) < 0, one, schedule.abar[t_prev].to(xt.dtype))
    sigma = eta * torch.sqrt((1 - b) / (1 - a)) * torch.sqrt((1 - a / b).clamp(min=0))
    z = noise if noise is not None else torch.randn_like(xt)
    return b.sqrt() * x0 + (1 - b - sigma.square()).clamp(min=0).sqrt() * eps + sigma * z
