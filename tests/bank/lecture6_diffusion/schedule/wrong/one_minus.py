# 1 - abar
# expect: 1 - abar
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = 1 - alphas.cumprod(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
