"""How a check fails: one exception that holds the five-part message of `records.Message`."""

from __future__ import annotations

from typing import Any

from fairgrade.records import Message


class CheckFailed(AssertionError):
    """A relation that the student's component should satisfy does not hold.

    Args:
        called: what was called, with shapes (see `describe_call`).
        relation: the relation that should hold.
        got: what came back; shapes, counts and relations, never hidden probe values.
        cause: the likely cause, usually from `diagnosis`.
        hint: what to try next.
    """

    def __init__(self, called: str, relation: str, got: str, cause: str = "", hint: str = "") -> None:
        self.message = Message(called, relation, got, cause, hint)
        super().__init__("\n".join(f"{heading}: {part}" for heading, part in self.message.lines()))

    def __reduce__(self) -> tuple[type[CheckFailed], tuple[str, str, str, str, str]]:
        parts = self.message
        return CheckFailed, (parts.called, parts.relation, parts.got, parts.cause, parts.hint)

    def with_cause(self, cause: str, hint: str = "") -> CheckFailed:
        """The same failure with a likely cause, where it has none yet."""
        parts = self.message
        return CheckFailed(parts.called, parts.relation, parts.got, parts.cause or cause, parts.hint or hint)


def describe_value(value: Any) -> str:
    """Kind, shape and dtype of a value, without its numbers: `(5, 3) float64`, `a list of 4`, `None`."""
    import torch

    if isinstance(value, torch.Tensor):
        return f"{describe_shape(value.shape)} {str(value.dtype).removeprefix('torch.')}"
    if value is None:
        return "None"
    if isinstance(value, bool | int | float):
        return (
            f"the {type(value).__name__} {value}"
            if isinstance(value, bool)
            else f"one {type(value).__name__}"
        )
    if isinstance(value, str):
        return "a text"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        names = sorted(str(name)[:40] for name in value)
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        return f"a dict with {', '.join(names[:12]) or 'nothing'}{more}"
    return f"an object of class {getattr(value, 'kind', type(value).__name__)}"


def describe_shape(shape: Any) -> str:
    """A shape as Python writes it: `(5, 3)`, `(5,)`, `()`."""
    return str(tuple(int(size) for size in shape))


def describe_call(name: str, **arguments: Any) -> str:
    """A call as a message shows it: `reparameterize(mu=(5, 3) float64, logvar=(5, 3) float64)`.

    Tensors appear by shape and dtype, small settings (whole numbers, texts, booleans) as they are.
    """
    parts = []
    for key, value in arguments.items():
        plain = isinstance(value, bool | int | str) or (isinstance(value, float) and value == round(value, 4))
        parts.append(f"{key}={value!r}" if plain else f"{key}={describe_value(value)}")
    return f"{name}({', '.join(parts)})"
