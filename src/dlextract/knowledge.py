"""What dlextract knows, as loaded from the YAML files: rules, cues, section headings and questions.

The loader in ``dlextract.patterns`` makes these records; every stage reads them. Regexes are kept as text with their
fragments inserted and are compiled where they are first needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

LABEL = re.compile(r"[A-Z][A-Z0-9_]*")
"""The form of a label."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a YAML file; ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


HEADING, EDGE = "heading", "edge"
"""Kinds of examples that are no sentences with finds."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what must be found in it: ``spans`` are offsets into ``text``. ``kind``: match, ignore, todo.

    ``heading`` is the heading of a table instead, ``edge`` a sentence with what a network marks and what the name is.
    """

    kind: str
    text: str
    spans: tuple[tuple[int, int], ...]
    place: Place
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One regex of a label, under a name of its own.

    ``regex`` has its fragments inserted. The group ``value`` (or the whole match) is what is found; the group
    ``scope`` is its scope; other named groups become attributes. ``value`` fixes the normalised value whatever is
    printed, ``status`` fixes the status, ``attributes`` are added. ``kind`` overrides the label's ``value`` kind.
    ``id`` is ``file:LABEL.name``, as printed in ``found_by``; ``named`` is False where the file gives no name and it
    was counted (``rule_1``). ``examples`` are the sentences that show what this rule is for.
    """

    regex: str
    place: Place
    value: str = ""
    status: str = ""
    kind: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    id: str = ""
    name: str = ""
    named: bool = True
    own: bool = False
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What a label is.

    ``kind`` is ``name``, ``setting``, ``phrase`` or ``link`` ("" where nothing is said). ``range`` holds the lowest
    and the highest value that make sense, ``usual`` those that are printed as a rule (for telling columns of a
    table apart), both as decimals. ``whole``: only whole numbers make sense. ``share``: a number above 1 is a
    percentage. ``power``: a number that is too large may be a power of ten that lost its minus sign. ``scoped``:
    its values may belong to a stage, a model or a stretch of epochs. ``core``: a list of parameters names at least
    one such. ``split``: its headings also stand over counts of samples. ``square``: one number is the side of a
    square. ``counts`` is what its values count ("epochs"), ``multiple`` what larger ones are multiples of as a rule
    (0: nothing). ``exclusive`` is its rank among the labels of which a stretch of text can have only one (0: any
    number); of two finds that are equally long, that of the lower rank stays. ``field`` is the field of gold papers
    that it answers. ``roles`` are the roles that it may have in the authors' work; ``one_role``: they exclude one
    another; ``lone_role`` is the one beside which its sentence tells of no other. ``single``: one thing has one value
    of it, so that two are a contradiction. ``also``: what the authors used stands below the answers.
    """

    kind: str = ""
    range: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    whole: bool = False
    share: bool = False
    power: bool = False
    scoped: bool = False
    core: bool = False
    split: bool = False
    square: bool = False
    counts: str = ""
    multiple: int = 0
    exclusive: int = 0
    field: str = ""
    roles: tuple[str, ...] = ()
    one_role: bool = False
    lone_role: str = ""
    single: bool = False
    also: bool = False

    def limits(self, which: str) -> tuple[Decimal, Decimal] | None:
        """Return the lowest and the highest value of ``range`` or ``usual``, None where nothing is said."""
        texts: tuple[str, ...] = getattr(self, which)
        return (Decimal(texts[0]), Decimal(texts[1])) if texts else None


NO_TRAITS = Traits()

SUFFIXES = (".yaml", ".yml")
"""How the names of pattern files end."""


def rule_of(found_by: str) -> str:
    """Return the label, or ``LABEL.name`` of the rule, where a pattern file found it ("file:LABEL"), "" otherwise."""
    file, _, rule = found_by.rpartition(":")
    return rule if file.endswith(SUFFIXES) else ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """All rules of one label. ``id`` is ``file:LABEL`` as printed in ``found_by``; ``own`` is False for shipped ones.

    ``terms`` maps a written value to its spellings (the written value is always one of them). ``case`` is ``smart``,
    ``exact`` or ``any``; ``plural`` allows a final s; ``extend`` is a regex that lengthens a term to the right
    (version suffixes). ``unless`` and ``when`` are regexes over the sentence: none, or at least one, must match.
    ``attributes`` maps an attribute (count, memory …) to regexes over the sentence in which ``⟦⟧`` stands for the find
    itself; their group ``value`` (or the whole match) is the attribute's text.
    ``edges`` maps ``drop_before``, ``drop_after``, ``add_before``, ``add_after`` and ``unless`` to regexes of what is
    at the edges of a name; in those of ``unless`` the name stands between ``⟦`` and ``⟧``.
    ``sections`` limits the roles searched (empty: all), ``not_sections`` excludes some. ``table`` are headings of
    rows or columns in parameter tables. ``names`` is what a setting is called in running text (empty: as in ``table``)
    and ``units`` the nouns that its values count (epochs, images); ``counted`` are those that name the setting by
    themselves (attention heads). ``value`` names how printed text becomes a value (number, name, phrase …).
    ``own_terms`` holds the ``id`` of terms that a later folder added.
    """

    label: str
    id: str
    place: Place
    about: str = ""
    value: str = "name"
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    case: str = "smart"
    plural: bool = False
    extend: str = ""
    rules: tuple[Rule, ...] = ()
    unless: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    not_sections: tuple[str, ...] = ()
    table: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    own: bool = False
    own_terms: Mapping[str, str] = field(default_factory=dict)
    traits: Traits = NO_TRAITS

    @property
    def sentences(self) -> tuple[Example, ...]:
        """All sentences with finds: those of the label, then those of its rules."""
        own = (example for example in self.examples if example.kind not in (HEADING, EDGE))
        return (*own, *(example for rule in self.rules for example in rule.examples))


@dataclass(frozen=True, slots=True)
class CueExample:
    """A find in a sentence, and whether a cue decides about it: ``kind`` is match or ignore.

    ``start:end`` is the find in ``text``, the whole sentence, which stands in a section of the role ``section`` under
    ``heading``, in a paper of the title ``title``. ``label``, ``value`` and ``found_by`` are those of the find.
    """

    kind: str
    text: str
    start: int
    end: int
    place: Place
    section: str = "other"
    heading: str = ""
    title: str = ""
    label: str = ""
    value: str = ""
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell what the authors did with a thing.

    ``gives`` is a status (``mentioned``, ``negated``, ``searched``, ``used``) or a role (``role:training``).
    ``weight`` is positive for it; ``scope`` says where the words must stand: ``before`` (left of the find, same
    clause), ``after``, ``sentence``, ``section`` (its heading), ``near`` (within 40 characters on either side) or
    ``inside`` (the find stands inside what the regex matches).
    ``labels`` limits it (empty: all labels). ``examples`` are the sentences that show what it is for.
    """

    name: str
    gives: str
    scope: str
    regex: str
    place: Place
    weight: float = 1.0
    labels: tuple[str, ...] = ()
    values: str = ""
    found_by: str = ""
    examples: tuple[CueExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with ``{slots}``; it is used if every slot can be filled."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class FactTemplate:
    """How one fact is said, where the regex ``when`` matches its value ("": always)."""

    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class PieceTemplate:
    """A way to find a piece of a sentence: what the regex ``find`` finds is said by ``text``."""

    find: str
    text: str = "{all}"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a fact needs to be said beside a surer one of its label.

    It must be found in ``sentences`` with ``confidence``, or with ``named_with`` (0: never) in one sentence with a fact
    that is.
    """

    confidence: float = 0.0
    sentences: int = 0
    named_with: float = 0.0


@dataclass(frozen=True, slots=True)
class QuestionOptions:
    """What decides whether a question is answered, and how; ``questions.yaml`` explains every key.

    Regexes are texts with their fragments inserted, "" for none.
    """

    needs: tuple[str, ...] = ()
    needs_kinds: int = 1
    needs_said: str = ""
    status: tuple[str, ...] = ("used",)
    roles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    not_sections: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    match: str = ""
    not_match: str = ""
    strong: str = ""
    not_quote: str = ""
    weak: tuple[str, ...] = ()
    weak_kinds: int = 0
    searched: tuple[str, ...] = ()
    min_confidence: float = 0.0
    at_least: int = 1
    each: Mapping[str, tuple[FactTemplate, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    by: str = ""
    limit: int = 6
    series: int = 0
    further: float = 0.0
    join: str = "; "
    version: str = ""
    pointer: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    beside: Mapping[str, Beside] = field(default_factory=dict)
    rather: tuple[str, ...] = ()
    agree: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    title_first: bool = False
    rivals: str = ""
    adopted: str = ""
    apart: str = ""
    things: str = ""
    subjects: str = ""
    brief: int = 0
    enough: int = 0
    plain: str = ""
    whole_names: bool = False
    by_sentence: bool = False
    one: tuple[str, ...] = ()
    scopes: str = ""
    short: tuple[str, ...] = ()
    short_each: Mapping[str, tuple[FactTemplate, ...]] = field(default_factory=dict)
    pieces: Mapping[str, tuple[PieceTemplate, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionExample:
    """A text that shows what a regex of a question is for.

    ``option`` is the key that holds the regex. For ``pieces``, ``says`` is what all pieces say of the sentence
    ``text``; for any other, its regex matches ``text``.
    """

    option: str
    text: str
    place: Place
    says: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One competency question: which labels answer it, under which conditions, and how the answer is said."""

    cq: int
    name: str
    ask: str
    labels: tuple[str, ...]
    templates: tuple[Template, ...]
    place: Place
    options: QuestionOptions = field(default_factory=QuestionOptions)
    examples: tuple[QuestionExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything from the pattern folders, merged. ``fingerprint`` is ``sha256:…`` over all that was loaded.

    ``sections`` maps a role to the regexes of its headings, in the order in which they are tried. ``warnings`` are
    sentences for the user about files that were overlooked and entries that are odd. ``words`` maps a name to a regex
    or to a list of words that the code looks for.
    """

    patterns: Mapping[str, Pattern]
    questions: tuple[Question, ...]
    cues: tuple[Cue, ...]
    sections: Mapping[str, tuple[str, ...]]
    fingerprint: str
    warnings: tuple[str, ...] = ()
    words: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
