# with tables of its own
class Schedule:
    def __init__(self, betas):
        self.alphas = 1 - betas
        self.abar = self.alphas.cumprod(0)
        self.abar_prev = F.pad(self.abar[:-1], (1, 0), value=1.0)
        self.root, self.width = self.abar.sqrt(), (1 - self.abar).sqrt()


def q_sample(schedule, x0, t, noise):
    shape = (-1,) + (1,) * (x0.dim() - 1)
    return schedule.root[t].view(shape).to(x0) * x0 + schedule.width[t].view(shape).to(x0) * noise
