# begins at twice the noise
# expect: deviation
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = 2 * torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
    return x
