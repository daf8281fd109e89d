"""Prompts with adjectives that are true: each is made true by a change of a real digit, or measured on it."""

from __future__ import annotations

import math
import random
from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FAMILIES = {"stroke": ("thin", "thick"), "size": ("small", "large"), "tilt": ("tilted left", "tilted right")}
TILT = (15.0, 25.0)  # degrees
SMALL, LARGE = (0.72, 0.8), (1.18, 1.26)


class Look(NamedTuple):
    """What is done to one digit; every part may be empty."""

    stroke: str = ""
    size: str = ""
    tilt: str = ""


def draw_look(rng: random.Random) -> Look:
    """No adjective for 3 of 10 digits, one for 6, two for 1, of different families."""
    count = rng.choices((0, 1, 2), (3, 6, 1))[0]
    return Look(**{family: rng.choice(FAMILIES[family]) for family in rng.sample(sorted(FAMILIES), count)})


def describe(label: int, look: Look, rng: random.Random) -> str:
    """A prompt that is true of a digit with this look, such as "a thin three tilted left" or "a tilted three".

    The side of a tilt is left out half of the time.
    """
    side = look.tilt.split()[-1:] if look.tilt and rng.random() < 0.5 else []
    before = [part for part in (look.size, look.stroke) if part]
    before += ["tilted"] if look.tilt and not side else []
    words = [*before, NUMBERS[label], *(["tilted", *side] if side else [])]
    return " ".join(["an" if words[0] == "eight" else "a", *words])


def apply(x: Float[Tensor, "N 1 28 28"], looks: list[Look], rng: random.Random) -> Float[Tensor, "N 1 28 28"]:
    """Change strokes, then size and tilt, about the middle of the image."""
    stroke = [look.stroke for look in looks]
    changed = x.clone()
    for name, change in (("thin", thinner), ("thick", thicker)):
        mask = torch.tensor([one == name for one in stroke])
        changed[mask] = change(x[mask])
    rows = []
    for look in looks:
        scale = rng.uniform(*{"": (1.0, 1.0), "small": SMALL, "large": LARGE}[look.size])
        degrees = rng.uniform(*TILT) if look.tilt else 0.0
        angle = math.radians(-degrees if look.tilt.endswith("left") else degrees)
        c, s = math.cos(angle) / scale, math.sin(angle) / scale
        rows.append([[c, s, 0.0], [-s, c, 0.0]])
    grid = F.affine_grid(torch.tensor(rows), list(x.shape), align_corners=False)  # (N, 28, 28, 2)
    turned = F.grid_sample(changed, grid, align_corners=False)
    plain = torch.tensor([not (look.size or look.tilt) for look in looks])
    return torch.where(plain[:, None, None, None], changed, turned)


def thicker(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, "N 1 H W"]:
    """Strokes up to two pixels wider: dilation by a cross."""
    return _cross_max(x)


def thinner(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, "N 1 H W"]:
    """Strokes about one pixel narrower: a mean of the image and its erosion by a cross, sharpened.

    Strokes that are narrow already keep more of their ink, so that none vanishes.
    """
    eroded = 1 - _cross_max(1 - x)
    kept = eroded.sum((1, 2, 3), keepdim=True) / x.sum((1, 2, 3), keepdim=True).clamp(min=1e-6)
    share = (kept / 0.45).clamp(max=1.0)
    return ((share * eroded + (1 - share) * x - 0.08) * 1.15).clamp(0, 1)


def _cross_max(x: Tensor) -> Tensor:
    rows = F.max_pool2d(x, (3, 1), stride=1, padding=(1, 0))
    return torch.maximum(rows, F.max_pool2d(x, (1, 3), stride=1, padding=(0, 1)))


def lean(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, " N"]:
    """Angle in degrees of the ink's long axis from the upright, positive to the right, from second moments."""
    mass = x[:, 0] / x.sum((1, 2, 3)).clamp(min=1e-6)[:, None, None]
    down, along = (torch.arange(size, dtype=x.dtype) for size in x.shape[2:])
    down = down[:, None] - (mass.sum(2) @ down)[:, None, None]  # (N, H, 1)
    along = along[None] - (mass.sum(1) @ along)[:, None, None]  # (N, 1, W)
    tall, wide = (mass * down.square()).sum((1, 2)), (mass * along.square()).sum((1, 2))
    both = (mass * down * along).sum((1, 2))
    return torch.rad2deg(0.5 * torch.atan2(-2 * both, tall - wide))


def extent(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, " N"]:
    """Root mean square distance of the ink from its middle, in pixels: how large a digit is."""
    mass = x[:, 0] / x.sum((1, 2, 3)).clamp(min=1e-6)[:, None, None]
    total = torch.zeros(len(x), dtype=x.dtype)
    for axis in (1, 2):
        line, places = mass.sum(axis), torch.arange(mass.shape[3 - axis], dtype=x.dtype)
        middle = line @ places
        total += (line * (places - middle[:, None]).square()).sum(1)
    return total.sqrt()


def stroke_width(x: Float[Tensor, "N 1 H W"]) -> Float[Tensor, " N"]:
    """Twice the ink over the length of its outline, in pixels: `2 * area / perimeter` of the shape's level sets."""
    down, along = x[:, 0].diff(dim=1)[:, :, :-1], x[:, 0].diff(dim=2)[:, :-1]
    outline = (down.square() + along.square() + 1e-12).sqrt().sum((1, 2))
    return 2 * x.sum((1, 2, 3)) / outline.clamp(min=1e-6)
