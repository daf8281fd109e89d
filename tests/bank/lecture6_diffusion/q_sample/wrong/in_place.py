# changes x0
# expect: changed its input
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    return x0.mul_(a.sqrt()).add_((1 - a).sqrt() * noise)
