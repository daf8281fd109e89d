# a dataclass, in float64
from dataclasses import dataclass


@dataclass
class Gaussian:
    mean: torch.Tensor
    var: torch.Tensor


def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].view(-1, *[1] * (xt.ndim - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    mean = (1 - a) * ap.sqrt() / (1 - ab) * x0 + (1 - ap) * a.sqrt() / (1 - ab) * xt
    return Gaussian(mean.to(xt.dtype), ((1 - ap) / (1 - ab) * (1 - a)).to(xt.dtype))
