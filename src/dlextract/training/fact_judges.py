"""Annotated candidates → the judges of facts: their status, the roles of data sets and of networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..judging import networks, roles
from ..judging.candidate_network import (
    NETWORKS,
    OUTPUTS,
    SETS,
    ByWords,
    CandidateNetwork,
    SeenCandidates,
    inputs_of,
    looked_at,
)
from ..judging.sentence_network import SentenceNetwork
from ..judging.status import SETTINGS, STATUS, kind_of, settle
from ..judging.sums import Sums
from ..knowledge import Knowledge
from ..records import Fact
from ..words import using
from .candidate_network import Examples, train_candidates
from .judge_records import Case, JudgeRecipe, Roles, Status
from .logistic import fit_choice, fit_sum

if TYPE_CHECKING:
    from ..judging.arrays import Flags, Floats, Singles

_OPEN = ("used", "mentioned")


@dataclass(frozen=True, slots=True)
class SeenFacts:
    """The facts of a case with the features of the sums.

    ``status`` (facts × features), ``sets`` (data sets × features), ``nets`` (networks × features). ``which`` are the
    numbers of the facts that the network of candidates looks at, ``examples`` what it sees of them; None without one.
    """

    case: Case
    status: Floats
    sets: Floats
    nets: Floats
    which: tuple[int, ...] = ()
    examples: Examples | None = None


@dataclass(frozen=True, slots=True)
class FactJudges:
    """The fitted judges of facts; ``candidates`` is None where there are no vectors of words."""

    status: Sums
    roles: Sums
    networks: Sums
    candidates: CandidateNetwork | None

    def judged(self, seen: SeenFacts, knowledge: Knowledge) -> tuple[tuple[Fact, ...], list[Fact]]:
        """Return the facts with status and confidence, and these with their roles."""
        words = self._around(seen)
        settled = settle(seen.case.facts, seen.status, self.status, knowledge, words.used)
        with using(knowledge.words):
            served = roles.assign(settled, seen.case.found, seen.case.paper, seen.sets, self.roles, words.sets)
        assigned = networks.assign([fact for fact, _ in served], seen.nets, self.networks, words.networks)
        return settled, [fact for fact, _ in assigned]

    def _around(self, seen: SeenFacts) -> ByWords:
        """Return what the network of candidates says beside the sums."""
        if self.candidates is None:
            return ByWords()
        inputs = seen.examples.inputs if seen.examples else None
        return self.candidates.beside(self.candidates.placed(len(seen.case.facts), seen.which, inputs))


def seen_facts(
    case: Case, tables: tuple[Floats, Floats, Floats], scores: Floats, network: SentenceNetwork | None
) -> SeenFacts:
    """Return the facts of ``case`` as the judges see them.

    Args:
        case: an annotated paper.
        tables: features of status, of data sets and of networks.
        scores: log odds that its sentences answer each question, by judges that had not seen the paper.
        network: its vectors and labels are those of the network of candidates; None for none.
    """
    seen = SeenCandidates(case.facts, case.found, case.paper, case.lines, scores, *tables)
    which = looked_at(seen) if network else []
    if network is None or not which:
        return SeenFacts(case, *tables)
    gold, known = _gold(case, which)
    inputs = inputs_of(seen, which, network.words, network.labels)
    return SeenFacts(case, *tables, tuple(which), Examples(inputs, gold, known))


def _gold(case: Case, which: Sequence[int]) -> tuple[Singles, Flags]:
    """Return what is right of the facts ``which``, and of what a reader said so, as ``Examples`` has them."""
    gold = np.zeros((len(which), OUTPUTS), dtype=np.float32)
    known = np.zeros((len(which), 3), dtype=bool)
    for row, number in enumerate(which):
        fact, used, said = case.facts[number], case.used[number], case.roles[number]
        if used is not None and fact.status in _OPEN and not case.seen:
            gold[row, 0], known[row, 0] = used, True
        if fact.label == roles.LABEL and said in roles.CHOICES:
            gold[row, SETS.start + roles.CHOICES.index(said)] = 1
            known[row, 1] = True
        if fact.label == networks.LABEL and not case.seen:
            right = [n for n, choice in enumerate(networks.CHOICES) if choice[0] in said]
            gold[row, [NETWORKS.start + n for n in right]] = 1 / max(1, len(right))
            known[row, 2] = bool(right)
    return gold, known


def fit_facts(
    papers: Sequence[SeenFacts],
    network: SentenceNetwork | None,
    knowledge: Knowledge,
    settings: JudgeRecipe,
    tell: Callable[[str], None],
) -> FactJudges:
    """Return the judges of facts, fitted on ``papers``; ``network`` as in ``seen_facts``."""
    some = [paper.examples for paper in papers if paper.examples is not None]
    candidates = None
    if network is not None and settings.candidates.members:
        candidates = train_candidates(some, network.words, network.labels, settings.candidates, settings.seed, tell)
    return FactJudges(
        _fit_status(papers, knowledge, settings),
        _fit_roles(papers, settings),
        _fit_networks(papers, settings),
        candidates,
    )


def _fit_status(papers: Sequence[SeenFacts], knowledge: Knowledge, settings: JudgeRecipe) -> Sums:
    table, truth, which = [], [], []
    for item in papers:
        if item.case.seen:
            continue
        for fact, used, features in zip(item.case.facts, item.case.used, item.status, strict=True):
            if used is not None and kind_of(fact.label, knowledge):
                table.append(features)
                truth.append(used)
                which.append(kind_of(fact.label, knowledge))
    return fit_sum(np.array(table), np.array(truth), np.array(which), STATUS, 3.0, settings.status_pull, count=SETTINGS)


def _fit_roles(papers: Sequence[SeenFacts], settings: JudgeRecipe) -> Sums:
    """Fit the roles of data sets, on all papers: few rules speak of roles, and they are no better on papers seen."""
    table, truth = [np.zeros((0, len(roles.ROLES)))], []
    for item in papers:
        case = item.case
        said = [some for fact, some in zip(case.facts, case.roles, strict=True) if fact.label == roles.LABEL]
        kept = [number for number, some in enumerate(said) if some in roles.CHOICES]
        if kept:
            table.append(item.sets[kept])
            truth += [roles.CHOICES.index(said[number]) + 1 for number in kept]
    return fit_choice(
        np.concatenate(table), np.array(truth), roles.ROLES, settings.roles_cost, count=len(roles.CHOICES)
    )


def _fit_networks(papers: Sequence[SeenFacts], settings: JudgeRecipe) -> Sums:
    """Fit what networks are in the authors' work, on those that are one thing, of papers that no rule was made with."""
    table, truth = [np.zeros((0, len(networks.NETWORKS)))], []
    for item in papers:
        case = item.case
        said = [some for fact, some in zip(case.facts, case.roles, strict=True) if fact.label == networks.LABEL]
        kept = [] if case.seen else [number for number, some in enumerate(said) if some in networks.CHOICES]
        if kept:
            table.append(item.nets[kept])
            truth += [networks.CHOICES.index(said[number]) + 1 for number in kept]
    return fit_choice(
        np.concatenate(table), np.array(truth), networks.NETWORKS, settings.networks_cost, count=len(networks.CHOICES)
    )


def roles_given(case: Case, facts: Sequence[Fact]) -> list[Roles]:
    """Return which roles the judged ``facts`` of a case have, and which are right."""
    return [
        Roles(case.name, after.label, after.roles, said, before.roles)
        for before, after, said in zip(case.facts, facts, case.roles, strict=True)
        if said and before.label in (roles.LABEL, networks.LABEL) and after.status == "used"
    ]


def statuses_given(case: Case, settled: Sequence[Fact], knowledge: Knowledge) -> list[Status]:
    """Return which status the ``settled`` facts of a case have, and which is right."""
    return [
        Status(
            name=case.name,
            label=before.label,
            chance=after.confidence if after.status == "used" else 1 - after.confidence,
            truly=used,
            by_rules=before.status == "used",
        )
        for before, after, used in zip(case.facts, settled, case.used, strict=True)
        if used is not None and kind_of(before.label, knowledge) and before.status in _OPEN
    ]
