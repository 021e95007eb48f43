"""All sources of finds beside the rules, the terms and the trained model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..knowledge import Knowledge
from ..records import Mention, Paper
from .addresses import link_mentions
from .device_counts import COUNT, device_counts
from .left_out import LEFT_OUT, left_out_mentions
from .measured_tables import measured_table_mentions
from .named_sets import LINK, addresses_of_sets
from .parameter_tables import table_mentions
from .parted_columns import with_columns_parted
from .result_tables import table_names
from .sample_counts import CLASS, SIZE
from .setting_names import SettingNames
from .size_tables import size_table_mentions
from .split_tables import split_table_mentions
from .statements import statement_mentions
from .whole_tables import whole_tables

TOLD = frozenset({SIZE, CLASS, LEFT_OUT})
"""Labels of what sentences tell without a name for it."""


def find_statements(paper: Paper, sentences: Sequence[tuple[int, int]], knowledge: Knowledge) -> tuple[Mention, ...]:
    """Return the finds of sentences by grammar: names and values bound to one another, and data that were left out."""
    settings = statement_mentions(paper, sentences, SettingNames(knowledge))
    return (*settings, *left_out_mentions(paper, sentences)) if LEFT_OUT in knowledge.patterns else settings


def find_elsewhere(
    finds: Sequence[Mention],
    sentences: Sequence[tuple[int, int]],
    paper: Paper,
    knowledge: Knowledge,
    own_names: Collection[str] = (),
) -> list[Mention]:
    """Return what tables, lists and footnotes add to ``finds``.

    Args:
        finds: the finds of the pipeline, names settled; they tell what a table or a footnote is about.
        sentences: offsets of all sentences, in order.
        paper: the paper.
        knowledge: the patterns.
        own_names: what the authors call their own work.
    """
    tables = whole_tables(paper)
    counted = [with_columns_parted(table) for table in tables]
    sizes = (*split_table_mentions(counted, paper), *size_table_mentions(counted, paper))
    links = link_mentions(finds, sentences, paper, knowledge, own_names)
    devices = {label for label, pattern in knowledge.patterns.items() if COUNT in pattern.attributes}
    return [
        *links,
        *device_counts(tables, finds, devices),
        *(addresses_of_sets([*finds, *links], paper) if LINK in knowledge.patterns else ()),
        *table_mentions(paper, knowledge),
        *measured_table_mentions(tables, paper, knowledge, own_names),
        *table_names(finds, paper, knowledge),
        *(find for find in sizes if find.label in knowledge.patterns),
    ]
