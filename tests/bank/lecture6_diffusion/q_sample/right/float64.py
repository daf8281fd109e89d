# in float64, cast at the end
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t]
    while a.dim() < x0.dim():
        a = a.unsqueeze(-1)
    return (a.sqrt() * x0.double() + (1 - a).sqrt() * noise.double()).to(x0.dtype)
