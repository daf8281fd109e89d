"""Remarks for the student that cost nothing, and measured values for staff, gathered while a check runs."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Gathered:
    """What a check remarked and measured."""

    notes: list[str] = field(default_factory=list)
    measured: dict[str, float] = field(default_factory=dict)


_current: contextvars.ContextVar[Gathered | None] = contextvars.ContextVar("gathered", default=None)


@contextlib.contextmanager
def gathering() -> Iterator[Gathered]:
    """Gather the notes and measurements of one check; the pytest plugin wraps each hidden test in it."""
    gathered = Gathered()
    token = _current.set(gathered)
    try:
        yield gathered
    finally:
        _current.reset(token)


def add_note(text: str) -> None:
    """Remark something to the student that costs no points; equal remarks are kept once."""
    gathered = _current.get()
    if gathered is not None and text not in gathered.notes:
        gathered.notes.append(text)


def add_measurement(name: str, value: float) -> None:
    """Keep a measured value for staff."""
    gathered = _current.get()
    if gathered is not None:
        gathered.measured[name] = float(value)
