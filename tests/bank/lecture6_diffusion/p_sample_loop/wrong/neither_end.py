# both ends are left out
# expect: both t = T-1 and t = 0
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in range(len(schedule.abar) - 2, 0, -1):
        x = p_sample(model, schedule, x, t, y)
    return x
