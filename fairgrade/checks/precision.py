"""Float64 probes first: equal programs differ by 1e-15 there, by 1e-6 in float32.

Code that cannot take float64, because it makes float32 tensors of its own, is checked in float32 at 1e-4 with a note.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from fairgrade.checks.notes import add_note
from fairgrade.errors import StudentRaised

_SIGNS = (
    "dtype",
    "scalar type",
    "data type",
    "float and double",
    "double and float",
    "found double",
    "found float",
)


def run_in_best_precision(check: Callable[[torch.dtype], None]) -> None:
    """Run a check with float64 probes, or with float32 ones where the student's code refuses float64.

    Args:
        check: gets the dtype to make its probes in.
    """
    try:
        check(torch.float64)
    except StudentRaised as error:
        if not refuses_dtype(error):
            raise
        add_note(
            "Your code works in float32 only: create tensors with `dtype=x.dtype`. This costs no points."
        )
        check(torch.float32)


def refuses_dtype(error: StudentRaised) -> bool:
    """Whether an exception of the student's code is about mixing dtypes."""
    return error.kind in ("RuntimeError", "TypeError", "ValueError", "TypeCheckError") and any(
        sign in error.text.lower() for sign in _SIGNS
    )
