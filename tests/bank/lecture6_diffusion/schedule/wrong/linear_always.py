# the betas that are given are ignored
# expect: not used
class Schedule:
    def __init__(self, betas):
        self.betas = linear_betas(len(betas))
        self.alphas = 1 - self.betas
        self.abar = self.alphas.cumprod(0)
        self.abar_prev = F.pad(self.abar[:-1], (1, 0), value=1.0)
