# times as tensors without axes
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in torch.arange(len(schedule.abar)).flip(0):
        x = p_sample(model, schedule, x, int(t), y)
    return x
