# a dataclass with fields
from dataclasses import dataclass, field


@dataclass
class Schedule:
    betas: torch.Tensor
    alphas: torch.Tensor = field(init=False)
    abar: torch.Tensor = field(init=False)
    abar_prev: torch.Tensor = field(init=False)

    def __post_init__(self):
        self.alphas = 1.0 - self.betas
        self.abar = torch.cumprod(self.alphas, 0)
        self.abar_prev = torch.cat([self.abar.new_ones(1), self.abar[:-1]])
