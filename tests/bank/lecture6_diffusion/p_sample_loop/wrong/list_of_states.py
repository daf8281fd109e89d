# returns a list
# expect: list
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    states = []
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
        states.append(x)
    return states
