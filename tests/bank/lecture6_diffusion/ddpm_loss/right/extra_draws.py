# draws more than it needs
def ddpm_loss(model, schedule, x0, y=None):
    torch.randn(7)
    noise = torch.randn_like(x0)
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    torch.rand(3)
    return F.mse_loss(noise, eps)
