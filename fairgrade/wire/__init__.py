"""Data, and nothing but data, between the trusted process and the sandbox."""

from __future__ import annotations
