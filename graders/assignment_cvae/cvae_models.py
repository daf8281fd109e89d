"""Builds a student's CVAE for the hidden checks, and draws weights for it that no initialisation can hide behind."""

from __future__ import annotations

from typing import Any

import torch

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.student import Handle
from fairgrade.errors import StudentFault

IMAGE = {"channel": 1, "height": 28, "width": 28}


def build_model(student: Any, seed: int = 1, **settings: int) -> Handle:
    """`CVAE(**settings)` in eval mode, with random numbers that do not depend on earlier calls."""
    student.seed(seed)
    model = student.CVAE(**settings)
    called = describe_call("CVAE", **settings)
    if not isinstance(model, Handle) or not model.is_module:
        raise CheckFailed(
            called,
            "CVAE(...) builds a torch.nn.Module",
            f"got {describe_value(model)}",
            "",
            "class CVAE(nn.Module)",
        )
    model.eval()
    return model


def stir(model: Handle, rng: torch.Generator, gain: float) -> None:
    """`Handle.stir`, once lazy layers have their sizes."""
    _finish_lazy_layers(model)
    model.stir(rng, gain)


def _finish_lazy_layers(model: Handle) -> None:
    """One pass, which gives lazy layers their sizes; what it raises is for the checks to find."""
    try:
        model(x=torch.rand(2, 1, 28, 28), y=torch.tensor([0, 1]))
    except StudentFault:
        return


def random_images(rng: torch.Generator, count: int) -> torch.Tensor:
    """Grey noise on a few strokes, `(count, 1, 28, 28)` in [0, 1]."""
    images = torch.rand(count, 1, 28, 28, generator=rng) * 0.3
    for image in images:
        left, top = torch.randint(2, 20, (2,), generator=rng).tolist()
        image[:, top : top + 6, left : left + 6] += 0.7
    return images.clamp(0, 1)
