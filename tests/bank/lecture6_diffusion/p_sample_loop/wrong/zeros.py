# begins at zeros
# expect: constant, not noise
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.zeros(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
    return x
