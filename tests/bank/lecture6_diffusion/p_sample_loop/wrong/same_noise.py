# one noise for all steps, inline
# expect: same noise is used at every step
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    z = torch.randn_like(x)
    for t in reversed(range(len(schedule.abar))):
        times = torch.full((len(x),), t)
        eps = model(x, times) if y is None else model(x, times, y)
        mean, var = q_posterior(schedule, x0_from_eps(schedule, x, times, eps), x, times)
        x = mean + (t > 0) * var.sqrt() * z
    return x
