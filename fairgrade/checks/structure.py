"""Reads several values that came back together, in every shape a student may choose for them.

Named tuples and dataclasses (`Record`), plain tuples and lists in order, dicts, and objects with attributes
(`Handle`) all count; a name is looked up first, the position is used where there are no names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from fairgrade.checks.failure import CheckFailed, describe_value
from fairgrade.checks.student import Handle
from fairgrade.errors import StudentFault
from fairgrade.wire.values import Record


def read_fields(value: Any, names: Sequence[str], called: str, returns: str) -> dict[str, Any]:
    """The values by name.

    Args:
        value: what came back.
        names: in the order of a plain tuple.
        called: from `describe_call`.
        returns: what the contract calls the result, `ELBO(loss, rec, kl)`.
    """
    if isinstance(value, Record) and set(names) <= set(value.fields):
        return {name: value.get(name) for name in names}
    if isinstance(value, dict):
        missing = [name for name in names if name not in value]
        if not missing:
            return {name: value[name] for name in names}
        got = f"a dict with {', '.join(sorted(map(str, value))) or 'nothing'}"
        raise CheckFailed(called, f"returns {returns}", got, f"{', '.join(missing)} is missing")
    if isinstance(value, tuple | list) and len(value) == len(names):
        return dict(zip(names, value, strict=True))
    if isinstance(value, Handle):
        return _read_attributes(value, names, called, returns)
    cause = ""
    if isinstance(value, tuple | list):
        cause = f"{len(value)} values came back, {len(names)} are expected: {', '.join(names)}"
    elif isinstance(value, Tensor | float):
        cause = f"only one value came back; return all of {', '.join(names)}"
    elif value is None:
        cause = "the function ends without `return`"
    raise CheckFailed(called, f"returns {returns}", f"got {describe_value(value)}", cause)


def _read_attributes(value: Handle, names: Sequence[str], called: str, returns: str) -> dict[str, Any]:
    found = {}
    for name in names:
        try:
            found[name] = value.get(name)
        except StudentFault:
            got = f"an object of class {value.kind} without an attribute '{name}'"
            raise CheckFailed(called, f"returns {returns}", got, f"{name} is missing") from None
    return found


def read_number(value: Any, called: str, name: str) -> float:
    """A plain number, or a tensor with one element, as a finite float."""
    if isinstance(value, Tensor) and value.numel() == 1 and not value.dtype.is_complex:
        value = value.detach().item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        cause = ""
        if isinstance(value, Tensor):
            cause = f"`{name}` still has one value for each sample: take the mean over the batch"
        raise CheckFailed(called, f"`{name}` is one number", f"got {describe_value(value)}", cause)
    if not math.isfinite(value):
        raise CheckFailed(
            called,
            f"`{name}` is a finite number",
            "NaN or infinity",
            "an overflow, a logarithm of 0 or a division by 0",
        )
    return float(value)


def read_series(value: Any, length: int, called: str, name: str) -> list[float]:
    """A list, tuple or tensor of `length` finite numbers."""
    if isinstance(value, Tensor):
        value = list(value.detach().reshape(-1)) if value.dim() == 1 else value
    if not isinstance(value, list | tuple):
        raise CheckFailed(
            called,
            f"`{name}` is a list with one value an epoch",
            f"got {describe_value(value)}",
            f"`{name}` is not a list",
        )
    if len(value) != length:
        cause = (
            "there is one value for each batch, not for each epoch"
            if len(value) > length
            else "values of some epochs are missing"
        )
        raise CheckFailed(
            called, f"`{name}` has one value an epoch, {length} in all", f"{len(value)} values", cause
        )
    return [read_number(item, called, name) for item in value]


def count_tensors(value: Any) -> int:
    """Number of tensors in a result, as `Student.vjp` expects cotangents."""
    if isinstance(value, torch.Tensor):
        return 1
    if isinstance(value, dict):
        return sum(count_tensors(item) for item in value.values())
    return sum(count_tensors(item) for item in value) if isinstance(value, tuple | list) else 0
