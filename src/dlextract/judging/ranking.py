"""Which sentences answer a question: the words of a sentence and what the rules found in it, one sum."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..knowledge import Question
from ..records import COUNTING, Answer, Fact
from ..regexes import Limited
from .segments import Segment

if TYPE_CHECKING:
    from .arrays import Floats

RANKING = (
    "its words",
    "best of the paper by its words",
    "how far behind the best",
    "place by its words",
    "sentence before",
    "sentence after",
    "first sentence of the rules",
    "second sentence of the rules",
    "third sentence of the rules",
    "certainty of the rules",
    "surest fact in it",
    "facts in it",
    "set aside in it",
    "surest fact of the first label",
    "facts about something else",
    "finds set aside in it",
    "nothing but finds set aside",
    "length of the paper",
    "in related work",
    "in title or abstract",
    "in the introduction",
    "in a caption or table",
    "in discussion or conclusion",
)
"""The features of a sentence for one question, in the order of the columns."""

_FLOOR = -6.0
_LIKELY = -4.5
_ROLES = (
    ("related_work",),
    ("title", "abstract"),
    ("introduction",),
    ("caption", "table"),
    ("discussion", "conclusion"),
)
_AGREED = 0.8


@dataclass(frozen=True, slots=True)
class RuleFinds:
    """What the rules say about the sentences of a paper.

    ``facts`` holds for each sentence (label, status) → the confidence of the surest such fact; ``shown`` maps a
    question to the numbers of the sentences that its answer by rules rests on, the best first. ``sections`` tells of
    each whether it stands in a section of the last five of ``RANKING``.
    """

    facts: tuple[Mapping[tuple[str, str], float], ...]
    shown: Mapping[int, tuple[int, ...]]
    sections: Floats = field(default_factory=lambda: np.zeros((0, len(_ROLES))))


def found_by_rules(lines: Sequence[Segment], facts: Sequence[Fact], drafts: Sequence[Answer]) -> RuleFinds:
    """Return what the rules found, sentence by sentence."""
    starts = [line.start for line in lines]

    def line_at(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        return index if index >= 0 and offset < lines[index].end else -1

    table: list[dict[tuple[str, str], float]] = [{} for _ in lines]
    for fact in facts:
        for evidence in fact.evidence:
            index = line_at(evidence.start)
            if index >= 0:
                key = (fact.label, fact.status)
                table[index][key] = max(table[index].get(key, 0.0), fact.confidence)
    shown = {
        draft.cq: tuple(dict.fromkeys(n for piece in draft.evidence if (n := line_at(piece.start)) >= 0))
        for draft in drafts
    }
    sections = np.array([[line.role in roles for roles in _ROLES] for line in lines], dtype=np.float64)
    sections = sections.reshape(len(lines), len(_ROLES))
    return RuleFinds(tuple(table), shown, sections)


def counting(scores: Floats, lines: Sequence[Segment], question: Question) -> Floats:
    """Return the log odds by the words alone that each sentence answers ``question``.

    Likely sentences that the question says are no evidence (``not_quote``) are as unlikely as can be.

    Args:
        scores: log odds by the words (lines × questions).
        lines: the sentences.
        question: what is asked.
    """
    words: Floats = scores[:, question.cq - 1]
    if not question.options.not_quote:
        return words
    no_evidence = Limited(question.options.not_quote)
    apart = [n for n in np.flatnonzero(words > _LIKELY).tolist() if no_evidence.search(lines[n].text)]
    words = words.copy()
    words[apart] = _FLOOR
    return words


def rows(words: Floats, lines: Sequence[Segment], found: RuleFinds, question: Question, draft: Answer) -> Floats:
    """Return the features of all sentences for ``question`` (lines × ``RANKING``).

    Args:
        words: log odds by the words alone, as ``counting`` has them.
        lines: the sentences.
        found: what the rules say about them.
        question: what is asked.
        draft: its answer by rules, with their own confidence.
    """
    count = len(lines)
    z = np.maximum(words, _FLOOR)
    best = z.max()
    place = np.empty(count)
    place[np.argsort(-z, kind="stable")] = np.arange(count)
    before = np.concatenate(([_FLOOR], z[:-1])) * 0.5
    after = np.concatenate((z[1:], [_FLOOR])) * 0.5
    shown = np.zeros((count, 3))
    for depth, number in enumerate(found.shown.get(question.cq, ())[:3]):
        shown[number, depth] = 1
    columns = [z, z == best, np.maximum(z - best, -3.0), -0.5 * np.log1p(place), before, after]
    columns += [shown[:, 0], shown[:, 1], shown[:, 2], shown[:, 0] * (draft.confidence - _AGREED) * 3]
    columns += list(_facts(found.facts, question).T)
    columns.append(np.full(count, min(count, 800) / 400 - 1))
    columns += list(found.sections.T)
    table: Floats = np.array(columns, dtype=np.float64).T
    return table  # each column in one piece, as it is weighed


def _facts(facts: Sequence[Mapping[tuple[str, str], float]], question: Question) -> Floats:
    """Return for each sentence what stands in it, the columns from "surest fact in it" on."""
    counted = np.zeros((len(facts), 7))
    for number, some in enumerate(facts):
        if some:  # few sentences
            counted[number] = _counted(some, question.labels)
    return np.minimum(counted, [1, 4, 3, 1, 5, 3, 1]) * [1, 0.5, 1, 1, 0.2, 0.5, 1]


def _counted(facts: Mapping[tuple[str, str], float], labels: Sequence[str]) -> tuple[float, ...]:
    surest = surest_first = 0.0
    counting = aside = others = aside_of_all = 0
    for (label, status), confidence in facts.items():
        counts = status in COUNTING
        aside_of_all += not counts
        if label not in labels:
            others += status == "used"
        elif counts:
            counting += 1
            surest = max(surest, confidence)
            if label == labels[0]:
                surest_first = max(surest_first, confidence)
        else:
            aside += 1
    return surest, counting, aside, surest_first, others, aside_of_all, aside_of_all == len(facts)
