# by hand, inline
def ddpm_loss(model, schedule, x0, y=None):
    n = x0.shape[0]
    t = (torch.rand(n) * len(schedule.abar)).long()
    noise = torch.randn(x0.shape, dtype=x0.dtype, device=x0.device)
    a = schedule.abar[t].to(x0.dtype).view(-1, *[1] * (x0.ndim - 1))
    out = model(a.sqrt() * x0 + (1 - a).sqrt() * noise, t, y)
    return torch.mean((noise - out) ** 2)
