"""Weights → probabilities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.calibration import (
    CURVES,
    MOST,
    SILENT,
    SILENT_AT_ALL,
    SILENT_BUT_NEAR,
    SILENT_BUT_USUAL,
    Curve,
    calibrate_answers,
    calibrate_facts,
    reliability,
)
from dlextract.evaluation.matching import labels_of, settings
from dlextract.patterns import load_knowledge
from dlextract.records import Answer, Fact, Searched
from dlextract.resources import shipped

KNOWN = load_knowledge([shipped("patterns")]).patterns


def fact(label: str = "GPU", status: str = "used", **more: str) -> Fact:
    return Fact("f1", label, "x", "x", status, attributes=tuple(more.items()), confidence=0.6)


def answers(*stated: bool, **silent: Answer) -> list[Answer]:
    some = [Answer(n, f"q{n}", "?", yes, "x", confidence=0.9 if yes else 0.0) for n, yes in enumerate(stated, start=1)]
    return [*some, *silent.values()]


def test_every_scored_label_has_a_kind() -> None:
    kinds = {field: {KNOWN[label].traits.kind for label in labels} for field, labels in labels_of().items()}
    assert {field for field, found in kinds.items() if found == {"link"}} == {"code", "data_links"}
    assert {kind for found in kinds.values() for kind in found} == {"name", "link"}
    assert {KNOWN[name.upper()].traits.kind for name in settings()} == {"setting"}
    assert len(settings()) == 39
    assert KNOWN["PREPROCESSING"].traits.kind == ""


@pytest.mark.parametrize("kind", CURVES)
@given(one=st.floats(0, 1), two=st.floats(0, 1))
def test_what_weighs_more_is_never_less_sure(kind: str, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert 0 <= CURVES[kind](low) <= CURVES[kind](high) <= MOST


def test_a_curve() -> None:
    assert [Curve(1.0, 0.0)(weight) for weight in (0.0, 0.2, 0.4, 0.5, 0.9, 1.0)] == [0.0, 0.2, 0.4, 0.5, 0.9, 0.99]
    assert Curve(1.0, 0.0, lowest=0.5)(0.25) == 0.25
    assert Curve(2.0, 0.0)(0.9) == 0.988


def test_only_used_facts_of_measured_labels_without_doubts_change() -> None:
    same = [fact(status="mentioned"), fact("PREPROCESSING"), fact("LEARNING_RATE", likely="0.0001")]
    before = [fact(), fact("EPOCHS"), *same]
    after = calibrate_facts(before, KNOWN)
    assert after[2:] == tuple(same)
    assert [one.confidence for one in after[:2]] == [CURVES["name"](0.6), CURVES["setting"](0.6)]


def test_silence_has_a_confidence() -> None:
    given = answers(
        True,
        True,
        plain=Answer(3, "randomness", "?", False, "not stated"),
        near=Answer(4, "stopping", "?", False, "not stated", nearest=("f1",)),
        usual=Answer(5, "metrics", "?", False, "not stated"),
        unread=Answer(6, "randomness", "?", False, "not stated", searched=Searched(unreadable_pages=(2, 3))),
    )
    sure = CURVES["answers"](0.9)
    assert [one.confidence for one in calibrate_answers(given, pages=4)] == [
        sure,
        sure,
        SILENT,
        SILENT_BUT_NEAR,
        SILENT_BUT_USUAL,
        round(SILENT / 2, 3),
    ]


def test_a_paper_that_answers_hardly_anything_is_silent_at_all() -> None:
    given = answers(True, *[False] * 9, usual=Answer(11, "metrics", "?", False, "not stated", nearest=("f1",)))
    assert {one.confidence for one in calibrate_answers(given, pages=4)[1:]} == {SILENT_AT_ALL}
    assert calibrate_answers([], pages=0) == ()


def test_reliability() -> None:
    rows, error = reliability([(0.95, True), (0.95, False), (0.5, True), (1.0, True)])
    assert rows == [
        {"from": 0.5, "count": 1, "confidence": 0.5, "right": 1.0},
        {"from": 0.9, "count": 3, "confidence": pytest.approx(2.9 / 3), "right": pytest.approx(2 / 3)},
    ]
    assert error == pytest.approx(0.25 * 0.5 + 0.75 * 0.3)
    assert reliability([]) == ([], 0.0)
