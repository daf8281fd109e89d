# changes betas
# expect: changed its input
class Schedule:
    def __init__(self, betas):
        self.alphas = betas.neg_().add_(1)
        self.abar = self.alphas.cumprod(0)
        self.abar_prev = F.pad(self.abar[:-1], (1, 0), value=1.0)
