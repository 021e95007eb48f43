"""What ``--min-confidence`` leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sample import REPORT

from dlextract.writing import Selection, to_dict


def kept(least: float, silence: float) -> tuple[list[tuple[int, list[str], list[str]]], list[str]]:
    """Return the answers (question, facts, nearest) and facts of the sample in which the "not stated" is that sure."""
    stated, silent = REPORT.answers
    report = replace(REPORT, answers=(stated, replace(silent, confidence=silence)))
    record: Any = Selection(min_confidence=least).apply(to_dict(report))
    answers = [(answer["cq"], answer["facts"], answer.get("nearest", [])) for answer in record["answers"]]
    return answers, [fact["id"] for fact in record["facts"]]


def test_a_silence_that_is_less_sure_is_left_out() -> None:
    assert kept(0.5, 0.6) == ([(20, ["f1"], []), (24, [], ["f1"])], ["f1"])
    assert kept(0.7, 0.6) == ([(20, ["f1"], [])], ["f1"])


def test_answers_name_only_facts_that_are_left() -> None:
    stated = replace(REPORT.facts[0], confidence=0.7)
    record: Any = Selection(min_confidence=0.8).apply(to_dict(replace(REPORT, facts=(stated,))))
    assert record["facts"] == []
    assert [answer["facts"] for answer in record["answers"]] == [[], []]


def test_records_of_earlier_versions_have_no_confidence_for_silence() -> None:
    assert kept(0.9, 0.0)[0] == [(20, ["f1"], []), (24, [], ["f1"])]
