# y is ignored
# expect: y is ignored
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t)
    return x
