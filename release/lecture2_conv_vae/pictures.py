"""The two pictures that both notebooks of this lecture draw again and again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import torch
from torch import Tensor


def show(images: Tensor, columns: int, title: str, rows: Sequence[str] = (), size: float = 0.55) -> None:
    """Draw images `(N, 1, H, W)` in [0, 1] as a grid of dark ink on white paper, with names for its rows."""
    images = images.detach().cpu().flatten(0, 1).clamp(0, 1)  # (N, H, W)
    high, wide = images.shape[1] + 2, images.shape[2] + 2
    height = math.ceil(len(images) / columns)
    tiles = torch.zeros(height * columns, high, wide)
    tiles[: len(images), 1:-1, 1:-1] = images
    grid = tiles.reshape(height, columns, high, wide).transpose(1, 2).reshape(height * high, columns * wide)
    _, axes = plt.subplots(figsize=(size * columns + 0.8, size * height + 0.5))
    axes.imshow(grid, cmap="gray_r", vmin=0, vmax=1)
    axes.set_title(title, fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([high / 2 + high * row for row in range(height)] if rows else [], list(rows))
    plt.show()


def show_bars(values: Tensor, title: str, label: str, line: float | None = None) -> None:
    """Draw numbers `(Z,)` as bars from high to low, with a red line where one is given."""
    values = values.detach().cpu().sort(descending=True).values
    plt.figure(figsize=(5.5, 2.4))
    plt.bar(range(1, len(values) + 1), values, color="0.35")
    if line is not None:
        plt.axhline(line, color="tab:red", linestyle="--")
    plt.title(title, fontsize=10)
    plt.xlabel("latent dimension, sorted")
    plt.ylabel(label)
    plt.show()
