# a while loop over edges
@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    T = schedule.abar.numel()
    edges = [round(i * T / steps) - 1 for i in range(steps + 1)]
    x = torch.normal(0.0, 1.0, size=tuple(shape))
    while len(edges) > 1:
        t = edges.pop()
        x = ddim_step(schedule=schedule, xt=x, t=t, t_prev=edges[-1], eps=model(x, torch.as_tensor(t).repeat(len(x))), eta=eta)
    return x
