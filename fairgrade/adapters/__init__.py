"""Bridges to other systems, one folder each."""
