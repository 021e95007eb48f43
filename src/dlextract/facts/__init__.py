"""What the finds say → facts: scope, merging, evidence."""

from .gather import gather_facts, number_facts

__all__ = ["gather_facts", "number_facts"]
