# abar[t - 1], which wraps at 0
# expect: abar[t - 1] is used
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t - 1].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
