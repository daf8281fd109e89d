# the model gets another t
# expect: at the t the model gets
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    s = t[torch.randperm(len(t))].roll(1)
    eps = model(xt, s) if y is None else model(xt, s, y)
    return F.mse_loss(eps, noise)
