# keywords everywhere
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.empty_like(x0).normal_()
    xt = q_sample(schedule=schedule, x0=x0, t=t, noise=noise)
    eps = model(x=xt, t=t, y=y)
    return ((noise - eps) ** 2).sum() / noise.numel()
