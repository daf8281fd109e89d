"""The data of this lecture: a ring of Gaussians, in which every mode can be counted, and small real digits.

The digits are those that come with scikit-learn, the test set of "Optical Recognition of Handwritten Digits"
(E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0).
"""

from __future__ import annotations

import math

import torch
from sklearn.datasets import load_digits
from torch import Tensor

MODES = 8
RADIUS = 2.0
SPREAD = 0.05
NEAR = 0.25
"""A sample this close to a centre is a good one: five standard deviations, so that all data are."""

PIXELS = 64
DARKEST = 16.0


def ring_centers(modes: int = MODES) -> Tensor:
    """The centres `(modes, 2)`, evenly spaced on a circle of radius 2."""
    angle = 2 * math.pi * torch.arange(modes) / modes
    return RADIUS * torch.stack([angle.cos(), angle.sin()], 1)


def ring(count: int, modes: int = MODES) -> Tensor:
    """Samples `(count, 2)`: a centre, all equally likely, plus Gaussian noise of deviation 0.05."""
    chosen = torch.randint(0, modes, (count,))
    return ring_centers(modes)[chosen] + SPREAD * torch.randn(count, 2)


def load_digits8() -> tuple[Tensor, Tensor]:
    """All 1,797 digits of 8x8 pixels, float32 `(N, 64)` from -1 for paper to 1 for ink, and their labels `(N,)`."""
    bunch = load_digits()
    images = torch.tensor(bunch.data / DARKEST * 2 - 1, dtype=torch.float32)
    print(
        f"{len(images):,} digits of 8x8 pixels, from {images.min():.0f} (paper) to {images.max():.0f} (ink)"
    )
    return images, torch.tensor(bunch.target, dtype=torch.int64)
