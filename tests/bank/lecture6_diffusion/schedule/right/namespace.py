# a function that makes a namespace
from types import SimpleNamespace
def Schedule(betas):
    alphas = 1.0 - betas
    abar = torch.cumprod(alphas, dim=-1)
    return SimpleNamespace(betas=betas, alphas=alphas, abar=abar, abar_prev=torch.cat((torch.tensor([1.0], dtype=abar.dtype), abar[:-1])))
