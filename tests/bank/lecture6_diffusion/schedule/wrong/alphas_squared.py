# alphas are 1 - betas squared
# expect: not squared
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas**2
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
