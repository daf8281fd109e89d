# a dataclass that computes the rest after __init__
from dataclasses import dataclass


@dataclass
class Schedule:
    betas: torch.Tensor

    def __post_init__(self):
        self.alphas = 1.0 - self.betas
        self.abar = torch.cumprod(self.alphas, 0)
        self.abar_prev = torch.cat([torch.ones(1, dtype=self.abar.dtype), self.abar[:-1]])
