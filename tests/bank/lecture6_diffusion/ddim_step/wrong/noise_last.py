# noise in the last step
# expect: noise is added in the last step
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    a = schedule.abar[t].to(xt.dtype)
    b = schedule.abar[t_prev].to(xt.dtype) if t_prev >= 0 else torch.ones_like(a)
    p = schedule.abar[max(t_prev, 0)].to(xt.dtype)
    s = eta * torch.sqrt((1 - p) / (1 - a) * (1 - a / p)) if t > 0 else 0 * a
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    return b.sqrt() * x0 + (1 - b - s**2).clamp(min=0).sqrt() * eps + s * (torch.randn_like(xt) if noise is None else noise)
