"""Paper → finds that no single rule gives: statements, tables, lists, addresses, and what tables name."""

from .elsewhere import find_elsewhere, find_statements

__all__ = ["find_elsewhere", "find_statements"]
