"""What a sentence tells of things that need no name: splits, sizes of data, rates, lengths of training."""

from __future__ import annotations

from collections.abc import Collection

from ..records import Mention
from .sample_counts import read_sample_counts
from .schedules import read_schedule
from .setting_names import SettingNames
from .splits import read_splits
from .training_length import read_training_lengths
from .year_splits import read_year_splits


def told_in(text: str, names: SettingNames, bound: Collection[int]) -> list[Mention]:
    """Return the finds of the things that are told rather than named.

    Args:
        text: one sentence; offsets are into it.
        names: what settings are called, and when their labels may be found.
        bound: places of values that names have; no lengths are read there.
    """
    parts = read_splits(text) or read_year_splits(text)
    splits = [mention for mention in parts if names.allows(mention.label, text, when=False)]
    sizes = read_sample_counts(text, [(mention.start, mention.end) for mention in splits])
    lengths = (mention for mention in read_training_lengths(text) if mention.start not in bound)
    told = [mention for mention in (*sizes, *lengths) if names.allows(mention.label, text)]
    schedule = [mention for mention in read_schedule(text) if names.allows(mention.label, text, when=False)]
    return splits + told + schedule
