"""Trusted models with known behaviour, to hand to a student's functions in place of a trained one.

Each computes on the grader's side of the wire with the parameter values that the student's code has reached, and logs
what it saw there, so the log cannot be forged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

PIXELS = 28 * 28


class Visit(NamedTuple):
    """The state of a `SeesawModel` at one forward pass."""

    backwards: int
    """Backward passes so far."""
    weight: float


class SeesawModel(nn.Module):
    """A cVAE with one weight, whose gradients are +-`rec_slope` from the reconstruction and `weight` from the KL.

    On black images (x = 0) a logit close to 0 has gradient 1/2, so logits `slope * weight / 392` give `rec` the
    gradient `slope` for any value of the weight near 1; `mu = weight` and `logvar = 0` give the KL the gradient
    `weight`. Any optimiser that follows gradients moves the weight the way that the sum of both points.

    Args:
        output: builds what `forward` returns from `x_logits, mu, logvar, z`.
        rec_slope: gradient of the reconstruction term, given the number of backward passes so far.
        with_kl: whether the weight enters mu.
    """

    def __init__(self, output: Callable[..., Any], rec_slope: Callable[[int], float], with_kl: bool) -> None:
        super().__init__()
        self.output, self.rec_slope, self.with_kl = output, rec_slope, with_kl
        self.weight = nn.Parameter(torch.ones(1))
        self.d_latent, self.num_classes = 1, 10
        self.visits: list[Visit] = []
        self.backwards = 0

    def encode(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """`mu` is the weight, or 0 times it; `logvar` is 0 times it."""
        mu = (self.weight if self.with_kl else 0 * self.weight).expand(len(x), 1)
        return mu, (0 * self.weight).expand(len(x), 1)

    def decode(self, z: Tensor, y: Tensor) -> Tensor:
        """The same small logit in every pixel; z and y play no part."""
        self.visits.append(Visit(self.backwards, float(self.weight.detach())))
        logit = self.rec_slope(self.backwards) * self.weight / (PIXELS / 2)
        logits = logit.reshape(1, 1, 1, 1).expand(len(z), 1, 28, 28)
        if logits.requires_grad:
            logits.register_hook(self._count)
        return logits

    def _count(self, gradient: Tensor) -> None:
        self.backwards += 1

    def forward(self, x: Tensor, y: Tensor) -> Any:
        """As the contract says."""
        mu, logvar = self.encode(x, y)
        z = mu + torch.randn_like(mu)
        return self.output(self.decode(z, y), mu, logvar, z)

    def sample(self, y: Tensor) -> Tensor:
        """Grey images."""
        return torch.full((len(y), 1, 28, 28), 0.5)


class KnownBoundModel(nn.Module):
    """A cVAE whose bound is known image by image: its posterior depends on the mean grey of x, its logits on z.

    `mu = a * (mean grey - 1/2)` in the first latent dimension, 0 in the second; `logvar` is `log_variance`;
    logits are `slope * z_0 + label_slope * y` in every pixel.

    Args:
        output: builds what `forward` returns from `x_logits, mu, logvar, z`.
        log_variance: of both latent dimensions; -40 makes z equal mu to nine digits.
        spread: the factor `a`.
        slope: of the logits in z.
        label_slope: of the logits in the label.
    """

    def __init__(
        self,
        output: Callable[..., Any],
        log_variance: float,
        spread: float,
        slope: float,
        label_slope: float = 0.0,
    ) -> None:
        super().__init__()
        self.output, self.log_variance, self.slope, self.label_slope = (
            output,
            log_variance,
            slope,
            label_slope,
        )
        self.spread = nn.Parameter(torch.tensor([spread]))
        self.d_latent, self.num_classes = 2, 10

    def encode(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """Mean `(N, 2)` and log-variance `(N, 2)`."""
        first = self.spread * (x.flatten(1).mean(1, keepdim=True) - 0.5)
        return torch.cat([first, 0 * first], dim=1), torch.full((len(x), 2), self.log_variance, dtype=x.dtype)

    def decode(self, z: Tensor, y: Tensor) -> Tensor:
        """`slope * z_0 + label_slope * y` in every pixel."""
        return (self.slope * z[:, 0] + self.label_slope * y).reshape(-1, 1, 1, 1).expand(len(z), 1, 28, 28)

    def forward(self, x: Tensor, y: Tensor) -> Any:
        """As the contract says."""
        mu, logvar = self.encode(x, y)
        z = mu + (logvar / 2).exp() * torch.randn_like(mu)
        return self.output(self.decode(z, y), mu, logvar, z)

    def sample(self, y: Tensor) -> Tensor:
        """Images of the prior."""
        return self.decode(torch.randn(len(y), 2), y).sigmoid()


class ClassStampModel(nn.Module):
    """A cVAE whose images tell their class and their z: pixel 0 holds `(y + 1) / 12`, 1 `sigmoid(z_0)`, 2 holds 1/4.

    Args:
        output: builds what `forward` returns.
    """

    def __init__(self, output: Callable[..., Any], d_latent: int = 3) -> None:
        super().__init__()
        self.output = output
        self.d_latent, self.num_classes = d_latent, 10
        self.weight = nn.Parameter(torch.zeros(1))

    def encode(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """The prior."""
        zero = x.new_zeros(len(x), self.d_latent) + 0 * self.weight
        return zero, zero

    def decode(self, z: Tensor, y: Tensor) -> Tensor:
        """Logits of the stamped image."""
        logits = torch.zeros(len(z), PIXELS, dtype=z.dtype)
        logits[:, 0] = torch.logit((y.to(z.dtype) + 1) / 12)
        logits[:, 1] = z[:, 0]
        logits[:, 2] = torch.logit(torch.tensor(0.25))
        return logits.reshape(-1, 1, 28, 28) + 0 * self.weight

    def forward(self, x: Tensor, y: Tensor) -> Any:
        """As the contract says."""
        mu, logvar = self.encode(x, y)
        z = mu + torch.randn_like(mu)
        return self.output(self.decode(z, y), mu, logvar, z)

    def sample(self, y: Tensor) -> Tensor:
        """Stamped images with z of the prior."""
        return self.decode(torch.randn(len(y), self.d_latent), y).sigmoid().detach()

    @staticmethod
    def read_class(images: Tensor) -> Tensor:
        """The class that is stamped into each image, -1 where there is none."""
        flat = images.detach().double().flatten(1)
        stamp = flat[:, 0] * 12 - 1
        genuine = ((stamp - stamp.round()).abs() < 1e-2) & ((flat[:, 2] - 0.25).abs() < 1e-3)
        return torch.where(genuine, stamp.round(), -1.0).long()
