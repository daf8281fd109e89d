# by gather and view
def q_sample(schedule, x0, t, noise):
    a = schedule.abar.gather(0, t).view(len(t), *((1,) * (x0.ndim - 1))).to(x0)
    return torch.sqrt(a) * x0 + torch.sqrt(1.0 - a) * noise
