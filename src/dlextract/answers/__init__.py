"""Facts → the answers to the questions of ``patterns/questions.yaml``."""

from .answering import answer

__all__ = ["answer"]
