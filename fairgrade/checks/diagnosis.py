"""Names the likely mistake: known misconceptions are tried against the student's own output.

A `Misconception` says what a mistake would return for the probe at hand; the one that reproduces the output is named
in the message. `common_misconceptions` holds those that fit any numeric result (a factor of 2, a flipped sign, a
transposed axis); checks put the ones of their own formula before them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import torch
from torch import Tensor

MATCH = 1e-4
"""Relative distance below which an output counts as reproduced by a misconception."""


_ROUNDING = 1e-6
"""Relative distance that rounding in float32 explains."""


class Misconception(NamedTuple):
    """One mistake and what it would have returned for this probe."""

    value: Tensor
    cause: str
    """What the student probably did, as a sentence."""
    hint: str = ""
    """What to write instead."""


def find_misconception(got: Tensor, candidates: Iterable[Misconception]) -> Misconception | None:
    """The candidate that reproduces `got`, or None: the nearest one, and the first of those that are equally near.

    A wrong cause can come within `MATCH` by chance; the right one is nearer by orders of magnitude.

    Args:
        got: the student's output.
        candidates: likely mistakes, the most specific first; one of another shape never matches.
    """
    distances = [(candidate, _distance(got, candidate.value)) for candidate in candidates]
    nearest = min((distance for _, distance in distances), default=math.inf)
    if nearest > MATCH:
        return None
    return next(candidate for candidate, distance in distances if distance <= max(10 * nearest, _ROUNDING))


def _distance(got: Tensor, value: Tensor) -> float:
    """The largest difference, relative to the largest value; infinite where the two cannot be compared."""
    if got.shape != value.shape or got.numel() == 0 or not torch.isfinite(value).all():
        return math.inf
    value = value.to(got.dtype)
    distance = float((got - value).abs().max()) / max(float(value.abs().max()), 1e-12)
    return distance if math.isfinite(distance) else math.inf


def _is_reproduced(got: Tensor, value: Tensor) -> bool:
    return _distance(got, value) <= MATCH


def common_misconceptions(expected: Tensor, sizes: Mapping[str, float] | None = None) -> list[Misconception]:
    """Mistakes that fit any numeric result: sign, usual factors, sizes of axes, order of axes, off by one.

    Args:
        expected: the right result.
        sizes: named sizes that a sum or a mean may have lost or gained: `{"Z": 3}` tries factors 3 and 1/3.
    """
    found = [
        Misconception(-expected, "the sign is flipped", "Check the sign in front of the whole expression."),
        Misconception(torch.zeros_like(expected), "the result is 0 everywhere"),
    ]
    for factor, text in _factors(sizes or {}):
        found.append(Misconception(expected * factor, text))
        found.append(Misconception(-expected * factor, f"the sign is flipped, and {text}"))
    if expected.dim() == 2 and expected.shape[0] == expected.shape[1]:
        found.append(Misconception(expected.T, "the two axes are transposed"))
    if expected.dim() and expected.shape[0] > 1:
        found += [
            Misconception(
                expected.roll(1, 0),
                "rows are off by one: each is the one before",
                "Check where a range starts.",
            ),
            Misconception(
                expected.roll(-1, 0), "rows are off by one: each is the next", "Check where a range starts."
            ),
            Misconception(expected.flip(0), "the rows are in reverse order"),
            Misconception(
                expected.mean(0, keepdim=True).expand_as(expected), "every row is the mean over the batch"
            ),
            Misconception(
                expected.sum(0, keepdim=True).expand_as(expected), "every row is the sum over the batch"
            ),
        ]
    return found


def _factors(sizes: Mapping[str, float]) -> list[tuple[float, str]]:
    table = [
        (2.0, "everything is twice what it should be: a factor 1/2 is missing"),
        (0.5, "everything is half of what it should be: there is a factor 1/2 too much"),
    ]
    for name, size in sizes.items():
        if size > 1:
            table += [
                (
                    1 / size,
                    f"everything is 1/{name} of what it should be: you took the mean over {name}, not the sum",
                ),
                (
                    size,
                    f"everything is {name} times what it should be: you took the sum over {name}, not the mean",
                ),
                (math.sqrt(size), f"everything is sqrt({name}) times what it should be"),
                (1 / math.sqrt(size), f"everything is 1/sqrt({name}) of what it should be"),
            ]
    table += [
        (math.log(2), "everything is ln 2 times what it should be: bits and nats are mixed up"),
        (1 / math.log(2), "everything is 1/ln 2 times what it should be: bits and nats are mixed up"),
        (4.0, "everything is four times what it should be"),
        (0.25, "everything is a quarter of what it should be"),
    ]
    return table


def describe_pattern(got: Tensor, expected: Tensor) -> str:
    """What an unnamed mismatch looks like: one constant factor or one constant offset; else an empty string."""
    if got.shape != expected.shape or got.numel() < 2:
        return ""
    expected = expected.to(got.dtype)
    factor = float((got * expected).sum() / (expected * expected).sum().clamp_min(1e-300))
    if abs(factor - 1) > MATCH and factor and _is_reproduced(got, expected * factor):
        return f"every value is {factor:.4g} times what it should be: a constant factor"
    offset = got - expected
    if _is_reproduced(got, expected + offset.mean()):
        return "every value is off by the same amount: a constant term is missing or too much"
    return ""


def name_cause(
    got: Tensor,
    expected: Tensor,
    candidates: Iterable[Misconception] = (),
    sizes: Mapping[str, float] | None = None,
) -> tuple[str, str]:
    """Likely cause and hint for a mismatch, from the given candidates, the common ones, or the pattern; else empty."""
    found = find_misconception(got, [*candidates, *common_misconceptions(expected, sizes)])
    return (found.cause, found.hint) if found else (describe_pattern(got, expected), "")
