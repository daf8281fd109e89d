# a dict with attributes
class Schedule(dict):
    def __init__(self, betas):
        a = 1 - betas
        c = a.cumprod(0)
        super().__init__(betas=betas, alphas=a, abar=c, abar_prev=F.pad(c, (1, -1), value=1.0))
    def __getattr__(self, k):
        return self[k]
