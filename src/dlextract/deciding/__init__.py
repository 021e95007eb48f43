"""Finds → the same, with what the authors did with each: names settled, cues weighed, facts seen in the whole paper."""

from .decide import decide, settle
from .salience import weigh

__all__ = ["decide", "settle", "weigh"]
