# abar / alphas[0]
# expect: abar_prev is abar / alphas[0]
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = abar / alphas[0]
