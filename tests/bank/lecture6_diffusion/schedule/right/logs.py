# exp of a sum of logarithms
class Schedule:
    def __init__(self, betas):
        self.alphas = alphas = 1 - betas
        self.abar = abar = alphas.log().cumsum(0).exp()
        self.abar_prev = torch.exp((alphas.log().cumsum(0) - alphas.log()))
