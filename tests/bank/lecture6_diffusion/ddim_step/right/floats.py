# Python floats
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    a = float(schedule.abar[t])
    b = float(schedule.abar[t_prev]) if t_prev is not None and t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - b) / (1 - a) * (1 - a / b))
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    out = math.sqrt(b) * x0 + math.sqrt(max(1 - b - sigma * sigma, 0.0)) * eps
    if eta > 0:
        out = out + sigma * (torch.randn_like(xt) if noise is None else noise)
    return out
