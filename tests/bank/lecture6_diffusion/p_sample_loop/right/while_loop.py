# a while loop in float64, mode kept
def p_sample_loop(model, schedule, shape, y=None):
    mode = model.training
    model.eval()
    x, t = torch.randn(tuple(shape), dtype=torch.float64), len(schedule.alphas) - 1
    with torch.no_grad():
        while t >= 0:
            x = p_sample(model=model, schedule=schedule, xt=x, t=t, y=y)
            t -= 1
    model.train(mode)
    return x
