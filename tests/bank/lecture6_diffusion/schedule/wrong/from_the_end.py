# multiplied from the end
# expect: runs from the end
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.flip(0).cumprod(0).flip(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
