"""The data of this lecture: Gaussians on a ring, whose best noise predictor is known, and small real digits.

The digits are those that come with scikit-learn, the test set of "Optical Recognition of Handwritten Digits"
(E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0).
"""

from __future__ import annotations

import math

import torch
from sklearn.datasets import load_digits
from torch import Tensor

MODES = 6
RADIUS = 1.5
SPREAD = 0.12

PIXELS = 64
DARKEST = 16.0


def ring_centers(modes: int = MODES) -> Tensor:
    """The centres `(modes, 2)`, evenly spaced on a circle of radius 1.5."""
    angle = 2 * math.pi * torch.arange(modes) / modes
    return RADIUS * torch.stack([angle.cos(), angle.sin()], 1)


def ring(count: int, modes: int = MODES) -> tuple[Tensor, Tensor]:
    """Samples `(count, 2)`, a centre plus Gaussian noise of deviation 0.12, and the number of the centre `(count,)`."""
    chosen = torch.randint(0, modes, (count,))
    return ring_centers(modes)[chosen] + SPREAD * torch.randn(count, 2), chosen


def best_eps(x: Tensor, abar: Tensor | float, centers: Tensor, spread: float = SPREAD) -> Tensor:
    """The noise that the best predictor sees in `x` `(N, D)`: the conditional mean of eps, by Bayes' rule.

    Data are a mixture of Gaussians at `centers` `(K, D)`, equally likely, of deviation `spread`. After noise they are one
    again: centres `sqrt(abar) m`, variance `abar spread^2 + 1 - abar`.
    """
    abar = torch.as_tensor(abar, dtype=x.dtype, device=x.device)
    variance = abar * spread**2 + 1 - abar
    off = x[:, None] - abar.sqrt() * centers.to(x)  # (N, K, D)
    share = (-off.square().sum(2) / (2 * variance)).softmax(1)  # (N, K)
    return (1 - abar).sqrt() * (share[:, :, None] * off).sum(1) / variance


def load_digits8() -> tuple[Tensor, Tensor]:
    """All 1,797 digits of 8x8 pixels, float32 `(N, 64)` from -1 for paper to 1 for ink, and their labels `(N,)`."""
    bunch = load_digits()
    images = torch.tensor(bunch.data / DARKEST * 2 - 1, dtype=torch.float32)
    print(
        f"{len(images):,} digits of 8x8 pixels, from {images.min():.0f} (paper) to {images.max():.0f} (ink)"
    )
    return images, torch.tensor(bunch.target, dtype=torch.int64)
