"""The two domains of this assignment, and the pictures that its notebooks draw again and again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, ones


def brush(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, "N 1 H W"]:
    """The other style: strokes a pixel thicker on each side, softened, and light on dark paper where they were dark on light."""
    thick = F.max_pool2d(x, 3, stride=1, padding=1)
    return 1 - F.avg_pool2d(thick, 3, stride=1, padding=1, count_include_pad=False)


def show(images: Tensor, columns: int, title: str, rows: Sequence[str] = (), size: float = 0.55) -> None:
    """Draw images `(N, 1, H, W)` in [0, 1] as a grid of dark ink on white paper, with names for its rows."""
    show_coloured(1 - images.expand(-1, 3, -1, -1), columns, title, rows, size)


def show_coloured(
    images: Tensor, columns: int, title: str, rows: Sequence[str] = (), size: float = 0.55
) -> None:
    """Draw images `(N, 3, H, W)` in [0, 1] as a grid, with names for its rows."""
    images = images.detach().cpu().clamp(0, 1)
    high, wide = images.shape[2] + 2, images.shape[3] + 2
    height = math.ceil(len(images) / columns)
    tiles = ones(height * columns, 3, high, wide)
    tiles[: len(images), :, 1:-1, 1:-1] = images
    grid = tiles.reshape(height, columns, 3, high, wide).permute(0, 3, 1, 4, 2)
    _, axes = plt.subplots(figsize=(size * columns + 0.8, size * height + 0.5))
    axes.imshow(grid.reshape(height * high, columns * wide, 3))
    axes.set_title(title, fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([high / 2 + high * row for row in range(height)] if rows else [], list(rows))
    plt.show()


def show_clouds(
    panels: Sequence[Tensor], contents: Sequence[Tensor | None], names: Sequence[str], title: str
) -> None:
    """Draw clouds of points `(N, 2)` side by side, coloured by their content `(N,)`, or grey without one."""
    _, row = plt.subplots(1, len(panels), figsize=(2.6 * len(panels), 2.9), squeeze=False)
    for axes, points, content, name in zip(row[0], panels, contents, names, strict=True):
        axes.scatter(*points.detach().cpu().T, s=4, c="0.6" if content is None else content, cmap="plasma")
        axes.set(xlim=(-2.6, 2.6), ylim=(-2.6, 2.6), xticks=[], yticks=[], aspect="equal")
        axes.set_title(name, fontsize=9)
    plt.suptitle(title, fontsize=10)
    plt.tight_layout()
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
