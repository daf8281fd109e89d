# one start for all
# expect: begin at the same noise
@torch.no_grad()
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.randn(1, *shape[1:]).expand(*shape).contiguous()
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y)
    return x
