"""Fixtures of the hidden graders of Lecture 6."""

from __future__ import annotations

from types import ModuleType

import pytest

from graders.assignment_cvae.conftest import _remarks

__all__ = ["_remarks", "reference"]


@pytest.fixture
def reference() -> ModuleType:
    """The reference implementation of every component."""
    import reference.diffusion

    return reference.diffusion
