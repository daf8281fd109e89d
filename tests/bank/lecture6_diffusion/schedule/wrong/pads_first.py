# abar_prev begins with abar[0]
# expect: begins with abar[0]
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = torch.cat([abar[:1], abar[:-1]])
