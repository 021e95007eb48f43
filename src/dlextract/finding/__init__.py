"""Paper → finds that no single rule gives: tables, lists, rows of values, addresses, and what tables name."""

from .elsewhere import find_elsewhere, find_rows

__all__ = ["find_elsewhere", "find_rows"]
