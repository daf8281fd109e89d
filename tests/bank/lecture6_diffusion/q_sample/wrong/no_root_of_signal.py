# abar x0 + sqrt(1 - abar) noise
# expect: square root of abar
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a * x0 + (1 - a).sqrt() * noise
