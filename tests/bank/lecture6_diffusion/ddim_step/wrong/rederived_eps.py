# clips x0 and derives eps anew
# expect: x0 is clipped to [-1, 1]
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    a = schedule.abar[t].to(xt.dtype)
    b = schedule.abar[t_prev].to(xt.dtype) if t_prev >= 0 else torch.ones_like(a)
    s = eta * torch.sqrt((1 - b) / (1 - a) * (1 - a / b))
    x0 = ((xt - (1 - a).sqrt() * eps) / a.sqrt()).clamp(-1, 1)
    eps = (xt - a.sqrt() * x0) / (1 - a).sqrt()
    return b.sqrt() * x0 + (1 - b - s**2).clamp(min=0).sqrt() * eps + s * (torch.randn_like(xt) if noise is None else noise)
