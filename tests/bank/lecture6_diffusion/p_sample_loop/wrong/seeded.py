# resets the seed
# expect: seed is reset
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    torch.manual_seed(0)
    x = torch.randn(*shape)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
    return x
