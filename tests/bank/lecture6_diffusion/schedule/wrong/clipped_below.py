# abar is clipped at 0.01
# expect: clipped from below
class Schedule:
    def __init__(self, betas):
        self.betas = betas
        self.alphas = 1 - betas
        self.abar = self.alphas.cumprod(0).clamp(min=1e-2)
        self.abar_prev = F.pad(self.abar[:-1], (1, 0), value=1.0)
