# abar is alphas
# expect: these are the alphas
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
