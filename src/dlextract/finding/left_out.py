"""Which data were left out, and why, by grammar: a verb of leaving out, and what it governs.

"Scans with artefacts were excluded", "we discarded 34 nests because of rain", "after removing duplicates", "we only
kept adults". What is left out must be data: its head noun is a known one ("recordings"), or a plural with a number, a
condition or a reason ("stations with gaps"), and nothing that a network or a text consists of ("layers").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..candidates import FROM_STATEMENT
from ..records import Mention, Paper
from ..words import WordList, WordRegex
from .link_words import VERBS

LEFT_OUT = "EXCLUDED_DATA"

_VERB = WordRegex("left_out_verb")
_PASSIVE = WordRegex("left_out_passive")
_BY_US = WordRegex("left_out_by_us")
_AFTER = WordRegex("left_out_after")
_OPENING = WordRegex("left_out_opening")
_CLAUSE = WordRegex("left_out_clause")
_CLAUSE_WITH_SUBJECT = WordRegex("left_out_next_clause")
_NOT = WordRegex("left_out_not")
_SENTENCE = WordRegex("left_out_sentence")
_PART_OF = WordRegex("left_out_part_of")
_THINGS = WordRegex("left_out_things")
_NO_THINGS = WordRegex("left_out_no_things")
_CONDITION = WordRegex("left_out_condition")
_BEHIND_HEAD = WordList("left_out_behind_head")

_WORD = re.compile(r"[\w’'-]*\w")
_QUOTED = re.compile("[\"“”'‘(]|, ")
_OBJECT = re.compile(r"(?:[^.;:()\n]|(?<=\d)\.(?=\d)|:(?=\d)|\([^()\n]{1,40}\)){2,160}")
_SHORT_OBJECT = re.compile(r"(?:[^.;:,()\n]|(?<=\d)[.,](?=\d)|\([^()\n]{1,40}\)){2,110}")
_ABBREVIATED = re.compile(r",? \(?[ei]$")
"""What is left of "e.g." before its full stop."""

_REASON = re.compile(r"(?:[^.;\n]|(?<=\d)\.(?=\d)){0,110}")
_SUPPOSED = ("when", "if", "whether", "although", "though")
_MOST_WORDS = 9
"""Words of a noun phrase up to its head."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int


def left_out_mentions(paper: Paper, sentences: Sequence[tuple[int, int]]) -> list[Mention]:
    """Return which data the sentences of ``paper`` say were left out.

    Args:
        paper: the paper.
        sentences: start and end of its sentences, in order; those of tables are passed over.
    """
    starts = [table.start for table in paper.tables]
    found: list[Mention] = []
    for start, end in sentences:
        at = bisect_right(starts, start) - 1
        if at < 0 or start >= paper.tables[at].end:
            mentions = read_left_out(paper.text[start:end])
            found += [replace(one, start=one.start + start, end=one.end + start) for one in mentions]
    return found


def read_left_out(sentence: str) -> list[Mention]:
    """Return which data one sentence says were left out; offsets are into ``sentence``."""
    if not _VERB.search(sentence) or _SENTENCE.search(sentence):
        return []
    found: list[_Phrase] = []
    for phrase in (*_passive(sentence), *_active(sentence)):
        if all(phrase.end <= other.start or other.end <= phrase.start for other in found):
            found.append(phrase)
    return [
        Mention(
            LEFT_OUT,
            one.start,
            one.end,
            " ".join(sentence[one.start : one.end].split()),
            FROM_STATEMENT + LEFT_OUT,
            score=0.9,
        )
        for one in sorted(found, key=lambda one: one.start)
    ]


def _passive(sentence: str) -> Iterator[_Phrase]:
    """Yield "[recordings with noise were excluded because …]"."""
    for verb in _PASSIVE.finditer(sentence):
        start = _subject_start(sentence, verb.start())
        subject = sentence[start : verb.start()]
        reason = _REASON.match(sentence, verb.end())
        behind = reason[0] if reason else ""
        if sentence[:start].rstrip().endswith(_SUPPOSED):
            continue
        if subject.strip() and not _NOT.match(subject) and _are_data(subject, behind):
            why = _CONDITION.match(behind.lstrip()) if behind else None
            end = verb.end() + (len(behind.rstrip(" ,")) if why else 0)
            yield _Phrase(start, end)


def _subject_start(sentence: str, end: int) -> int:
    """Return where the clause begins whose verb stands at ``end``: behind another clause, or an opening."""
    start = 0
    for mark in _CLAUSE.finditer(sentence, 0, end):
        start = mark.end()
    while opening := _OPENING.match(sentence, start, end):
        start = opening.end()
    return start


def _active(sentence: str) -> Iterator[_Phrase]:
    """Yield "[discarded 34 nests because of rain]" behind "we", "after [removing duplicates]"."""
    for words, told in ((_BY_US, _OBJECT), (_AFTER, _SHORT_OBJECT)):
        for verb in words.finditer(sentence):
            object_ = told.match(sentence, verb.end())
            if object_ is None or _NOT.match(object_[0].lstrip()) or not _are_data(object_[0], ""):
                continue
            mark = _CLAUSE_WITH_SUBJECT.search(object_[0])
            text = object_[0][: mark.start()] if mark else object_[0]
            yield _Phrase(verb.start("verb"), verb.end() + len(_ABBREVIATED.sub("", text).rstrip(" ,")))


def _are_data(phrase: str, behind: str) -> bool:
    """Tell whether a noun phrase is one of data, from its head noun and what stands behind it."""
    text = phrase.lstrip()
    while part := _PART_OF.match(text):
        text = text[part.end() :]
    words, rest = _up_to_head(text)
    condition = _CONDITION.match(rest.lstrip()) or _CONDITION.match(behind.lstrip())
    numbers = [word for word in words if word[0].isdigit()]
    while words and words[-1][0].isdigit():
        words.pop()
    if not words:  # "Of these, 38 were excluded"
        return bool(numbers and condition)
    head = words[-1].rsplit("-", 1)[-1]
    if len(words) > _MOST_WORDS or _NO_THINGS.fullmatch(head):
        return False
    return _THINGS.fullmatch(head) is not None or (_is_plural(head) and bool(numbers or condition))


def _up_to_head(text: str) -> tuple[list[str], str]:
    """Return the words of the noun phrase that ``text`` begins with, up to its head, and what stands behind it."""
    words: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        lower, gap = match[0].lower(), text[at : match.start()]
        if words and (lower in _BEHIND_HEAD or _QUOTED.search(gap)):
            break
        if words and _is_plural(words[-1]) and lower.endswith(("ed", "ing")):
            break
        words.append(lower)
        at = match.end()
        if len(words) > _MOST_WORDS:
            break
    return words, text[at:]


def _is_plural(word: str) -> bool:
    noun = len(word) > 3 and word not in VERBS
    return noun and word.endswith(("s", "ae", "data")) and not word.endswith(("ss", "us", "is"))
