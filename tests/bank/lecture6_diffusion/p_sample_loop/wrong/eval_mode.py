# leaves eval mode
# expect: left in eval mode
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    model.eval()
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
    return x
