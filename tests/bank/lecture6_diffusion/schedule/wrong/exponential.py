# exp(-sum of betas)
# expect: only close to the product
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = torch.exp(-betas.cumsum(0))
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
