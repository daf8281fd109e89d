# abar[t] without new axes
# expect: over the wrong axis
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype)
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
