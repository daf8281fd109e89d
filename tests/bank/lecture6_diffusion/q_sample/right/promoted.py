# left to type promotion
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].reshape([len(x0)] + [1] * (x0.dim() - 1))
    return a**0.5 * x0 + (1 - a) ** 0.5 * noise
