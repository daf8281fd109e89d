"""What students hand in: found, checked, and rebuilt from the release."""

from __future__ import annotations
