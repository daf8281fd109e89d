# min-SNR weights
# expect: weighted by the signal-to-noise
def ddpm_loss(model, schedule, x0, y=None):
    t = torch.randint(0, len(schedule.abar), (len(x0),))
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    snr = schedule.abar / (1 - schedule.abar)
    w = (snr.clamp(max=5) / snr)[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return (w * (eps - noise) ** 2).mean()
