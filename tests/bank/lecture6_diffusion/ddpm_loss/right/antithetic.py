# times in pairs, t and T - 1 - t
def ddpm_loss(model, schedule, x0, y=None):
    T = len(schedule.abar)
    half = torch.randint(0, T, (len(x0) // 2 + 1,))
    t = torch.cat([half, T - 1 - half])[: len(x0)]
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return (eps - noise).pow(2).mean()
