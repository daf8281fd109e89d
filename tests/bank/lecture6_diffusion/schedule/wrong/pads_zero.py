# abar_prev begins with 0
# expect: begins with 0
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = F.pad(abar[:-1], (1, 0))
