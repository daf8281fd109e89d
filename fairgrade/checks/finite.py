"""The one place that decides about NaN and infinity: they fail, on purpose, before anything is compared.

A comparison with NaN is false in either direction, so `abs(got - expected) > tolerance` would let NaN pass.
"""

from __future__ import annotations

import torch
from torch import Tensor

from fairgrade.checks.failure import CheckFailed


def assert_values_finite(value: Tensor, called: str, cause: str = "", hint: str = "") -> None:
    """Fail when a value is NaN or infinite."""
    bad = ~torch.isfinite(value)
    if not bool(bad.any()):
        return
    nan = int(torch.isnan(value).sum())
    kinds = " and ".join(
        text
        for count, text in ((nan, f"{nan} NaN"), (int(bad.sum()) - nan, f"{int(bad.sum()) - nan} infinite"))
        if count
    )
    raise CheckFailed(
        called,
        "every value is a finite number",
        f"{kinds} among {value.numel()} values",
        cause or "an overflow, a logarithm of 0, or a division by 0",
        hint
        or "Work with logits and log-variances; let a function such as logaddexp or softplus take the logarithm.",
    )


def is_finite(value: Tensor) -> bool:
    """Whether all values are finite."""
    return bool(torch.isfinite(value).all())
