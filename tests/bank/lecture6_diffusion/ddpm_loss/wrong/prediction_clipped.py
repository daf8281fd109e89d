# the prediction is clipped
# expect: the model's noise is clipped
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps.clamp(-3, 3), noise)
