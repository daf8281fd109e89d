# T-1 is left out
# expect: t = T-1 is left out
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in range(len(schedule.abar) - 2, -1, -1):
        x = p_sample(model, schedule, x, t, y)
    return x
