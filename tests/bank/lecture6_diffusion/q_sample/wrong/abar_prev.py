# abar_prev in place of abar
# expect: abar_prev is used
def q_sample(schedule, x0, t, noise):
    a = schedule.abar_prev[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
