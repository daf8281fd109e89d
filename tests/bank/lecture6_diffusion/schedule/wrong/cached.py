# abar is kept in the class
# expect: belong to another Schedule
class Schedule:
    _abar = {}
    def __init__(self, betas):
        self.betas = betas
        self.alphas = 1 - betas
        if not Schedule._abar:
            Schedule._abar['a'] = self.alphas.cumprod(0)
        self.abar = Schedule._abar['a']
        self.abar_prev = F.pad(self.abar[:-1], (1, 0), value=1.0)
