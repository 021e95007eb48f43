"""What fills a line: needs, ways, partial ways, and why a line is not read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dlextract.audit import audit
from dlextract.checklists import Checklist, ChecklistItem, Way
from dlextract.knowledge import Place
from dlextract.records import Answer, Evidence, Fact, Page, Paper
from dlextract.report import Report
from dlextract.writing import to_dict

AT = Place("moths.yaml", 1, 1)
LR = Way(labels=("LEARNING_RATE",))


def fact(label: str, value: str, quote: str, **more: Any) -> Fact:
    start = 100 * (len(value) + len(quote))
    place = Evidence(2, start, start + len(value), quote, start, "methods", f"training.yaml:{label}")
    return Fact("", label, value, value, more.pop("status", "used"), confidence=0.8, evidence=(place,), **more)


FACTS = (
    fact("LEARNING_RATE", "0.1", "We used a rate of 0.1."),
    fact("LEARNING_RATE", "0.01", "Then we used a rate of 0.01."),
    fact("GPU", "V100", "They used a V100.", status="mentioned", roles=("inference",)),
    replace(fact("SEED", "42", "The seed was 42."), confidence=0.4),
)


def judged(needs: dict[str, tuple[Way, ...]], *partly: Way, **more: Any) -> tuple[str, str, tuple[str, ...], str]:
    facts = tuple(replace(one, id=f"f{number}") for number, one in enumerate(FACTS, start=1))
    answers = (
        Answer(1, "rate", "?", True, "Rate 0.1.", ("f1",), facts[0].evidence, 0.9, short="0.1"),
        Answer(2, "data", "?", False, "not stated", pointer=more.pop("pointer", "")),
    )
    paper = Paper("a.pdf", "0" * 64, "x", pages=more.pop("pages", (Page(1, 0, 1), Page(2, 1, 2))))
    version = more.pop("version", "0.1.0")
    item = ChecklistItem("line", "?", AT, needs=needs, partly=partly, **more)
    checklist = Checklist("moths", "Moths", AT, items=(item,), elsewhere="(?i)supplement")
    (found,) = audit(to_dict(Report(paper, facts, answers, version=version)), checklist).findings
    return found.status, found.short or found.text, found.missing, found.why


def test_all_that_is_needed_fills_a_line_and_some_of_it_does_in_part() -> None:
    rate, gpu = (Way("rate"),), (Way(labels=("GPU",)),)
    assert judged({"": rate}) == ("filled", "0.1", (), "")
    assert judged({"rate": rate, "again": rate}) == ("filled", "rate: 0.1; again: 0.1", (), "")
    assert judged({"rate": rate, "machine": gpu}) == ("partly", "rate: 0.1", ("machine",), "")
    assert judged({"rate": rate, "machine": gpu}, LR) == ("partly", "rate: 0.1", ("machine",), "")
    assert judged({"machine": gpu}) == ("silent", "", ("machine",), "")
    assert judged({"machine": gpu}, LR) == ("partly", "0.1, 0.01", ("machine",), "")
    assert judged({"": gpu}, LR) == ("partly", "0.1, 0.01", (), "")
    assert judged({}, Way("rate")) == ("partly", "0.1", (), "")
    assert judged({"": (Way("data"), Way("rate"))})[:2] == ("filled", "0.1")


@pytest.mark.parametrize(
    ("way", "found"),
    [
        (LR, "0.1, 0.01"),
        (replace(LR, several=2), "0.1, 0.01"),
        (replace(LR, several=3), ""),
        (replace(LR, value=r"^0\.01"), "0.01"),
        (replace(LR, not_value=r"^0\.01"), "0.1"),
        (replace(LR, quote="Then"), "0.01"),
        (replace(LR, not_quote="Then"), "0.1"),
        (replace(LR, found_by="^hardware"), ""),
        (replace(LR, least=0.9), ""),
        (replace(LR, attribute="for"), ""),
        (replace(LR, value="(a+)+$"), ""),
        (Way("rate", labels=("LEARNING_RATE",)), "0.1"),
        (Way("rate", labels=("GPU",)), ""),
        (Way(labels=("GPU",)), ""),
        (Way(labels=("GPU",), status=("mentioned",)), "V100"),
        (Way(labels=("GPU",), status=("mentioned",), roles=("training",)), ""),
        (Way(labels=("GPU",), status=("mentioned",), roles=("training", "inference")), "V100"),
        (Way(labels=("SEED",)), "42"),
        (Way(labels=("SEED",), least=0.5), ""),
    ],
)
def test_every_condition_counts(way: Way, found: str) -> None:
    status, text, _, _ = judged({"": (way,)})
    assert (status, text) == (("filled" if found else "silent"), found)


def test_a_sentence_of_an_answer_without_facts_counts() -> None:
    place = replace(FACTS[0].evidence[0], quote="Accuracy is the share of hits.")
    answer = Answer(1, "measure", "?", True, "Accuracy is the share of hits.", (), (place,), 0.7)
    record = to_dict(Report(Paper("a.pdf", "", "x"), (), (answer,)))
    for quote, status in (("(?i)share", "filled"), ("(?i)ratio", "silent")):
        item = ChecklistItem("line", "?", AT, needs={"": (Way("measure", quote=quote),)})
        (found,) = audit(record, Checklist("m", "M", AT, items=(item,))).findings
        assert found.status == status


def test_the_first_evidence_is_that_of_each_need() -> None:
    item = ChecklistItem("line", "?", AT, needs={"rate": (LR,), "seed": (Way(labels=("SEED",)),)})
    facts = tuple(replace(one, id=f"f{number}") for number, one in enumerate(FACTS))
    (found,) = audit(
        to_dict(Report(Paper("a.pdf", "", "x"), facts, ())), Checklist("m", "M", AT, items=(item,))
    ).findings
    assert [place["quote"] for place in found.evidence] == [
        "We used a rate of 0.1.",
        "The seed was 42.",
        "Then we used a rate of 0.01.",
    ]
    assert found.confidence == 0.4


def test_why_a_line_is_not_read() -> None:
    data = {"": (Way("data"),)}
    torn = (Page(1, 0, 1), Page(2, 1, 2, quality="garbled"), Page(3, 2, 3, quality="no text"))
    assert judged(data) == ("silent", "", (), "")
    assert judged(data, pages=torn) == ("not read", "", (), "pages 2, 3 cannot be read")
    assert judged(data, version="0.1.0+pages-2-4") == ("not read", "", (), "only pages 2 to 4 were read")
    away = "The data are told in the supplement."
    assert judged(data, pointer=away) == ("not read", away, (), "the paper sends its reader elsewhere")
    assert judged(data, pointer="Data on request.") == ("silent", "Data on request.", (), "")
    assert judged({"": (Way("rate"),)}, pages=torn)[0] == "filled"
    assert judged({}, author="Only they know.") == ("not read", "", (), "Only they know.")
