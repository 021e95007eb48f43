"""What a data set served for: the words around its mentions, its fellows and the training that is told of, one sum
for each set of roles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..candidates import Candidate, Step
from ..records import COUNTING, Fact, Paper
from ..words import WordRegex
from .around import NetworkOdds, beside_of, in_tables, mean, odds_of, pieces_around, reasons, rival_of, role_weights
from .bound_roles import bound
from .status import finds_of
from .sums import Sums

if TYPE_CHECKING:
    from .arrays import Floats

LABEL = "DATASET"

CHOICES = (
    ("evaluation",),
    ("evaluation", "training"),
    ("training",),
    ("pretraining",),
    ("evaluation", "pretraining", "training"),
)
"""The sets of roles among which one is chosen; the number of a set counts from 1."""
_PRETRAINING = CHOICES.index(("pretraining",))

_WORDS = {
    "pretrained, weights": WordRegex("data_beside_pretrained"),
    "fine-tuned": WordRegex("data_beside_fine_tuned"),
    "trained": WordRegex("data_beside_trained"),
    "training set": WordRegex("data_beside_training_set"),
    "tested": WordRegex("data_beside_tested"),
    "validated": WordRegex("data_beside_validated"),
    "evaluated": WordRegex("data_beside_evaluated"),
    "benchmark": WordRegex("data_beside_benchmark"),
    "results": WordRegex("data_beside_results"),
    "generalises": WordRegex("data_beside_generalises"),
    "split": WordRegex("data_beside_split"),
    "experiments": WordRegex("data_beside_experiments"),
    "source, target": WordRegex("data_beside_source"),
    "corpus": WordRegex("data_beside_corpus"),
    "made by the authors": WordRegex("data_beside_made_by_the_authors"),
    "augmented, combined": WordRegex("data_beside_augmented"),
    "contains": WordRegex("data_beside_contains"),
    "first person": WordRegex("data_beside_first_person"),
}
_SOUGHT = tuple(_WORDS.values())
_WHERE = ("in its sentence", "before it", "after it")
_NEAR = 40
_TOLD = (
    "LEARNING_RATE", "BATCH_SIZE", "EPOCHS", "OPTIMIZER", "LOSS_FUNCTION", "AUGMENTATION", "K_FOLDS", "TRAIN_SPLIT",
    "TEST_SPLIT", "VALIDATION_SPLIT",
)  # fmt: skip

ROLES = (
    *(f"rules: {' and '.join(roles)}" for roles in CHOICES),
    *(f"rules: {role}" for role in ("evaluation, too", "pretraining, too", "training, too")),
    "rules on average: evaluation",
    "rules on average: pretraining",
    "rules on average: training",
    "the only data set",
    "number of data sets",
    "finds compared with the most frequent one",
    "the most frequent one",
    *(f"others: {role}" for role in ("evaluation", "pretraining", "training")),
    "others in its sentences",
    "share in tables and captions",
    "only in tables and captions",
    *(f"{label} is stated" for label in _TOLD),
    *(f"{name} {where}" for where in _WHERE for name in _WORDS),
)
"""The features of a data set, in the order of the columns."""

_SINGLE = ("evaluation", "pretraining", "training")


def rows(facts: Sequence[Fact], found: Sequence[Candidate], paper: Paper) -> Floats:
    """Return the features of the data sets among ``facts``, in their order (data sets × ``ROLES``).

    Args:
        facts: with their status, and roles as the cues have them.
        found: the finds that they were made of.
        paper: the paper.
    """
    sets = [fact for fact in facts if fact.label == LABEL]
    some = [item for item in found if item.mention.label == LABEL]
    items = finds_of(sets, some)
    told = {fact.label for fact in facts if fact.status in COUNTING}
    beside = Counter(item.start for item in some)
    used = [n for n, fact in enumerate(sets) if fact.status == "used"]
    table = []
    for number, fact in enumerate(sets):
        others = [sets[n] for n in used if n != number]
        most = max([len(items[n]) for n in used] + [len(items[number])])
        table.append([
            *_by_rules(fact, items[number]),
            float(not others),
            math.log1p(len(used)),
            len(items[number]) / max(1, most),
            float(len(items[number]) == most),
            *(sum(role in other.roles for other in others) / max(1, len(others)) for role in _SINGLE),
            math.log1p(mean([beside[item.start] - 1 for item in items[number]])),
            *_in_tables(items[number]),
            *(float(label in told) for label in _TOLD),
            *_words(items[number], paper.text),
        ])  # fmt: skip
    return np.array(table, dtype=np.float64).reshape(len(sets), len(ROLES))


def _by_rules(fact: Fact, items: Sequence[Candidate]) -> list[float]:
    weights = role_weights(items)
    return [
        *(float(tuple(sorted(fact.roles)) == roles) for roles in CHOICES),
        *(float(role in fact.roles) for role in _SINGLE),
        *(weights.get(role, 0.0) for role in _SINGLE),
    ]


def _in_tables(items: Sequence[Candidate]) -> tuple[float, float]:
    inside = in_tables(items, "table", "caption")
    return mean(inside), float(bool(inside) and all(inside))


def _words(items: Sequence[Candidate], text: str) -> list[float]:
    """Return whether the words of each kind stand in a sentence of it, near before or near after a mention."""
    around = pieces_around(items, text, _NEAR)
    return [float(any(sought.search(piece) for piece in pieces)) for pieces in around for sought in _SOUGHT]


def choose(odds: Floats, sets: Sequence[Fact]) -> list[tuple[str, ...]]:
    """Return the roles of each of the data sets ``sets``, rows of ``odds``: those whose sum is largest.

    Something has to be trained on or tested with: where all that are used would be for pretraining alone, though the
    cues say otherwise of some, the nearest of these gets its second best choice.
    """
    best = odds.argmax(axis=1)
    used = [n for n, fact in enumerate(sets) if fact.status == "used"]
    doubted = [n for n in used if set(sets[n].roles) - set(CHOICES[_PRETRAINING])]
    if doubted and all(best[n] == _PRETRAINING for n in used):
        others = odds.copy()
        others[:, _PRETRAINING] = -np.inf
        nearest = max(doubted, key=lambda n: float(others[n].max() - odds[n, _PRETRAINING]))
        best[nearest] = others[nearest].argmax()
    return [CHOICES[int(number)] for number in best]


def assign(
    facts: Sequence[Fact], found: Sequence[Candidate], paper: Paper, table: Floats, sums: Sums,
    beside: NetworkOdds | None = None,
) -> tuple[tuple[Fact, Step | None], ...]:  # fmt: skip
    """Return the facts with the roles that the weights give to the data sets that are used, and the sum behind them.

    Args:
        facts: with their status as it is judged.
        found: the finds that they were made of.
        paper: the paper.
        table: the features (data sets × ``ROLES``).
        sums: one for each choice.
        beside: what the network of candidates says of ``facts``.
    """
    sets = [fact for fact in facts if fact.label == LABEL]
    told = bound(finds_of(sets, [item for item in found if item.mention.label == LABEL]), paper.text)
    own = beside_of(facts, LABEL, beside, len(CHOICES))
    odds = own.mixed(odds_of(table, sums))
    chosen = zip(table, odds, choose(odds, sets), range(len(sets)), strict=True)
    assigned: list[tuple[Fact, Step | None]] = []
    for fact in facts:
        step = None
        if fact.label == LABEL:
            features, for_it, roles, number = next(chosen)
            if fact.status == "used":
                step = _step(roles, features, for_it, sums, own.of([number]))
                said = told.get(number, "")
                if said and roles != (said,):
                    roles, step = (said,), Step("bound", f"{said}: sentences bind it to this alone")
                fact = replace(fact, roles=roles)
        assigned.append((fact, step))
    return tuple(assigned)


def _step(roles: tuple[str, ...], features: Floats, odds: Floats, sums: Sums, beside: NetworkOdds) -> Step:
    """Return what spoke for the set of roles that was chosen, against the next best one."""
    number = CHOICES.index(roles)
    rival = rival_of(number, odds)
    said = f"{' and '.join(roles)}, not {' and '.join(CHOICES[rival])}"
    if odds[number] < odds[rival]:
        return Step("roles judge", f"{said}: the paper's data sets are not all for pretraining alone")
    because = reasons(ROLES, features, sums, (number, rival), beside)
    return Step("roles judge", f"{said}: {odds[number] - odds[rival]:+.1f} = {because}")
