# a plain class, float32
class Schedule:
    def __init__(self, betas):
        self.betas = betas.float()
        self.alphas = 1 - self.betas
        self.abar = torch.cumprod(self.alphas, dim=0)
        self.abar_prev = F.pad(self.abar[:-1], (1, 0), value=1.0)
        self.T = len(betas)
