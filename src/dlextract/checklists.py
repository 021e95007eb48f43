"""Checklists of the field as records: what each line asks for, and what in a paper fills it.

``dlextract.patterns.checklist_files`` makes them of YAML files, ``dlextract.audit`` fills them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .knowledge import Place

FILLED, PARTLY, SILENT, NOT_READ = "filled", "partly", "silent", "not read"
STATES = (FILLED, PARTLY, SILENT, NOT_READ)
"""What a line of a checklist can be: not read is what could not be looked for."""

CONFIRM = "An author has to confirm each line."
"""Said with every checklist that is filled."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a paper fills a line of a checklist: something it states, and of the facts behind it those that
    count.

    ``question`` names a question whose answer must be stated; without it the facts of ``labels`` count that have one
    of ``status``. A fact counts if its label is one of ``labels`` (empty: all), it has one of ``roles`` (empty: any)
    and the ``attribute`` ("": any), ``value`` matches its value or text and ``not_value`` neither, its confidence is
    ``least``, and a piece of its evidence has a rule that ``found_by`` matches and a sentence that ``quote`` matches
    and ``not_quote`` does not. ``several`` different values are needed. A question of which only ``quote`` is asked is
    also met by a sentence of its answer.
    """

    question: str = ""
    labels: tuple[str, ...] = ()
    status: tuple[str, ...] = ("used",)
    roles: tuple[str, ...] = ()
    attribute: str = ""
    found_by: str = ""
    value: str = ""
    not_value: str = ""
    quote: str = ""
    not_quote: str = ""
    least: float = 0.0
    several: int = 1


@dataclass(frozen=True, slots=True)
class ChecklistExample:
    """A text that fills an item of a checklist as ``status`` says: filled, partly or silent."""

    status: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of a checklist.

    ``number`` is that of the original ("" where it has none), ``ask`` is put so that stating it is good news. Each of
    ``needs``, by name ("" for the only one), is met by any of its ways; with all of them the line is filled, with
    some it is so in part, as it is by any of ``partly``. ``author`` says why only an author or a reader can fill it.
    ``usual`` is the share of papers for which readers of paper, code and supplement say yes: where only passages of a
    paper were read and they are silent, it decides (0: silence is a no). ``claim`` is a regex of what a form printed
    in a paper calls this line. ``like`` is the ``CHECKLIST.ITEM`` that it is filled as.
    """

    name: str
    ask: str
    place: Place
    number: str = ""
    group: str = ""
    needs: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    partly: tuple[Way, ...] = ()
    author: str = ""
    usual: float = 0.0
    claim: str = ""
    like: str = ""
    examples: tuple[ChecklistExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist of the field. ``name`` is that of its file, ``reference`` says where the original stands, ``groups``
    maps a group of items to its heading. ``elsewhere`` is a regex of sentences that send the reader to something that
    is not in the paper."""

    name: str
    title: str
    place: Place
    reference: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    items: tuple[ChecklistItem, ...] = ()
    elsewhere: str = ""
