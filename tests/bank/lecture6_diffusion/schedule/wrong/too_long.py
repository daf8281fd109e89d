# abar_prev has T + 1 values
# expect: too long
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar])
