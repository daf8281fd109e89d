"""fairgrade: grades code that learns, with student code behind a wall."""

from __future__ import annotations

__version__ = "0.1.0"
