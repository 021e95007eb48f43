"""What a network is in the authors' work: what is seen of it, and the choice among roles."""

from __future__ import annotations

import numpy as np

from dlextract.candidates import Candidate, Verdict
from dlextract.judging.networks import CHOICES, NETWORKS, assign, rows
from dlextract.judging.sums import Sums
from dlextract.records import Fact, Mention, Paper

WORDS = (" it", " it, share", "its sentence", "its sentence, share")
TEXT = "We propose MothNet with a CNN.\nMothNet (ours) is better than OwlNet [3].\n"
PAPER = Paper("p", "", TEXT, title="MothNet: moths at night")


def make_item(value: str, nth: int = 0, section: str = "methods", found_by: str = "rule") -> Candidate:
    at = [n for n in range(len(TEXT)) if TEXT.startswith(value, n)][nth]
    start = TEXT.rfind("\n", 0, at) + 1
    verdict = Verdict("used", 0.9, "", (("main", 1.0),) if value == "MothNet" else ())
    mention = Mention("ARCHITECTURE", at, at + len(value), "", found_by)
    end = TEXT.index("\n", at)
    return Candidate(mention, text=value, value=value, verdict=verdict, start=start, end=end, section=section)


def make_fact(value: str, status: str = "used", label: str = "ARCHITECTURE") -> Fact:
    return Fact(value, label, value, value, status, ("main",) if value == "MothNet" else ())


FACTS = (
    make_fact("MothNet"),
    make_fact("ImageNet", label="DATASET"),
    make_fact("OwlNet"),
    make_fact("CNN", "mentioned"),
)
FOUND = (
    make_item("MothNet", section="abstract"),
    make_item("MothNet", 1),
    make_item("CNN"),
    make_item("OwlNet", section="table", found_by="table:ARCHITECTURE"),
)


def seen(row: np.ndarray) -> dict[str, float]:
    return {name: round(float(v), 2) for name, v in zip(NETWORKS, row, strict=True) if v and not name.endswith(WORDS)}


def test_what_is_seen_of_each_network() -> None:
    moth, owl, cnn = rows(FACTS, FOUND, PAPER)
    assert seen(moth) == {
        "rules: main": 1,
        "rules on average: main": 1,
        "in the title": 1,
        "a name stands in the title": 1,
        "share in abstract": 0.5,
        "share in methods": 0.5,
        "in abstract": 1,
        "in methods": 1,
        "beside (ours)": 1,
        "number of networks": 1.1,
        "number of finds": 1.1,
        "finds compared with the most frequent one": 1,
        "the most frequent one": 1,
        "others in its sentences": 0.69,
        "first named at": 0.15,
    }
    owl_seen = seen(owl)
    assert [owl_seen[name] for name in ("in a table", "only in tables and captions", "first named at")] == [1, 1, 0.84]
    assert owl[NETWORKS.index("others in the abstract, not it")] == 1
    told = {name for name, v in zip(NETWORKS, owl, strict=True) if v and name.endswith(("before it", "after it"))}
    assert told == {"ours before it", "better than before it", "cited after it"}
    assert cnn[NETWORKS.index("in the title")] == 0


def test_a_name_inside_another_is_kin() -> None:
    facts = (make_fact("MothNet"), make_fact("MothNet-S"))
    both = rows(facts, FOUND, PAPER)
    kin, part, holds = (
        NETWORKS.index(name) for name in ("kin of a name in the title", "part of another name", "holds another name")
    )
    assert [tuple(row[[kin, part, holds]]) for row in both] == [(0, 1, 0), (1, 0, 1)]


def test_the_largest_sum_gives_the_role_of_networks_that_are_used() -> None:
    table = np.zeros((len(CHOICES), len(NETWORKS) + 1))
    table[0, NETWORKS.index("in the title")] = 1.0
    table[2, -1] = 0.25
    assigned = assign(FACTS, rows(FACTS, FOUND, PAPER), Sums(NETWORKS, table))
    assert [fact.roles for fact, _ in assigned] == [("main",), (), ("compared",), ()]
    assert [step and (step.name, step.effect) for _, step in assigned] == [
        ("networks judge", "main, not compared: +0.8 = +1.0 in the title"),
        None,
        ("networks judge", "compared, not main: +0.2 = "),
        None,
    ]
