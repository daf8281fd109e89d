# no noise at t = 0
# expect: taken for clean data
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype)
    a = torch.where(t == 0, torch.ones_like(a), a).reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
