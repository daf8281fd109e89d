# always the same t
# expect: at the same t
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, len(schedule.abar) - 1, y)
    return x
