# sqrt(abar)
# expect: square root of abar
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0).sqrt()
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
