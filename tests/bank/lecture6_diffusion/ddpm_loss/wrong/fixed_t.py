# t is always the last
# expect: whole batch
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.full((len(x0),), len(schedule.abar) - 1)
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
