# stratified times
def ddpm_loss(model, schedule, x0, y=None):
    T, n = len(schedule.abar), len(x0)
    u = (torch.arange(n) + torch.rand(n)) / n
    t = (u[torch.randperm(n)] * T).long().clamp(max=T - 1)
    noise = torch.randn_like(x0)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return F.mse_loss(eps, noise)
