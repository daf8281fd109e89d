# the model gets t as (N, 1)
# expect: one time for each sample
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t[:, None]) if y is None else model(xt, t[:, None], y)
    return F.mse_loss(eps, noise)
