# alphas are betas
# expect: alphas are 1 - betas
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
