# rounds a uniform number: half as often at the ends
# expect: not uniform
def ddpm_loss(model, schedule, x0, y=None):
    t = (torch.rand(len(x0)) * (len(schedule.abar) - 1)).round().long()
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
