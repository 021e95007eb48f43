"""Text → spaCy Doc with sentences and everything the patterns and the trained NER find."""

from .build import build_pipeline

__all__ = ["build_pipeline"]
