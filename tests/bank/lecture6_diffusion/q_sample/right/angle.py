# by an angle
def q_sample(schedule, x0, t, noise):
    angle = torch.acos(schedule.abar[t].sqrt()).to(x0.dtype)
    while angle.dim() < x0.dim():
        angle = angle.unsqueeze(-1)
    return angle.cos() * x0 + angle.sin() * noise
