# returns the state before the last step
# expect: not returned
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        last = x
        x = p_sample(model, schedule, x, t, y)
    return last
