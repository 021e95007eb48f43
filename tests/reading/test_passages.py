"""Texts that are passages in any order."""

from __future__ import annotations

import pytest

from dlextract.reading import read_text
from dlextract.reading.passages import are_passages
from dlextract.records import Section

HEADINGS = {"introduction": ("introduction",), "methods": ("methods",), "references": ("references",)}


def sections(*titles: tuple[str, str]) -> list[Section]:
    return [
        Section(place * 100, place * 100 + len(title), place * 100 + 100, title, role)
        for place, (title, role) in enumerate(titles)
    ]


@pytest.mark.parametrize(
    ("titles", "passages"),
    [
        ([("1. Introduction", "introduction"), ("2. Methods", "methods"), ("2.1. Data", "methods")], False),
        ([("2.1. Data", "methods"), ("1. Introduction", "introduction")], True),
        ([("Methods", "methods"), ("Introduction", "introduction")], True),
        ([("3. Results", "results"), ("2.4. Training", "methods")], True),
        ([("3. Results", "results"), ("48. Smith J (2000) A title", "other"), ("7. Doe K", "other")], False),
        ([("Methods", "methods"), ("99 percent", "methods"), ("3. Results", "results")], False),
    ],
)
def test_order(titles: list[tuple[str, str]], passages: bool) -> None:
    assert are_passages(sections(*titles), 1000) is passages


def test_a_long_text_is_a_paper() -> None:
    assert not are_passages(sections(("Methods", "methods"), ("Introduction", "introduction")), 30_000)


def test_references_over_most_of_the_text_are_none() -> None:
    assert are_passages([Section(0, 0, 100, "", "other"), Section(100, 110, 900, "References", "references")], 900)
    assert not are_passages([Section(0, 0, 700, "", "other"), Section(700, 710, 900, "References", "references")], 900)


def test_headings_of_passages_say_nothing() -> None:
    text = "Methods\n\nWe trained a net.\n\nIntroduction\n\nOthers train nets."
    assert {section.role for section in read_text(text, source="-", headings=HEADINGS).sections} == {"other"}
    ordered = "Introduction\n\nOthers train nets.\n\nMethods\n\nWe trained a net."
    assert [section.role for section in read_text(ordered, source="-", headings=HEADINGS).sections] == [
        "introduction",
        "methods",
    ]
