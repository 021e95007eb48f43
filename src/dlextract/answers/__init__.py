"""Facts → the answers to the questions of ``patterns/questions.yaml``."""

from .answering import answer
from .rulings import settle

__all__ = ["answer", "settle"]
