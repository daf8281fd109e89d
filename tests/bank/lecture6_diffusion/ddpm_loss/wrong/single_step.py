# alpha in place of abar
# expect: sqrt(abar) x0
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn_like(x0)
    a = schedule.alphas[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    xt = a.sqrt() * x0 + (1 - a).sqrt() * noise
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
