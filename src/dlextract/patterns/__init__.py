"""Pattern files (YAML) → Knowledge, with every mistake located."""

from .loading import load_knowledge
from .mistakes import Mistake

__all__ = ["Mistake", "load_knowledge"]
