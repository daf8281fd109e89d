# abar_prev is the next
# expect: it must be earlier
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = torch.cat([abar[1:], torch.zeros_like(abar[:1])])
