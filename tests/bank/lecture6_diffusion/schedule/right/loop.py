# a loop
class Schedule:
    def __init__(self, betas):
        self.alphas, found, so_far = 1 - betas, [], 1.0
        for alpha in self.alphas.tolist():
            so_far *= alpha
            found.append(so_far)
        self.abar = torch.tensor(found, dtype=betas.dtype)
        self.abar_prev = torch.tensor([1.0] + found[:-1], dtype=betas.dtype)
