# sigma is that of DDPM
# expect: that of a step of one
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    a = schedule.abar[t].to(xt.dtype)
    b = schedule.abar[t_prev].to(xt.dtype) if t_prev >= 0 else torch.ones_like(a)
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    sigma = eta * ((1 - schedule.abar_prev[t]) / (1 - schedule.abar[t]) * (1 - schedule.alphas[t])).sqrt().to(xt.dtype)
    along = (1 - b - sigma**2).clamp(min=0).sqrt()
    z = torch.randn_like(xt) if noise is None else noise
    return b.sqrt() * x0 + along * eps + sigma * z
