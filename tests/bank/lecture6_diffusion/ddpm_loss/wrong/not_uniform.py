# early times preferred
# expect: not uniform
def ddpm_loss(model, schedule, x0, y=None):
    t = (torch.rand(len(x0)) ** 2 * len(schedule.abar)).long()
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
