"""Paper → finds that no single rule gives: statements, tables, lists, addresses, and what tables name."""

from .elsewhere import TOLD, find_elsewhere, find_statements

__all__ = ["TOLD", "find_elsewhere", "find_statements"]
