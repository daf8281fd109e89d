# the result is not kept
# expect: not kept
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        p_sample(model, schedule, x, t, y)
    return x
