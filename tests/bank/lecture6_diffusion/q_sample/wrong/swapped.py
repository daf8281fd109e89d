# signal and noise are swapped
# expect: swapped
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return (1 - a).sqrt() * x0 + a.sqrt() * noise
