# clips between the steps
# expect: clipped to [-1, 1]
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y).clamp(-1, 1)
    return x
