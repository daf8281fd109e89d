# clips the result
# expect: clipped to [-1, 1]
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).clamp(-1, 1)
