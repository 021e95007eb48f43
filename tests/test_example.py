"""The example paper from PDF to answers, against what a careful reader says (examples/expected.yaml).

What is known not to come out right stands in example_gaps.yaml: such a test must fail, and its entry must go once it
passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dlextract import Extractor
from dlextract.records import Answer, Fact
from dlextract.report import Report

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED: dict[str, Any] = yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))
GAPS: dict[str, dict[Any, str]] = yaml.safe_load(
    (Path(__file__).parent / "example_gaps.yaml").read_text(encoding="utf-8")
)
OTHER_NAMES: dict[str, str] = {}


@pytest.fixture(scope="module")
def report() -> Report:
    return Extractor().read(EXAMPLES / "moths.pdf")


def plain(value: str) -> str:
    """Return a form of ``value`` in which equal numbers and equal names are equal."""
    try:
        return format(float(value), "g")
    except ValueError:
        return OTHER_NAMES.get(value.casefold(), value.casefold())


def cases(group: str, keys: Iterable[Any]) -> list[Any]:
    """Return ``keys`` as parameters of a test; those among the gaps of ``group`` are expected to fail."""
    gaps = GAPS.get(group) or {}
    return [
        pytest.param(key, marks=pytest.mark.xfail(reason=gaps[key], strict=True)) if key in gaps else key
        for key in keys
    ]


def other_names(values: Iterable[str]) -> dict[str, str]:
    """Return for each ``a | b`` the entries that make its names and itself one."""
    pairs = [(value, value.casefold().split(" | ")) for value in values]
    return {name: names[0] for value, names in pairs for name in (*names, value.casefold()) if len(names) > 1}


def wanted(entry: str | dict[str, Any]) -> dict[str, Any]:
    return {"value": entry} if isinstance(entry, str) else entry


OTHER_NAMES.update(other_names(wanted(e)["value"] for entries in EXPECTED["used"].values() for e in entries))


def facts_of(report: Report, label: str, status: str = "") -> list[Fact]:
    return [fact for fact in report.facts if fact.label == label and status in ("", fact.status)]


def test_the_paper_is_read(report: Report) -> None:
    assert (report.paper.title, len(report.paper.pages), report.warnings) == (EXPECTED["title"], EXPECTED["pages"], ())
    assert [page.columns for page in report.paper.pages] == [2, 2, 2, 1]


def test_printed_line_ends_and_running_heads_are_gone(report: Report) -> None:
    text = report.paper.text
    for word in ("ultra-violet", "Ima-geNet", "aug-mentation", "An example", "A. Lindqvist et al."):
        assert word not in text
    assert "weights that had been pre-trained on ImageNet [9]" in text
    assert "https://github.com/northmoor-night/screencount under the MIT licence" in text


@pytest.mark.parametrize("label", cases("used", EXPECTED["used"]))
def test_what_the_authors_used(report: Report, label: str) -> None:
    required = {plain(wanted(entry)["value"]) for entry in EXPECTED["used"][label]}
    optional = {plain(value) for value in EXPECTED["optional"].get(label, ())}
    assert {plain(fact.value) for fact in facts_of(report, label, "used")} - optional == required


DETAILS = {
    f"{label} {entry['value']}": (label, entry)
    for label, entries in EXPECTED["used"].items()
    for entry in entries
    if isinstance(entry, dict)
}


@pytest.mark.parametrize("name", cases("details", DETAILS))
def test_what_belongs_to_a_value(report: Report, name: str) -> None:
    label, entry = DETAILS[name]
    facts = [f for f in facts_of(report, label, "used") if plain(f.value) == plain(entry["value"])]
    found = {
        "value": entry["value"],
        "roles": sorted({role for fact in facts for role in fact.roles}),
        "scope": next((fact.scope.casefold() for fact in facts), ""),
        "attributes": {name: value for fact in facts for name, value in fact.attributes},
    }
    expected = {**entry, **({"roles": sorted(entry["roles"])} if "roles" in entry else {})}
    if "attributes" in entry:
        found["attributes"] = {k: v for k, v in found["attributes"].items() if k in entry["attributes"]}
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("label", cases("not_used", EXPECTED["not_used"]))
def test_what_the_authors_did_not_use(report: Report, label: str) -> None:
    used = {plain(fact.value) for fact in facts_of(report, label, "used")}
    assert used & {plain(value) for value in EXPECTED["not_used"][label]} == set()


@pytest.mark.parametrize("label", cases("status", EXPECTED["status"]))
def test_why_it_is_not_used(report: Report, label: str) -> None:
    found = {plain(fact.value): fact.status for fact in facts_of(report, label)}
    expected = EXPECTED["status"][label]
    assert {value: found.get(plain(value)) for value in expected} == expected


def told(answer: Answer, words: list[str]) -> dict[str, Any]:
    text = answer.text.casefold()
    return {
        "says": [word for word in words if word.casefold() in text],
        "pages": {evidence.page for evidence in answer.evidence},
    }


@pytest.mark.parametrize("cq", cases("stated", EXPECTED["answers"]))
def test_stated_or_not_stated(report: Report, cq: int) -> None:
    answer = next(answer for answer in report.answers if answer.cq == cq)
    assert answer.stated == bool(EXPECTED["answers"][cq]), answer.text


@pytest.mark.parametrize("cq", cases("answers", [cq for cq, answer in EXPECTED["answers"].items() if answer]))
def test_what_an_answer_says_and_where(report: Report, cq: int) -> None:
    expected = EXPECTED["answers"][cq]
    answer = next(answer for answer in report.answers if answer.cq == cq)
    found = told(answer, expected["says"])
    assert found["says"] == expected["says"], answer.text
    assert expected["page"] in found["pages"]
    assert told(answer, expected.get("not", []))["says"] == []


def test_evidence_stands_where_it_says(report: Report) -> None:
    paper = report.paper
    for fact in report.facts:
        for evidence in fact.evidence:
            quote_end = evidence.quote_start + len(evidence.quote)
            assert evidence.quote_start <= evidence.start < evidence.end <= quote_end
            assert paper.text[evidence.quote_start : quote_end] == evidence.quote
            assert paper.page_at(evidence.start) == evidence.page


def test_every_question_is_answered_once(report: Report) -> None:
    assert [answer.cq for answer in report.answers] == sorted(EXPECTED["answers"])
