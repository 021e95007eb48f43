"""What a data set served for: what is seen of it, and the choice among sets of roles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlextract.candidates import Candidate, Verdict
from dlextract.judging.around import odds_of
from dlextract.judging.roles import CHOICES, ROLES, assign, choose, rows
from dlextract.judging.sums import Sums
from dlextract.records import Fact, Mention, Paper

TEXT = "Weights were pretrained on ImageNet.\nWe evaluated on CIFAR-10 and on ImageNet.\nAdam ran for 5 epochs.\n"


def make_item(value: str, nth: int = 0) -> Candidate:
    at = [n for n in range(len(TEXT)) if TEXT.startswith(value, n)][nth]
    start = TEXT.rfind("\n", 0, at) + 1
    verdict = Verdict("used", 0.9, "", (("pretraining", 1.0),) if nth == 0 and value == "ImageNet" else ())
    mention = Mention("DATASET", at, at + len(value), value, "datasets:DATASET")
    return Candidate(mention, text=value, value=value, verdict=verdict, start=start, end=TEXT.index("\n", at))


def make_fact(value: str, status: str = "used", roles: tuple[str, ...] = (), label: str = "DATASET") -> Fact:
    return Fact(value, label, value, value, status, roles)


FACTS = (
    make_fact("ImageNet", roles=("pretraining",)),
    make_fact("5", label="EPOCHS"),
    make_fact("CIFAR-10", "mentioned", ("evaluation", "training")),
)
FOUND = (make_item("ImageNet"), make_item("ImageNet", 1), make_item("CIFAR-10"))
PAPER = Paper("p", "", TEXT)


def weights() -> Sums:
    """Return sums in which the features of pretraining speak for the roles whose number is 4."""
    table = np.zeros((len(CHOICES), len(ROLES) + 1))
    table[3, ROLES.index("pretrained, weights in its sentence")] = 1.0
    table[0, -1] = 0.5
    return Sums(ROLES, table)


def test_what_is_seen_of_each_data_set() -> None:
    imagenet, cifar = rows(FACTS, FOUND, PAPER)
    seen = {name: round(float(v), 2) for name, v in zip(ROLES, imagenet, strict=True) if v}
    assert seen == {
        "rules: pretraining": 1,
        "rules: pretraining, too": 1,
        "rules on average: pretraining": 0.5,
        "the only data set": 1,
        "number of data sets": 0.69,
        "finds compared with the most frequent one": 1,
        "the most frequent one": 1,
        "others in its sentences": 0.41,
        "EPOCHS is stated": 1,
        "pretrained, weights in its sentence": 1,
        "evaluated in its sentence": 1,
        "first person in its sentence": 1,
        "pretrained, weights before it": 1,
        "evaluated before it": 1,
        "first person before it": 1,
    }
    assert cifar[ROLES.index("others: pretraining")] == 1
    assert cifar[ROLES.index("the only data set")] == 0


def test_the_largest_sum_is_chosen_for_data_sets_that_are_used() -> None:
    sets = [FACTS[0], FACTS[2]]
    assert choose(odds_of(rows(FACTS, FOUND, PAPER), weights()), sets) == [("pretraining",), ("evaluation",)]
    assigned = assign(FACTS, FOUND, PAPER, rows(FACTS, FOUND, PAPER), weights())
    assert [fact.roles for fact, _ in assigned] == [("pretraining",), (), ("evaluation", "training")]
    assert [step and (step.name, step.effect) for _, step in assigned] == [
        ("roles judge", "pretraining, not evaluation: +0.5 = +1.0 pretrained, weights in its sentence"),
        None,
        None,
    ]


def test_not_all_data_sets_are_for_pretraining_alone_where_the_cues_say_otherwise() -> None:
    doubted = (replace(FACTS[0], roles=("training",)), *FACTS[1:])
    fact, step = assign(doubted, FOUND, PAPER, rows(doubted, FOUND, PAPER), weights())[0]
    assert fact.roles == ("evaluation",)
    assert step
    assert step.effect == "evaluation, not pretraining: the paper's data sets are not all for pretraining alone"


def test_a_paper_without_data_sets_stays_as_it_is() -> None:
    assert assign(FACTS[1:2], FOUND, PAPER, rows(FACTS[1:2], FOUND, PAPER), weights()) == ((FACTS[1], None),)
