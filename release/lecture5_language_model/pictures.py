"""The pictures that both notebooks of this lecture draw again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from torch import Tensor

COLOURS = ("0.2", "tab:red", "tab:blue", "tab:green", "tab:orange", "tab:purple")
VISIBLE = {" ": "␣", "\n": "⏎"}


def label_of(text: str) -> str:
    """A name as it is, a single character so that it can be seen."""
    return visible(text) if len(text) == 1 else text


def visible(text: str) -> str:
    """Text in which a space and the end of a line can be seen."""
    return "".join(VISIBLE.get(character, character) for character in text)


def show_curves(
    curves: Mapping[str, Sequence[float]],
    title: str,
    xlabel: str = "step",
    ylabel: str = "",
    levels: Mapping[str, float] | None = None,
    x: Sequence[float] | None = None,
) -> None:
    """Draw named curves into one picture, with dashed lines at named levels."""
    _, axes = plt.subplots(figsize=(5.5, 2.8))
    for place, (name, values) in enumerate(curves.items()):
        axes.plot(
            range(len(values)) if x is None else x,
            values,
            color=COLOURS[place % len(COLOURS)],
            linewidth=1.2,
            label=name,
        )
    for name, level in (levels or {}).items():
        axes.axhline(level, color="0.6", linestyle="--", linewidth=0.8)
        axes.text(1.01, level, name, transform=axes.get_yaxis_transform(), fontsize=7, va="center")
    axes.set_title(title, fontsize=10)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    if curves:
        axes.legend(fontsize=8)
    plt.show()


def show_matrices(
    panels: Mapping[str, Tensor],
    title: str,
    xlabel: str = "",
    ylabel: str = "",
    columns: Sequence[str] = (),
    rows: Sequence[str] = (),
    size: float = 2.6,
) -> None:
    """Draw matrices side by side, 0 in white and the largest number of each in black; name columns and rows."""
    _, row = plt.subplots(1, len(panels), figsize=(size * len(panels) + 0.6, size + 0.7), squeeze=False)
    for axes, (name, matrix) in zip(row[0], panels.items(), strict=True):
        axes.imshow(matrix.detach().cpu().float(), cmap="gray_r", vmin=0)
        axes.set_title(name, fontsize=9)
        axes.set_xticks(range(len(columns)), [visible(text) for text in columns], fontsize=7)
        axes.set_yticks(range(len(rows)), [visible(text) for text in rows], fontsize=7)
        axes.set(xlabel=xlabel, ylabel=ylabel)
    plt.suptitle(title, fontsize=10)
    plt.tight_layout()
    plt.show()


def show_bars(
    panels: Mapping[str, Sequence[float]],
    names: Sequence[str],
    title: str,
    ylabel: str = "probability",
    width: float = 2.6,
) -> None:
    """Draw one bar for each name, in panels side by side with a common scale."""
    _, row = plt.subplots(1, len(panels), figsize=(width * len(panels), 2.4), squeeze=False, sharey=True)
    for axes, (name, values) in zip(row[0], panels.items(), strict=True):
        axes.bar(range(len(names)), [float(value) for value in values], color="0.35")
        axes.set_xticks(range(len(names)), [label_of(text) for text in names], fontsize=7)
        axes.set_title(name, fontsize=9)
    row[0][0].set_ylabel(ylabel)
    plt.suptitle(title, fontsize=10)
    plt.tight_layout()
    plt.show()


def show_text(
    pieces: Sequence[str], weights: Sequence[float], title: str, width: int = 80, label: str = ""
) -> None:
    """Draw a text in which each piece has a background as dark as its weight, from 0 to the largest."""
    largest = max([*weights, 1e-9])
    lines: list[list[tuple[int, str, float]]] = [[]]
    place = 0
    for piece, weight in zip(pieces, weights, strict=True):
        if place + len(piece) > width:
            lines.append([])
            place = 0
        lines[-1].append((place, visible(piece), weight / largest))
        place += len(piece)
    _, axes = plt.subplots(figsize=(0.11 * width, 0.26 * len(lines) + 0.5))
    for height, line in enumerate(lines):
        for start, piece, share in line:
            axes.add_patch(
                plt.Rectangle(
                    (start, -height), len(piece), 0.9, color=(1, 1 - 0.75 * share, 1 - 0.75 * share)
                )
            )
            for offset, character in enumerate(piece):
                axes.text(
                    start + offset + 0.5,
                    0.42 - height,
                    character,
                    fontsize=8,
                    ha="center",
                    va="center",
                    family="monospace",
                )
            axes.plot([start, start], [-height, 0.9 - height], color="0.8", linewidth=0.4)
    axes.set(xlim=(0, width), ylim=(-len(lines) + 0.9, 1.0))
    axes.axis("off")
    axes.set_title(title + (f"  ({label}: white 0, red {largest:.2g})" if label else ""), fontsize=10)
    plt.show()
