"""Finds → the same, with what the authors did with each: names settled, cues weighed, facts seen in the whole paper."""

from ..spacy_alone import import_spacy

import_spacy()

from .decide import decide, settle  # noqa: E402
from .salience import weigh  # noqa: E402

__all__ = ["decide", "settle", "weigh"]
