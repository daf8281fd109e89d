# the start has the width of the last step
# expect: it must have 1
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape) * (1 - schedule.abar[-1]).sqrt()
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
    return x
