# from T to 1
# expect: from T to 1
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in range(len(schedule.abar), 0, -1):
        x = p_sample(model, schedule, x, t, y)
    return x
