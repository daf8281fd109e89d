# the second half has the noise of the first
# expect: share their noise
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    n = (len(x0) + 1) // 2
    half = torch.randn(n, *x0.shape[1:], dtype=x0.dtype)
    noise = torch.cat([half, half])[:len(x0)]
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
