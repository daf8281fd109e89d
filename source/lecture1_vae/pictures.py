"""The two pictures that both notebooks of this lecture draw again and again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import torch
from torch import Tensor


def show(images: Tensor, columns: int, title: str, rows: Sequence[str] = ()) -> None:
    """Draw images `(N, 64)` in [0, 1] as a grid of dark ink on white paper, with names for its rows."""
    images = images.detach().cpu().reshape(-1, 8, 8).clamp(0, 1)
    height = math.ceil(len(images) / columns)
    tiles = torch.zeros(height * columns, 10, 10)
    tiles[: len(images), 1:9, 1:9] = images
    grid = tiles.reshape(height, columns, 10, 10).permute(0, 2, 1, 3).reshape(height * 10, columns * 10)
    _, axes = plt.subplots(figsize=(0.5 * columns + 0.8, 0.5 * height + 0.5))
    axes.imshow(grid, cmap="gray_r", vmin=0, vmax=1)
    axes.set_title(title, fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([5 + 10 * row for row in range(height)] if rows else [], list(rows))
    plt.show()


def show_codes(codes: Tensor, labels: Tensor, title: str, axes: plt.Axes | None = None) -> None:
    """Draw codes `(N, 2)`, coloured by class; a colour bar where there is no picture yet to draw into."""
    alone = axes is None
    if axes is None:
        _, axes = plt.subplots(figsize=(5, 4))
    points = axes.scatter(*codes.detach().cpu().T, c=labels.cpu(), cmap="tab10", s=6)
    axes.set_title(title, fontsize=10)
    axes.set_aspect("equal", "datalim")
    if alone:
        plt.colorbar(points, ticks=range(10), label="digit")
        plt.show()
