# abar_prev is missing
# expect: abar_prev is missing
class Schedule:
    def __init__(self, betas):
        self.alphas = 1 - betas
        self.abar = self.alphas.cumprod(0)
