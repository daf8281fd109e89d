# noise at t = 0, inline
# expect: noise
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        times = torch.full((len(x),), t)
        eps = model(x, times) if y is None else model(x, times, y)
        mean, var = q_posterior(schedule, x0_from_eps(schedule, x, times, eps), x, times)
        x = mean + (1 - schedule.alphas[t]).sqrt().float() * torch.randn_like(x)
    return x
