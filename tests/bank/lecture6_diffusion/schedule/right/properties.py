# a frozen dataclass with properties
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    betas: torch.Tensor

    @property
    def alphas(self):
        return 1 - self.betas

    @property
    def abar(self):
        return self.alphas.cumprod(0)

    @property
    def abar_prev(self):
        return self.abar / self.alphas
