"""Doc → facts: values, status, roles, scope, merging."""

from .gather import gather_facts

__all__ = ["gather_facts"]
