# prod in place of cumprod
# expect: must be cumulated
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.prod().expand(len(betas))
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
