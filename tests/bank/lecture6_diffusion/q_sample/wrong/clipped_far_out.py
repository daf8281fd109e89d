# x0 is clipped far out
# expect: clipped to [-5, 5]
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0.clamp(-5, 5) + (1 - a).sqrt() * noise
