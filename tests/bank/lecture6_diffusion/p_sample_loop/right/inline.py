# inline, without p_sample, beta
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(shape)
    T = schedule.betas.shape[0]
    for t in range(T - 1, -1, -1):
        times = torch.full((shape[0],), t, dtype=torch.long)
        eps = model(x, times, y)
        a, ab = float(schedule.alphas[t]), float(schedule.abar[t])
        x = (x - (1 - a) / math.sqrt(1 - ab) * eps) / math.sqrt(a)
        if t:
            x = x + math.sqrt(1 - a) * torch.randn_like(x)
    return x
