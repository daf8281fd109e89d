# the noise is clipped at 3
# expect: noise is clipped
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * noise.clamp(-3, 3)
