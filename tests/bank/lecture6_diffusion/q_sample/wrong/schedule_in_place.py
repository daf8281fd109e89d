# takes the root of the schedule in place
# expect: changed its input
def q_sample(schedule, x0, t, noise):
    a = schedule.abar.sqrt_()[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a * x0 + (1 - a ** 2).sqrt() * noise
