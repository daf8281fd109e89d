"""What the public checks of this assignment share: calls, comparisons, and messages in five parts.

Each check calls your function, says what should hold, what came back, and what the likely cause is. The hidden
checks used for grading are of the same kind with other numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

TOLERANCE = 1e-5


class CheckFailed(AssertionError):
    """A relation does not hold; its text is the five-part message."""

    def __init__(self, called: str, relation: str, got: str, cause: str = "", hint: str = "") -> None:
        parts = (
            ("Called", called),
            ("Should hold", relation),
            ("Got", got),
            ("Likely cause", cause),
            ("Hint", hint),
        )
        super().__init__("\n" + "\n".join(f"  {heading + ':':<14}{text}" for heading, text in parts if text))


class NotStarted(AssertionError):
    """The exercise is still a stub."""


def describe(name: str, **arguments: Any) -> str:
    """A call with shapes in place of tensors: `gaussian_kl(mu=(5, 3), logvar=(5, 3))`."""
    shown = (
        f"{key}={tuple(value.shape) if isinstance(value, Tensor) else value!r}"
        for key, value in arguments.items()
    )
    return f"{name}({', '.join(shown)})"


def call(name: str, function: Callable[..., Any] | None, **arguments: Any) -> Any:
    """Call a student's function by keyword, and tell a stub, an exception and a changed input apart.

    Raises:
        NotStarted: the function is not there, or is still a stub.
        CheckFailed: it raised something else, or changed its inputs.
    """
    if function is None:
        raise NotStarted(f"`{name}` is not defined yet: run the cell that defines it.")
    before = {key: value.clone() for key, value in arguments.items() if isinstance(value, Tensor)}
    try:
        value = function(**arguments)
    except NotImplementedError as error:
        raise NotStarted(f"not started ({error}).") from None
    except Exception as error:
        got = f"{type(error).__name__}: {error}"
        raise CheckFailed(
            describe(name, **arguments),
            "the call returns",
            got,
            hint="Run it in a cell of your own to see where.",
        ) from None
    changed = [key for key, old in before.items() if not torch.equal(arguments[key], old)]
    if changed:
        hint = "Write `x = x * 2`, not `x *= 2` or `x.mul_(2)`."
        raise CheckFailed(
            describe(name, **arguments),
            "inputs are left as they were",
            f"{', '.join(changed)} changed",
            hint=hint,
        )
    return value


def expect(condition: bool, called: str, relation: str, got: str, cause: str = "", hint: str = "") -> None:
    """Fail with a message unless the condition holds."""
    if not condition:
        raise CheckFailed(called, relation, got, cause, hint)


def expect_shape(value: Any, shape: Sequence[int], called: str) -> None:
    """The value is a tensor of this shape."""
    relation = f"the result is a tensor of shape {tuple(shape)}"
    expect(isinstance(value, Tensor), called, relation, f"a {type(value).__name__}")
    turned = tuple(value.shape) == tuple(reversed(shape)) and len(shape) > 1
    cause = "the axes look transposed" if turned else ""
    expect(tuple(value.shape) == tuple(shape), called, relation, f"shape {tuple(value.shape)}", cause)


def expect_close(
    value: Tensor, expected: Tensor, called: str, relation: str, mistakes: Sequence[tuple[Tensor, str]] = ()
) -> None:
    """The value equals what is expected; otherwise the first mistake that explains it is named.

    Args:
        mistakes: pairs of what a known mistake would give, and its name.
    """
    expect_shape(value, expected.shape, called)
    expect(
        bool(torch.isfinite(value).all()),
        called,
        relation,
        "infinite numbers or NaN",
        "an overflow, or log of 0",
    )
    if _close(value, expected):
        return
    cause = next((name for wrong, name in mistakes if _close(value, wrong)), "")
    worst = (value.double() - expected.double()).abs().max().item()
    raise CheckFailed(called, relation, f"off by up to {worst:.3g}", cause)


def _close(value: Tensor, expected: Tensor) -> bool:
    if value.shape != expected.shape:
        return False
    return torch.allclose(value.double(), expected.double(), rtol=TOLERANCE, atol=TOLERANCE)


def probe(*shape: int, seed: int = 0, low: float = -2.0, high: float = 2.0) -> Tensor:
    """Random numbers in [low, high], the same at each call and without touching the global seed."""
    return low + (high - low) * torch.rand(*shape, generator=torch.Generator().manual_seed(seed))
