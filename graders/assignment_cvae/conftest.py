"""Fixtures of the hidden graders of the conditional VAE."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from fairgrade.checks.notes import gathering


@pytest.fixture
def reference() -> ModuleType:
    """The reference implementation of every component."""
    import reference.cvae

    return reference.cvae


@pytest.fixture(autouse=True)
def _remarks(note: Callable[[str], None]) -> Iterator[None]:
    """Remarks that checks make while they run reach the student's page."""
    with gathering() as gathered:
        yield
    for text in gathered.notes:
        note(text)
