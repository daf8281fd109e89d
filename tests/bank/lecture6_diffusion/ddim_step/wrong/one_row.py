# draws one row
# expect: shared
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    a = schedule.abar[t].to(xt.dtype)
    b = schedule.abar[t_prev].to(xt.dtype) if t_prev >= 0 else torch.ones_like(a)
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    sigma = eta * ((1 - b) / (1 - a)).sqrt() * (1 - a / b).sqrt()
    along = (1 - b - sigma**2).clamp(min=0).sqrt()
    z = torch.randn_like(xt[:1]) if noise is None else noise
    return b.sqrt() * x0 + along * eps + sigma * z
