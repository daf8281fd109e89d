# each step begins at the first x
# expect: not kept
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        out = p_sample(model, schedule, x, t, y)
    return out
