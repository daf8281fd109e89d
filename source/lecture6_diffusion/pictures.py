"""The pictures that both notebooks of this lecture draw again and again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import torch
from torch import Tensor

COLOURS = ("0.2", "tab:red", "tab:blue", "tab:green", "tab:orange", "tab:purple")


def show_points(
    panels: Sequence[Tensor], titles: Sequence[str], data: Tensor, title: str, labels: Tensor | None = None
) -> None:
    """Draw each of several clouds `(N, 2)` over the data in grey, side by side; red, or by label `(N,)`."""
    _, row = plt.subplots(1, len(panels), figsize=(2.1 * len(panels) + 0.4, 2.7), squeeze=False)
    for axes, points, name in zip(row[0], panels, titles, strict=True):
        axes.scatter(*data.cpu().T, s=3, color="0.8")
        colour = "tab:red" if labels is None else [COLOURS[y % len(COLOURS)] for y in labels.tolist()]
        axes.scatter(*points.detach().cpu().T, s=3, c=colour if len(points) else None, alpha=0.5)
        axes.set(xlim=(-3, 3), ylim=(-3, 3), xticks=[], yticks=[], aspect="equal")
        axes.set_title(name, fontsize=9)
    plt.suptitle(title, fontsize=10)
    plt.tight_layout()
    plt.show()


def show_digits(images: Tensor, columns: int, title: str, rows: Sequence[str] = ()) -> None:
    """Draw images `(N, 64)` from -1 for paper to 1 for ink as a grid, with names for its rows."""
    images = (images.detach().cpu().reshape(-1, 8, 8).clamp(-1, 1) + 1) / 2
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


def show_curves(
    curves: dict[str, Sequence[float] | Tensor],
    title: str,
    xlabel: str = "t",
    ylabel: str = "",
    log: bool = False,
) -> None:
    """Draw named curves into one picture."""
    _, axes = plt.subplots(figsize=(5.5, 2.8))
    for place, (name, values) in enumerate(curves.items()):
        axes.plot(values, color=COLOURS[place % len(COLOURS)], linewidth=1.2, label=name)
    if log:
        axes.set_yscale("log")
    axes.set_title(title, fontsize=10)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.legend(fontsize=8)
    plt.show()
