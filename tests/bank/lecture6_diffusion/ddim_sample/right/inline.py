# inline, without ddim_step
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(tuple(shape))
    times = torch.linspace(len(schedule.abar) - 1, 0, steps).long().tolist()
    for i, t in enumerate(times):
        a = float(schedule.abar[t])
        b = float(schedule.abar[times[i + 1]]) if i + 1 < steps else 1.0
        eps = model(x, torch.full((len(x),), t))
        x0 = (x - math.sqrt(1 - a) * eps) / math.sqrt(a)
        s = eta * math.sqrt((1 - b) / (1 - a) * (1 - a / b))
        x = math.sqrt(b) * x0 + math.sqrt(max(1 - b - s * s, 0)) * eps + s * torch.randn_like(x)
    return x
