"""Reads used by several views."""

from .duplicates import likely_duplicates

__all__ = ["likely_duplicates"]
