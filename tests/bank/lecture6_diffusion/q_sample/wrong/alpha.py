# alpha in place of abar
# expect: alpha is used in place of abar
def q_sample(schedule, x0, t, noise):
    a = schedule.alphas[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
