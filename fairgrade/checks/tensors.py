"""Checks of one tensor, or of two against each other: kind, shape by the names of its axes, dtype, range, values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor

from fairgrade.checks.diagnosis import Misconception, name_cause
from fairgrade.checks.failure import CheckFailed, describe_shape, describe_value
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.notes import add_note

FOLLOW_DTYPE = "The result does not follow the dtype of the input: create tensors with `dtype=x.dtype`. This costs no points."


def relative_tolerance(dtype: torch.dtype) -> float:
    """How far equal programs may differ: 1e-5 in float64, where only approximations inside matter, 1e-4 otherwise."""
    return 1e-5 if dtype == torch.float64 else 1e-4


def assert_value_is_tensor(value: Any, called: str) -> Tensor:
    """The value as a tensor without gradient; fails when it is none."""
    if isinstance(value, Tensor):
        return value.detach()
    causes = {
        type(None): "the function ends without `return`, or prints instead of returning",
        float: "`.item()` or a reduction made a plain number of it",
        list: "the results were collected in a list; `torch.stack` or `torch.cat` makes a tensor of it",
    }
    raise CheckFailed(
        called, "the result is a tensor", f"got {describe_value(value)}", causes.get(type(value), "")
    )


def assert_shape_equals(value: Any, axes: Mapping[str, int], called: str, cause: str = "") -> Tensor:
    """Fail when the value is no tensor, or its shape is not the sizes of `axes`, in order; returns it detached.

    Args:
        value: what came back.
        axes: name and size of each axis, in order: `{"N": 5, "Z": 3}`.
        called: from `describe_call`.
        cause: replaces the cause that is guessed from the shape.
    """
    tensor = assert_value_is_tensor(value, called)
    expected, got = tuple(axes.values()), tuple(tensor.shape)
    if got != expected:
        names = ", ".join(axes) + ("," if len(axes) == 1 else "")
        raise CheckFailed(
            called,
            f"the result has shape ({names}) = {describe_shape(expected)}",
            f"shape {describe_shape(got)}",
            cause or guess_shape_mistake(got, axes),
            "Print `.shape` after each line and compare with the comments of the stub.",
        )
    return tensor


def guess_shape_mistake(got: tuple[int, ...], axes: Mapping[str, int]) -> str:
    """What a wrong shape looks like, in words that name the axes."""
    names, expected = list(axes), tuple(axes.values())
    text = describe_shape(got)
    if len(got) == len(expected):
        if sorted(got) == sorted(expected):
            return f"got {text}: looks transposed, axes {' and '.join(_moved(got, names, expected))} changed places"
        wrong = [i for i in range(len(got)) if got[i] != expected[i]]
        parts = [f"axis {names[i]} has size {got[i]} in place of {expected[i]}" for i in wrong]
        return f"got {text}: " + ", ".join(parts)
    if len(got) < len(expected):
        for i, name in enumerate(names):
            if len(got) == len(expected) - 1 and got == expected[:i] + expected[i + 1 :]:
                return (
                    f"got {text}: axis {name} is missing; was it summed, averaged, squeezed or indexed away?"
                )
        if not got:
            return "got (): the result was reduced to one number; keep one value for each sample of the batch"
        return f"got {text}: {len(expected) - len(got)} axes are missing"
    for i, size in enumerate(got):
        if size == 1 and got[:i] + got[i + 1 :] == expected:
            return f"got {text}: there is an extra axis of size 1 at position {i}"
    if len(expected) < len(got) and got[: len(expected)] == expected:
        return f"got {text}: the last {len(got) - len(expected)} axes were not reduced"
    return f"got {text}: {len(got) - len(expected)} axes too many"


def _moved(got: tuple[int, ...], names: list[str], expected: tuple[int, ...]) -> list[str]:
    return [names[i] for i in range(len(got)) if got[i] != expected[i]]


def assert_dtype_is_floating(value: Tensor, called: str, follows: torch.dtype | None = None) -> None:
    """Fail when the values are integers or booleans; only remark it when another floating dtype than `follows` came."""
    if not value.dtype.is_floating_point:
        raise CheckFailed(
            called,
            "the result holds floating point numbers",
            f"dtype {str(value.dtype).removeprefix('torch.')}",
            "the result was left as integers"
            if value.dtype != torch.bool
            else "the result was left as booleans",
            "Convert it with `.to(...)` or `.float()`.",
        )
    if follows is not None and value.dtype != follows:
        add_note(FOLLOW_DTYPE)


def assert_dtype_equals(value: Tensor, dtype: torch.dtype, called: str, name: str = "the result") -> None:
    """Fail when the dtype is another one."""
    if value.dtype != dtype:
        wanted, got = (str(kind).removeprefix("torch.") for kind in (dtype, value.dtype))
        raise CheckFailed(
            called,
            f"{name} has dtype {wanted}",
            f"dtype {got}",
            f"{name} is {got}, not {wanted}",
            f"Convert with `.to(torch.{wanted})`.",
        )


def assert_values_equal(
    value: Any,
    expected: Tensor,
    called: str,
    relation: str,
    *,
    axes: Mapping[str, int] | None = None,
    candidates: Iterable[Misconception] = (),
    sizes: Mapping[str, float] | None = None,
    tolerance: float | None = None,
    hint: str = "",
) -> Tensor:
    """Fail when a result differs from the expected one; says how many elements, where the worst is, and why.

    Args:
        value: what came back.
        expected: the right result.
        called: from `describe_call`.
        relation: the formula that should hold, in the notation of the course.
        axes: names of the axes, for a message about a wrong shape.
        candidates: misconceptions about this formula, tried before the common ones.
        sizes: sizes that a sum or mean may have lost or gained, by name.
        tolerance: relative to the largest expected value; by default `relative_tolerance` of what came back.
        hint: what to try, where no misconception matched.

    Returns:
        The result, detached.
    """
    got = assert_shape_equals(value, axes or _numbered(expected), called)
    assert_dtype_is_floating(got, called, follows=expected.dtype)
    assert_values_finite(got, called)
    share = relative_tolerance(got.dtype) if tolerance is None else tolerance
    got, expected = got.double(), expected.detach().double()
    error = (got - expected).abs()
    scale = float(expected.abs().max()) if expected.numel() else 0.0
    allowed = share * max(scale, 1e-8)
    if bool((error <= allowed).all()):
        return got
    cause, found_hint = name_cause(got, expected, candidates, sizes)
    raise CheckFailed(called, relation, describe_difference(error, allowed, scale), cause, found_hint or hint)


def describe_difference(error: Tensor, allowed: float, scale: float) -> str:
    """Count, place and size of the differences, relative to the largest expected value."""
    wrong = int((error > allowed).sum())
    if not error.dim():
        return f"the value is off by {float(error) / max(scale, 1e-8):.2g} of its size (tolerance {allowed / max(scale, 1e-8):.0e})"
    place = tuple(int(index) for index in torch.unravel_index(error.argmax(), error.shape))
    return (
        f"{wrong} of {error.numel()} values of shape {describe_shape(error.shape)} differ; the worst, at {place}, "
        f"by {float(error.max()) / max(scale, 1e-8):.2g} of the largest value (tolerance {allowed / max(scale, 1e-8):.0e})"
    )


def _numbered(expected: Tensor) -> dict[str, int]:
    names = ("N", *(f"axis {i}" for i in range(1, expected.dim())))
    return dict(zip(names, expected.shape, strict=False))


def assert_values_between(
    value: Tensor, low: float, high: float, called: str, cause: str = "", hint: str = "", slack: float = 1e-6
) -> None:
    """Fail when a value is outside [low, high] by more than `slack`."""
    assert_values_finite(value, called)
    outside = (value < low - slack) | (value > high + slack)
    if bool(outside.any()):
        sides = [
            text
            for side, text in ((value < low - slack, "below"), (value > high + slack, "above"))
            if bool(side.any())
        ]
        raise CheckFailed(
            called,
            f"all values lie in [{low:g}, {high:g}]",
            f"{int(outside.sum())} of {value.numel()} values lie {' and '.join(sides)}",
            cause,
            hint,
        )


def assert_values_differ(
    first: Tensor, second: Tensor, called: str, relation: str, cause: str, hint: str = "", share: float = 0.0
) -> None:
    """Fail when two results are equal, or when no more than `share` of their elements differ."""
    assert_values_finite(first, called)
    assert_values_finite(second, called)
    different = float((first != second).double().mean())
    if different <= share:
        got = "they are equal" if different == 0 else f"only {different:.0%} of the elements differ"
        raise CheckFailed(called, relation, got, cause, hint)


def assert_rows_unchanged(
    before: Tensor, after: Tensor, rows: Iterable[int], called: str, relation: str, cause: str, hint: str = ""
) -> None:
    """Fail when one of the given rows of two results differs by more than rounding."""
    chosen = list(rows)
    scale = max(float(before.abs().max()), 1e-8)
    error = (before[chosen] - after[chosen]).abs().flatten(1).amax(1)
    changed = [row for row, size in zip(chosen, error.tolist(), strict=True) if not size <= 1e-4 * scale]
    if changed:
        raise CheckFailed(
            called,
            relation,
            f"{len(changed)} of {len(chosen)} other rows changed, row {changed[0]} among them",
            cause,
            hint,
        )


def assert_rows_changed(
    before: Tensor, after: Tensor, rows: Iterable[int], called: str, relation: str, cause: str, hint: str = ""
) -> None:
    """Fail when one of the given rows is the same in both results."""
    chosen = list(rows)
    same = [row for row in chosen if torch.equal(before[row], after[row])]
    if same:
        raise CheckFailed(called, relation, f"{len(same)} of {len(chosen)} rows stayed the same", cause, hint)
