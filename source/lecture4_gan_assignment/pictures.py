"""The two domains of this assignment, and the pictures that its notebook draws again and again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, zeros


def brush(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, "N 1 H W"]:
    """The other style: strokes a pixel thicker on each side, softened, and light on dark paper where they were dark on light."""
    thick = F.max_pool2d(x, 3, stride=1, padding=1)
    return 1 - F.avg_pool2d(thick, 3, stride=1, padding=1, count_include_pad=False)


def show(images: Tensor, columns: int, title: str, rows: Sequence[str] = (), size: float = 0.55) -> None:
    """Draw images `(N, 1, H, W)` in [0, 1] as a grid of dark ink on white paper, with names for its rows."""
    images = images.detach().cpu().flatten(0, 1).clamp(0, 1)  # (N, H, W)
    high, wide = images.shape[1] + 2, images.shape[2] + 2
    height = math.ceil(len(images) / columns)
    tiles = zeros(height * columns, high, wide)
    tiles[: len(images), 1:-1, 1:-1] = images
    grid = tiles.reshape(height, columns, high, wide).transpose(1, 2).reshape(height * high, columns * wide)
    _, axes = plt.subplots(figsize=(size * columns + 0.8, size * height + 0.5))
    axes.imshow(grid, cmap="gray_r", vmin=0, vmax=1)
    axes.set_title(title, fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([high / 2 + high * row for row in range(height)] if rows else [], list(rows))
    plt.show()


def show_curves(curves: Mapping[str, Sequence[float]], title: str) -> None:
    """Draw losses, one curve each, over the steps."""
    plt.figure(figsize=(6, 2.8))
    for name, values in curves.items():
        plt.plot(values, label=name, linewidth=1)
    plt.title(title, fontsize=10)
    plt.xlabel("step")
    plt.legend(fontsize=8)
    plt.show()
