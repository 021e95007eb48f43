"""Text → spaCy Doc with sentences and everything the patterns and the trained NER find; nothing is decided."""

from ..spacy_alone import import_spacy

import_spacy()
