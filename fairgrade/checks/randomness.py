"""Relations of random functions under common random numbers: reseed, call twice with changed inputs, compare exactly.

They hold whatever generator, order, sign or number of draws the student uses. Where they do not, because draws depend
on values or a generator of its own is used, a check falls back to `statistics` and adds `NOT_EXACT` as a note.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import Tensor

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.student import Student

T = TypeVar("T")

NOT_EXACT = (
    "The random numbers of this function could not be repeated by reseeding torch, numpy and random, so it was "
    "checked by statistics only. This costs no points."
)


def call_with_seed(student: Student, seed: int, call: Callable[[], T]) -> T:
    """Reseed every generator of the student's process, then call."""
    student.seed(seed)
    return call()


def is_repeatable(student: Student, seed: int, call: Callable[[], Tensor]) -> bool:
    """Whether reseeding makes two equal calls return the same."""
    first, second = (call_with_seed(student, seed, call) for _ in range(2))
    return bool(torch.equal(first, second))


def assert_draws_are_fresh(
    first: Tensor,
    second: Tensor,
    called: str,
    relation: str = "two calls in a row draw new noise",
    hint: str = "",
) -> None:
    """Fail when two calls without reseeding repeat a draw, or draw only once for several elements.

    False failures: none for continuous noise in float64; a tie of two float32 draws has probability 1e-7 an element,
    so one tie in twenty elements is let pass.
    """
    assert_values_finite(first, called)
    assert_values_finite(second, called)
    same = float((first == second).double().mean())
    if same == 1.0:
        raise CheckFailed(
            called,
            relation,
            "two calls returned exactly the same",
            "there is no noise, or the seed is reset inside the function",
            hint or "Draw eps anew in each call, and do not call `torch.manual_seed` in it.",
        )
    if same > 0.05:
        raise CheckFailed(
            called,
            relation,
            f"{same:.0%} of the elements repeated",
            "only a part of the noise is drawn anew",
            hint,
        )
