# normal draws by Box and Muller
@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    tt = torch.full((len(xt),), t)
    eps = model(xt, tt) if y is None else model(xt, tt, y)
    b = 1 - schedule.alphas[t].to(xt.dtype)
    mu = (xt - b * eps / (1 - schedule.abar[t].to(xt.dtype)).sqrt()) / (1 - b).sqrt()
    if t == 0:
        return mu
    u, v = torch.rand_like(mu).clamp(min=1e-12), torch.rand_like(mu)
    return mu + b.sqrt() * (-2 * u.log()).sqrt() * (2 * math.pi * v).cos()
