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
from fairgrade.errors import StudentFault

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


_RANDOM_WEIGHTS = (
    ("CVAE", {"d_latent": 2}),
    ("VAE", {"d_in": 4, "d_hidden": 4, "d_latent": 2}),
    ("ConvEncoder", {"d_latent": 2}),
)
"""What a notebook may define whose first weights tell where the global generator stands."""


def assert_seed_is_left_alone(student: Student, called: str, call: Callable[[], object]) -> None:
    """Fail when a call resets the global generator: weights drawn after it must follow the seed set before it."""
    states = []
    for seed in (1, 2, 1):
        student.seed(seed)
        call()
        weights = _random_weights(student)
        if weights is None:
            return
        states.append(weights)
    first, other, again = states
    fixed, clock = torch.equal(first, other), not torch.equal(first, again)
    if not fixed and not clock:
        return
    if _random_weights_are_fixed(student):
        return
    cause = "the global seed is reset: " + (
        "every run draws the same numbers" if fixed else "no seed makes a run repeatable any more"
    )
    raise CheckFailed(
        called,
        "random numbers go on as they were",
        "they were reset",
        cause,
        "Take out what resets the global seed: torch.manual_seed, torch.seed.",
    )


def _random_weights(student: Student) -> Tensor | None:
    """Weights of a new model of the student's, or None where there is none."""
    for name, sizes in _RANDOM_WEIGHTS:
        try:
            return torch.cat([value.flatten() for value in student.call(name, **sizes).parameters().values()])
        except (StudentFault, AttributeError, RuntimeError):
            continue
    return None


def _random_weights_are_fixed(student: Student) -> bool:
    """Whether building the model itself resets the seed, or draws from elsewhere."""
    states = []
    for seed in (1, 2, 1):
        student.seed(seed)
        states.append(_random_weights(student))
    first, other, again = states
    return (
        first is None
        or other is None
        or again is None
        or torch.equal(first, other)
        or not torch.equal(first, again)
    )


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
