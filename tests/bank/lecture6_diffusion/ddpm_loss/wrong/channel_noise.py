# one noise for each channel
# expect: share their noise
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn(x0.shape[0], x0.shape[1], *[1] * (x0.dim() - 2), dtype=x0.dtype).expand_as(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
