"""One statement of a quantity: its number, and all that tells of what it is a quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..knowledge import Traits
from ..records import COUNTING, Contradiction, Evidence, Fact, Paper
from ..spelling import folded
from ..words import WordList, WordRegex

_APART = WordRegex("contradiction_apart")
_KIND = WordRegex("contradiction_kind")
_NO_NAME = WordRegex("contradiction_no_name")
_CHANGE = WordRegex("contradiction_change")
_HEAD = WordRegex("contradiction_general_head")
_SUBJECT, _OURS = WordRegex("contradiction_subject"), WordRegex("contradiction_ours")
_NAME = re.compile(
    r"(?<![\w@/.-])(?:[A-Z][\w+-]*[A-Z0-9]|[A-Z]{1,2}\d|[a-z]+[A-Z]\w*)[\w+.-]*\w|(?<![\w@/.-])[A-Z]\d\b"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
"""A value that is compared; none of more digits is a quantity."""
_WORD = re.compile(r"[a-z]{2,}(?![\w=(])")
_SINGLE_THINGS, _SINGLE_MAIN = WordList("contradiction_single_things"), WordList("contradiction_single_main")
"""Labels of things that a paper may have only one of: of all that are used, and of those that are its main ones."""

_VERB = WordRegex("contradiction_verb")
_STEM = 4
_FEWEST = 4
"""Fewer words are no sentence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A quantity as one sentence or table row states it.

    ``unit`` is the noun that is counted. ``names`` are the names in the sentence, ``apart`` the words that tell parts,
    stages and variants apart, ``head`` the words of the section's heading that are not those of every paper. ``open``
    tells that the sentence speaks of a change, a condition or other people's work: nothing can be compared with it.
    ``named`` tells that its subject is a name that has the quantity, ``ours`` that it speaks of the authors' own work.
    """

    fact: Fact
    place: Evidence
    number: Fraction
    unit: str
    names: frozenset[str]
    apart: frozenset[str]
    head: frozenset[str]
    open: bool
    in_table: bool
    named: bool = False
    ours: bool = False


def statements_of(fact: Fact, paper: Paper, traits: Traits) -> list[Statement]:
    """Return the statements of ``fact``, one for each sentence; none where its value is no number.

    ``traits`` are those of its label: the names behind a count of named things are what is counted.
    """
    match = _NUMBER.fullmatch(fact.value)
    if match is None:
        return []
    return [_statement(fact, place, Fraction(match[0]), paper, counts_things(traits)) for place in fact.evidence]


def counts_things(traits: Traits) -> bool:
    """Tell whether the values of a label count things, and not times."""
    return traits.counts not in ("", "epochs")


def _statement(fact: Fact, place: Evidence, number: Fraction, paper: Paper, members: bool) -> Statement:
    section = paper.section_at(place.start)
    title = section.title if section else ""
    told = place.quote[: place.end - place.quote_start] if members else place.quote
    text = f"{told} {title}"
    unit = paper.text[place.start : place.end].split()[1:][-1:]
    names = {folded(match[0]) for match in _NAME.finditer(text) if not _NO_NAME.fullmatch(match[0])}
    apart = {_stem(match[0]) for match in _APART.finditer(text)}
    apart |= {match["kind"].lower() for match in _KIND.finditer(text)}
    head = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", _HEAD.sub(" ", title))}
    return Statement(
        fact=fact,
        place=place,
        number=number,
        unit=unit[0].lower() if unit and unit[0].isalpha() else "",
        names=frozenset(names),
        apart=frozenset(apart),
        head=frozenset(head),
        open=bool(_CHANGE.search(place.quote)) or _says_no_more(place.quote),
        in_table="\t" in place.quote,
        named=_SUBJECT.search(place.quote) is not None,
        ours=_OURS.search(place.quote) is not None,
    )


def _stem(word: str) -> str:
    """Return what stands for a word that tells apart: "pre-training" is "pretrained"."""
    return word.lower().replace("-", "")[:_STEM]


def _says_no_more(quote: str) -> bool:
    """Tell whether a quote is no sentence (a line of a program), or a row with the values of several things."""
    if "\t" in quote:
        return quote.count("\t") > 1
    return len(_WORD.findall(quote)) < _FEWEST and not _VERB.search(quote)


def contradiction(label: str, text: str, pair: tuple[Statement, Statement], scope: str) -> Contradiction:
    """Return what two statements of one thing make up, in their order."""
    return Contradiction(
        label=label,
        text=text,
        values=(pair[0].fact.value, pair[1].fact.value),
        evidence=(pair[0].place, pair[1].place),
        facts=(pair[0].fact.id, pair[1].fact.id),
        scope=scope,
    )


def names_alone(facts: Sequence[Fact]) -> frozenset[str]:
    """Return the names that tell nothing apart: of the only network, data set or optimizer of a paper."""
    found: set[str] = set()
    for label in sorted({fact.label for fact in facts}):
        main = label in _SINGLE_MAIN
        if not main and label not in _SINGLE_THINGS:
            continue
        some = [fact for fact in facts if fact.label == label and fact.status in COUNTING]
        named = [fact for fact in some if not main or _NAME.fullmatch(fact.value)]
        ours = [fact for fact in named if fact.status == "used" and (not main or "main" in fact.roles)]
        if len(ours) == 1:
            spelt = {ours[0].value, ours[0].text}
            found |= {folded(name) for name in spelt} | {_stem(name) for name in spelt if _APART.fullmatch(name)}
    return frozenset(found)


def of_one_thing(first: Statement, second: Statement, alone: frozenset[str] = frozenset()) -> bool:
    """Tell whether two statements are surely of one thing: no name, stage or part stands in one of them alone.

    ``alone`` are names that may, as there is but one thing of their kind.
    """
    if first.in_table and second.in_table:  # two tables are of two things, and two rows as well
        return False
    if first.open or second.open or folded(first.fact.scope) != folded(second.fact.scope):
        return False
    if first.unit and second.unit and first.unit != second.unit:
        return False
    if (first.named and second.ours and not second.named) or (second.named and first.ours and not first.named):
        return False  # "MobileNet has", "our network has"
    return not ((first.names ^ second.names) | (first.apart ^ second.apart)) - alone and first.head == second.head


def one_number(first: Fraction, second: Fraction) -> bool:
    """Tell whether one number can be the other one, rounded."""
    low, high = sorted((first, second))
    if low == high or not low:
        return low == high
    return any(_rounded(high, digits) == low or _rounded(low, digits) == high for digits in (1, 2, 3))


def _rounded(number: Fraction, digits: int) -> Fraction:
    return Fraction(f"{float(number):.{digits - 1}e}")
