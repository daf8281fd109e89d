# the times are sorted
# expect: it is sorted
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),)).sort().values
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
