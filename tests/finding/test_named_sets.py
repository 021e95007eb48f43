"""Addresses of data sets behind their names and in notes that bear their names."""

from __future__ import annotations

import pytest

from dlextract.finding.named_sets import addresses_of_sets
from dlextract.records import Link, Mention, Page, Paper, Section


def found(text: str, name: str, *, uri: str = "", label: str = "DATASET", hint: str = "") -> list[tuple[str, str, str]]:
    """Return printed words, address and hint of what ``name`` leads to; ``uri`` lies behind the name."""
    body = text.partition("\n\nReferences\n")[0]
    sections = (
        Section(0, 0, len(body), "Methods", "methods"),
        Section(len(body), len(body) + 13, len(text), "References", "references"),
    )
    at = text.index(name)
    links = (Link(at, at + len(name), uri),) if uri else ()
    paper = Paper("p", "", text, pages=(Page(1, 0, len(text)),), sections=sections, links=links)
    got = list(addresses_of_sets([Mention(label, at, at + len(name), name, "x", hint=hint)], paper))
    assert all((m.label, m.found_by) == ("DATA_LINK", "link:DATA_LINK") for m in got)
    return [(text[m.start : m.end], m.value, m.hint) for m in got]


@pytest.mark.parametrize(
    "note",
    [
        "https://github.com/moss/word-nest",
        "3 https://github.com/moss/WordNest.",
        "3. http://wordnest.org/wordnest",
        "http://www.wordnestdataset.org/home",
        "https://example.org/data/wordnest/v2",
    ],
)
def test_a_note_that_bears_the_name_of_a_set_is_its_address(note: str) -> None:
    address = note.lstrip("3. ").rstrip("/.")
    text = f"We trained on WordNest.\n{note}\nMore text."
    assert found(text, "WordNest") == [(address, address, "used")]


@pytest.mark.parametrize(
    "text",
    [
        "We trained on WordNest.\nhttps://github.com/moss/wordnester\nMore text.",
        "We trained on WordNest.\nBoxes were drawn with https://wordnest.org\nMore text.",
        "We trained on WordNest.\nhttps://wordnest.org/en\nMore text.",
        "We trained on WordNest.\nhttps://arxiv.org/abs/wordnest\nMore text.",
        "We trained on WordNest.\n\nReferences\nhttps://wordnest.org\n",
    ],
)
def test_other_addresses_are_not(text: str) -> None:
    assert found(text, "WordNest") == []


def test_a_host_of_everybody_is_not_the_set_of_its_name() -> None:
    text = "We trained on the GitHub dataset.\nhttps://github.com/moss/counter\nMore text."
    assert found(text, "GitHub") == []


def test_a_short_name_says_too_little() -> None:
    assert found("We trained on AVA.\nhttps://ava.org\n", "AVA") == []


def test_the_hyperlink_behind_the_name_of_a_set_is_its_address() -> None:
    text = "We trained on WordNest."
    assert found(text, "WordNest", uri="https://a.org/17") == [("WordNest", "https://a.org/17", "")]
    assert found(text, "WordNest", uri="https://arxiv.org/abs/1703.12345") == []
    assert found(text, "WordNest", uri="https://a.org/") == []
    assert found(text, "WordNest", uri="mailto:moss@a.org") == []


@pytest.mark.parametrize(("label", "hint"), [("ARCHITECTURE", ""), ("DATASET", "mentioned")])
def test_only_names_of_sets_lead_to_addresses(label: str, hint: str) -> None:
    text = "We trained on WordNest.\nhttps://wordnest.org"
    assert found(text, "WordNest", uri="https://a.org/17", label=label, hint=hint) == []
