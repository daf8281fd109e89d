# abar without alpha_t
# expect: one step late
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = F.pad(alphas.cumprod(0)[:-1], (1, 0), value=1.0)
        self.abar_prev = abar
