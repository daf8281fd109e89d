# the logarithm is left
# expect: exponential after the sum
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.log().cumsum(0)
        self.abar_prev = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
