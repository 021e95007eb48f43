"""Text → spaCy Doc with sentences and everything the patterns and the trained NER find."""

from .spacy_alone import import_spacy

import_spacy()

from .build import build_pipeline  # noqa: E402  (it imports spaCy)

__all__ = ["build_pipeline"]
