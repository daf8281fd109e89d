# a dict, variance (N,)
def q_posterior(schedule, x0, xt, t):
    beta = 1 - schedule.alphas
    c0 = beta * schedule.abar_prev.sqrt() / (1 - schedule.abar)
    c1 = (1 - schedule.abar_prev) * schedule.alphas.sqrt() / (1 - schedule.abar)
    var = beta * (1 - schedule.abar_prev) / (1 - schedule.abar)
    shape = (-1,) + (1,) * (xt.dim() - 1)
    mean = c0[t].reshape(shape).to(xt) * x0 + c1[t].reshape(shape).to(xt) * xt
    return {'mean': mean, 'var': var[t].to(xt)}
