# no square roots
# expect: both square roots
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a * x0 + (1 - a) * noise
