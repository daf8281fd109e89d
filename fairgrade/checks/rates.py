"""How often statistical assertions fail right programs: stated by each of them, summed over a check, and measured.

Every statistical assertion asks `is_rejected` for its verdict, with its p-value and the rate it states. While a check
runs, the plugin keeps these trials; `fairgrade calibrate` adds up the stated rates of a whole run, and counts how
often the p-values of right programs fall below a much wider rate, where failures are frequent enough to be counted.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from typing import NamedTuple


class Trial(NamedTuple):
    """One statistical assertion that was made."""

    assertion: str
    """What was compared, in a word or two: `mean`, `variance`."""
    rate: float
    """Stated probability that it fails a right program, both sides together."""
    p_value: float
    """Below `rate` where it failed."""


_trials: contextvars.ContextVar[list[Trial] | None] = contextvars.ContextVar("trials", default=None)


@contextlib.contextmanager
def keep_trials(trials: list[Trial]) -> Iterator[None]:
    """Append every statistical assertion made in the `with` block to `trials`."""
    token = _trials.set(trials)
    try:
        yield
    finally:
        _trials.reset(token)


def is_rejected(assertion: str, p_value: float, rate: float) -> bool:
    """Whether a statistical assertion fails; a p-value that is no number rejects."""
    trials = _trials.get()
    if trials is not None:
        trials.append(Trial(assertion, rate, float(p_value)))
    return not p_value >= rate
