# the first t for all
# expect: first t is used for all
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t[0]].to(x0.dtype)
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
