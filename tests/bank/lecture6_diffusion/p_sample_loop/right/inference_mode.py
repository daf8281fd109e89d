# detached at each step
def p_sample_loop(model, schedule, shape, y=None):
    x = torch.empty(*shape).normal_()
    for t in torch.arange(len(schedule.abar)).flip(0).tolist():
        x = p_sample(model, schedule, x, t, y).detach()
    return x
