"""The digits on the trusted side: what students train on, and the held-out ones that they never get."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from reference.cvae import prepare_data

ROOT = Path(__file__).resolve().parents[1]


def load_training_digits() -> tuple[Float[Tensor, "7000 1 28 28"], Int[Tensor, " 7000"]]:
    """The 7,000 digits that come with the assignment."""
    return _load(ROOT / "source" / "assignment_cvae" / "digits.npz")


def load_held_out_digits() -> tuple[Float[Tensor, "3000 1 28 28"], Int[Tensor, " 3000"]]:
    """The 3,000 hidden digits; no student's file holds one of them."""
    return _load(ROOT / "graders" / "assignment_cvae" / "held_out.npz")


def _load(path: Path) -> tuple[Tensor, Tensor]:
    with np.load(path, allow_pickle=False) as file:
        return prepare_data(torch.from_numpy(file["images"]), torch.from_numpy(file["labels"]))
