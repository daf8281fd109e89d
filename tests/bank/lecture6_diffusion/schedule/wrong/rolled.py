# abar_prev by roll
# expect: begins with the last
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.cumprod(0)
        self.abar_prev = abar.roll(1)
