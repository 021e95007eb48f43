"""Does the paper answer a question: the rules' answer, the best sentences and what is usual, one sum."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import log_odds
from ..knowledge import Question
from ..records import COUNTING, Answer, Fact
from .ranking import RuleFinds

if TYPE_CHECKING:
    from .arrays import Floats

VERDICT = (
    "what the rules say",
    "how sure the rules are of it",
    "how sure the rules' silence is",
    "best sentence",
    "second sentence",
    "third sentence",
    "best sentence by its words",
    "second sentence by its words",
    "the rules' sentences by their words",
    "the rules' sentences",
    "best sentence where the rules are silent",
    "sentences in all",
    "facts for it",
    "facts for it set aside",
    "surest fact for it",
    "papers usually answer it",
    "other questions answered",
    "length of the paper",
)
"""The features of a question in one paper, in the order of the columns."""

RIGHTNESS = ("stated", "best sentence", "second sentence", "the rules show it first")
"""What tells whether a stated answer says the right thing."""

_FLOOR = -8.0
_NOTHING = -4.0
_CLOSEST = 0.01


def row(
    words: Floats, ranked: Floats, found: RuleFinds, question: Question, drafts: Mapping[int, Answer],
    facts: Sequence[Fact], prior: float,
) -> Floats:  # fmt: skip
    """Return the features of ``question`` (one row of ``VERDICT``).

    Args:
        words: log odds of each sentence by its words.
        ranked: log odds of each sentence by words and rules.
        found: what the rules say about the sentences.
        question: what is asked.
        drafts: all answers by rules, with their own confidence.
        facts: of the paper.
        prior: log odds that papers answer the question.
    """
    draft = drafts[question.cq]
    by_words = np.maximum(words, _FLOOR)
    by_both = np.maximum(ranked, _FLOOR)
    top = [*np.sort(by_both)[::-1][:3], *[_FLOOR] * 3][:3]
    top_words = [*np.sort(by_words)[::-1][:2], *[_FLOOR] * 2][:2]
    own = list(found.shown.get(question.cq, ()))
    own_words = max((float(by_words[n]) for n in own), default=_NOTHING)
    own_both = max((float(by_both[n]) for n in own), default=_NOTHING)
    stated = 1.0 if draft.stated else 0.0
    sure = 0.5 * log_odds(draft.confidence, _CLOSEST)
    for_it = [fact for fact in facts if fact.label in question.labels]
    counting = [fact.confidence for fact in for_it if fact.status in COUNTING]
    expected = float(np.exp(-np.logaddexp(0.0, -by_both)).sum())
    answered = sum(other.stated for other in drafts.values()) / len(drafts)
    return np.array([
        2 * stated - 1, stated * sure, (1 - stated) * sure,
        0.5 * top[0], 0.3 * top[1], 0.2 * top[2], 0.5 * top_words[0], 0.3 * top_words[1],
        0.5 * stated * own_words, 0.5 * stated * own_both, 0.5 * (1 - stated) * top[0],
        0.5 * math.log(max(expected, 1e-3)),
        0.5 * math.log1p(len(counting)), 0.5 * math.log1p(len(for_it) - len(counting)), max(counting, default=0.0),
        prior, 4 * answered - 2.5, math.log(max(1, len(by_words)) / 300),
    ])  # fmt: skip


def rightness_row(stated: float, ranked: Floats, found: RuleFinds, cq: int) -> Floats:
    """Return the features of ``RIGHTNESS``: log odds that it is stated, of the best two sentences, agreement."""
    order = np.argsort(-ranked, kind="stable")
    own = found.shown.get(cq, ())
    second = float(ranked[order[1]]) if len(order) > 1 else _FLOOR
    return np.array([
        stated, max(float(ranked[order[0]]), _FLOOR), max(second, _FLOOR),
        float(bool(own) and own[0] == order[0]),
    ])  # fmt: skip
