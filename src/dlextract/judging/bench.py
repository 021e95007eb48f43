"""The judges of a paper: sentences, facts and the rules' answers → a ruling on each question."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import Candidate, Step
from ..knowledge import Knowledge, Question
from ..records import COUNTING, Answer, Fact, Paper, Ruling
from ..subject import has_kinds
from . import networks, roles, status
from .candidate_network import ByWords, SeenCandidates
from .ranking import RANKING, RuleFinds, counting, found_by_rules, rows
from .segments import QUESTIONS, Segment
from .series import says_more, series_of
from .spoken import MOST_REASONS, spoken
from .verdicts import RIGHTNESS, VERDICT, rightness_row, row
from .weights import Weights, load

if TYPE_CHECKING:
    from .arrays import Floats

NAMES = {
    "status": status.STATUS,
    "roles": roles.ROLES,
    "networks": networks.NETWORKS,
    "ranking": RANKING,
    "verdict": VERDICT,
    "rightness": RIGHTNESS,
}
"""The features of each sum."""

_POINTS_BACK = re.compile(r"\s*(?:They|These|Those|It|This|Both|Each|Such|Here|Then)\s+(?!paper\b|work\b|study\b)")
SURE = 0.75
"""Log odds from which a verdict outdoes the silence of the rules."""

CLEARLY = 1.25
"""Log odds against a statement from which a verdict outdoes what the rules say."""

LEAST = 0.25
"""Least chance that an answer's best sentence is right; where the rules have none, also that it answers by itself."""

UNSAID = "not stated: "
"""How the reason begins why a question that is likely answered is not stated."""

_MOST = 4
"""Sentences shown at most, steps of a procedure aside."""

_LOOKED_AT = 8
_HARDLY_ANY = 0.125
"""Where the rules answer no larger share of the questions, the paper reports no deep learning of its own.

A text with fewer sentences than there are questions is asked for that share of its sentences.
"""


@dataclass(frozen=True, slots=True)
class Judges:
    """Decides with fitted weights which questions a paper answers, and by which sentences."""

    weights: Weights

    def settle(
        self,
        facts: Sequence[Fact],
        found: Sequence[Candidate],
        paper: Paper,
        lines: Sequence[Segment],
        scores: Floats,
        knowledge: Knowledge,
    ) -> tuple[tuple[Fact, tuple[Step, ...]], ...]:
        """Return the facts with status, confidence and roles as the weights have them, each with the sums behind it.

        ``found`` are their finds. In a paper of another kind status and roles stay: the weights know papers of deep
        learning only.
        """
        sums = self.weights.status
        table = status.rows(facts, found, paper, lines, scores, knowledge)
        sets, nets = roles.rows(facts, found, paper), networks.rows(facts, found, paper)
        words = self._around(SeenCandidates(facts, found, paper, lines, scores, table, sets, nets))
        settled = status.settle(facts, table, sums, knowledge, words.used)
        if not _is_about(knowledge.questions, facts):
            pairs = zip(facts, settled, strict=True)
            return tuple((new if new.status == old.status else old, ()) for old, new in pairs)
        steps = [
            status.step(fact, features, sums, knowledge, words.used and words.used.of([number]))
            for number, (fact, features) in enumerate(zip(settled, table, strict=True))
        ]
        served = roles.assign(settled, found, paper, sets, self.weights.roles, words.sets)
        assigned = networks.assign([fact for fact, _ in served], nets, self.weights.networks, words.networks)
        return tuple(
            (fact, tuple(step for step in (first, second, third) if step is not None))
            for first, (_, second), (fact, third) in zip(steps, served, assigned, strict=True)
        )

    def _around(self, seen: SeenCandidates) -> ByWords:
        """Return what the words around their finds say of the facts."""
        network = self.weights.candidates
        return network.beside(network.scores(seen)) if network else ByWords()

    def rule(
        self,
        lines: Sequence[Segment],
        scores: Floats,
        facts: Sequence[Fact],
        drafts: Sequence[Answer],
        questions: Sequence[Question],
    ) -> tuple[Ruling, ...]:
        """Return a ruling for each question that the weights know; none for a paper without sentences.

        Where the rules answer hardly anything, their silence stands: the weights know papers of deep learning only.

        Args:
            lines: the sentences.
            scores: log odds that each sentence answers each question by its words (lines × questions).
            facts: of the paper.
            drafts: the answers by rules, with the rules' own confidence.
            questions: those of ``drafts``.
        """
        if not lines:
            return ()
        found = found_by_rules(lines, facts, drafts)
        answers = {draft.cq: draft for draft in drafts}
        silent = is_silent(drafts, lines)
        rulings = []
        for question in questions:
            if question.cq > QUESTIONS:
                continue
            at = question.cq - 1
            weighed = weigh(self.weights, lines, scores, found, facts, answers, question)
            by_rules = answers[question.cq].stated
            stated = overrules(weighed.odds, by_rules)
            unsaid = why_unsaid(weighed, found, by_rules, silent) if stated else ""
            chance = chance_of(weighed.right) if stated and not unsaid else chance_of(-weighed.odds)
            because = spoken(VERDICT, weighed.features, self.weights.verdict.weights[at])[:MOST_REASONS]
            if unsaid and not by_rules:
                chance, because = answers[question.cq].confidence, (*because, f"{UNSAID}{unsaid}")
            rulings.append(
                Ruling(
                    cq=question.cq,
                    stated=stated and not unsaid,
                    chance=chance,
                    sentences=self._best(lines, weighed.ranked, found, question),
                    because=because,
                )
            )
        return tuple(rulings)

    def _best(
        self, lines: Sequence[Segment], ranked: Floats, found: RuleFinds, question: Question
    ) -> tuple[tuple[int, int, float], ...]:
        """Return the best sentence, and those of the next ones that are likely to answer and that say most beyond it.

        Where the question wants whole procedures, the best is followed by the other steps of its own. A sentence that
        points back ("They were …") is followed by the one before it where no other is likely.
        """
        order = [int(n) for n in np.argsort(-ranked, kind="stable")[:_LOOKED_AT]]
        least = question.options.further or self.weights.second
        likely = [n for n in order[1:] if chance_of(float(ranked[n])) >= least]
        numbers = says_more(lines, order[0], likely, ranked, _MOST)
        kept = [(n, chance_of(float(ranked[n]))) for n in numbers]
        first = kept[0][0]
        if question.options.series:
            steps = [n for n in series_of(lines, first, ranked, found, question) if n != first]
            kept[1:1] = [(n, chance_of(float(ranked[n]))) for n in steps]
            kept = list(dict(kept).items())
        if len(kept) == 1 and first and _POINTS_BACK.match(lines[first].text):
            kept.append((first - 1, chance_of(float(ranked[first - 1]))))
        return tuple((lines[n].start, lines[n].end, chance) for n, chance in kept)


def _is_about(questions: Sequence[Question], facts: Sequence[Fact]) -> bool:
    """Tell whether a paper that states ``facts`` is of the kind that any of the questions needs."""
    wanted = [question.options for question in questions if question.options.needs]
    return not wanted or any(has_kinds(options.needs, options.needs_kinds, facts) for options in wanted)


def _is_set_aside(found: RuleFinds, ranked: Floats) -> bool:
    """Tell whether the best sentence holds finds, all of which are somebody else's, of the future or negated."""
    some = [status for (_, status) in found.facts[int(np.argmax(ranked))]]
    return bool(some) and not any(status in COUNTING for status in some)


def is_silent(drafts: Sequence[Answer], lines: Sequence[Segment]) -> bool:
    """Tell whether the rules answer so little that the paper reports no deep learning of its own."""
    return sum(draft.stated for draft in drafts) <= _HARDLY_ANY * min(len(drafts), len(lines))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the weights say of a question.

    ``table`` (sentences × features) and ``ranked``, the log odds of each sentence; ``features`` of the question and
    ``odds``, the log odds that it is answered; ``right``, the log odds that what would be shown is right.
    """

    table: Floats
    ranked: Floats
    features: Floats
    odds: float
    right: float


def weigh(
    weights: Weights, lines: Sequence[Segment], scores: Floats, found: RuleFinds, facts: Sequence[Fact],
    answers: Mapping[int, Answer], question: Question,
) -> Weighed:  # fmt: skip
    """Return what the weights say of a question; the arguments are those of ``Judges.rule``, ``answers`` by number."""
    cq = question.cq
    words = counting(scores, lines, question)
    table = rows(words, lines, found, question, answers[cq])
    ranked = weights.ranking(cq, table)
    features = row(words, ranked, found, question, answers, facts, weights.prior[cq - 1])
    odds = float(weights.verdict(cq, features[None])[0])
    right = float(weights.rightness(cq, rightness_row(odds, ranked, found, cq)[None])[0])
    return Weighed(table, ranked, features, odds, right)


def why_unsaid(weighed: Weighed, found: RuleFinds, by_rules: bool, silent: bool) -> str:
    """Return why a question is "not stated" though it is likely answered, "" where it is stated or not likely.

    Args:
        weighed: what the weights say of it.
        found: what the rules say about the sentences.
        by_rules: whether the rules answer it.
        silent: whether the rules answer hardly anything in the paper.
    """
    if weighed.odds < 0 and not by_rules:
        return ""
    if not by_rules:
        if weighed.odds < SURE:
            return "where the rules are silent this is not sure enough"
        if silent:
            return "the rules answer hardly anything in this paper"
        if chance_of(float(weighed.ranked.max())) < LEAST:
            return "no sentence is likely to answer it by itself"
        if _is_set_aside(found, weighed.ranked):
            return "its best sentence holds only finds that were set aside or are mentioned"
    unlikely = weighed.odds > -CLEARLY and chance_of(weighed.right) < LEAST
    return "what would be said is hardly right" if unlikely else ""


def overrules(odds: float, by_rules: bool) -> bool:
    """Tell whether a question is answered: as the rules say, unless the ``odds`` are clearly against them."""
    return odds > -CLEARLY if by_rules else odds >= SURE


def chance_of(odds: float) -> float:
    """Return the chance that belongs to the logarithm of the odds, to three places."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


def load_judges(folder: Path) -> Judges:
    """Return the judges with the weights in ``folder``.

    Raises:
        ModelError: there are none, or they are of another version.
    """
    return Judges(load(folder, NAMES))
