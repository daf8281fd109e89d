"""Loads the small handwritten digits that come with scikit-learn: 1,797 real images of 8x8 pixels, 17 grey levels.

They are the test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, UCI Machine Learning
Repository, CC BY 4.0), written by 13 people. They are small enough for a network to learn in seconds.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from sklearn.datasets import load_digits
from torch import Tensor

SIZE = 8
PIXELS = SIZE * SIZE
DARKEST = 16.0
HELD_OUT = 297


class Digits(NamedTuple):
    """Images float32 `(N, 64)` in [0, 1], 0 for paper and 1 for ink, and labels int64 `(N,)`."""

    images: Tensor
    labels: Tensor


def load_digits8() -> tuple[Digits, Digits]:
    """1,500 digits to train on and 297 held out, in an order that is the same each time."""
    bunch = load_digits()
    order = torch.randperm(len(bunch.target), generator=torch.Generator().manual_seed(8))
    images = torch.tensor(bunch.data / DARKEST, dtype=torch.float32)[order]
    labels = torch.tensor(bunch.target, dtype=torch.int64)[order]
    train, held_out = (
        Digits(images[part], labels[part]) for part in (slice(HELD_OUT, None), slice(HELD_OUT))
    )
    print(
        f"{len(train.labels):,} digits to train on, {len(held_out.labels)} held out, {SIZE}x{SIZE} pixels each"
    )
    return train, held_out


def to_levels(images: Tensor, levels: int) -> Tensor:
    """Each grey value as one of `levels` classes, one-hot: `(N, 64)` to `(N, 64 * levels)`, a group a pixel."""
    classes = (images * levels).long().clamp(max=levels - 1)  # (N, 64)
    return torch.nn.functional.one_hot(classes, levels).flatten(1).to(images.dtype)


def from_levels(groups: Tensor, levels: int) -> Tensor:
    """The likeliest grey value of each pixel, from logits or one-hot groups: `(N, 64 * levels)` to `(N, 64)`."""
    return groups.reshape(len(groups), -1, levels).argmax(-1) / (levels - 1)
