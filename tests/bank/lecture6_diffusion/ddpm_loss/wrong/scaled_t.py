# the model gets t / T
# expect: t is scaled
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    u = t.float() / len(schedule.abar)
    eps = model(xt, u) if y is None else model(xt, u, y)
    return F.mse_loss(eps, noise)
