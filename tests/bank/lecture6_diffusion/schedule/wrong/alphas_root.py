# alphas are square roots
# expect: without a square root
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = (1 - betas).sqrt()
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
