# as a DDIM step with eta = 1
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    tt = torch.full(xt.shape[:1], t)
    eps = model(xt, tt) if y is None else model(xt, tt, y)
    a, p = schedule.abar[t].to(xt.dtype), schedule.abar_prev[t].to(xt.dtype)
    s2 = (1 - p) / (1 - a) * (1 - a / p)
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    return p.sqrt() * x0 + (1 - p - s2).clamp(min=0).sqrt() * eps + s2.sqrt() * torch.randn_like(xt)
