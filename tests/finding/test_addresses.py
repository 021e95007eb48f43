"""Addresses in footnotes, hyperlinks and references that a statement points to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dlextract.finding.addresses import link_mentions
from dlextract.knowledge import Knowledge, Pattern, Place, Rule
from dlextract.records import Link, Mention, Page, Paper, Section

if TYPE_CHECKING:
    from dlextract import Extractor

PLACE = Place("availability.yaml", 1, 1)
HOST = Rule(r"(?P<value>https://host\.org/\S+\w)", PLACE)
KNOWLEDGE = Knowledge(
    {"CODE_HOST": Pattern("CODE_HOST", "availability.yaml:CODE_HOST", PLACE, rules=(HOST,))}, (), (), {}, ""
)


CODE = Pattern(
    "CODE_LINK",
    "availability.yaml:CODE_LINK",
    PLACE,
    rules=(Rule(r"code\b[^.]* (?P<value>https?://\S+\w)", PLACE, status="used"),),
    unless=("their code",),
)
DATA = Pattern(
    "DATA_LINK",
    "availability.yaml:DATA_LINK",
    PLACE,
    rules=(
        Rule(r"our data\b[^.]* (?P<value>https?://\S+\w)", PLACE, status="used"),
        Rule(r"data\b[^.]* (?P<value>https?://\S+\w)", PLACE),
    ),
)
DATA_HOST = Pattern(
    "DATA_HOST", "availability.yaml:DATA_HOST", PLACE, rules=(Rule(r"(?P<value>https://a\.org/\w+)", PLACE),)
)
LINKED = Knowledge({**KNOWLEDGE.patterns, "CODE_LINK": CODE, "DATA_LINK": DATA, "DATA_HOST": DATA_HOST}, (), (), {}, "")


@pytest.mark.parametrize(
    ("text", "words", "uri", "wanted"),
    [
        ("The data lie in this archive.", "this archive", "https://a.org/1", [("DATA_LINK", "this archive", "")]),
        ("Our code is here.", "here", "https://a.org/1", [("CODE_LINK", "here", "used")]),
        ("The data lie in this blog.", "this blog", "https://b.org/1", []),
        ("Here lie our data in this blog.", "this blog", "https://b.org/1", [("DATA_LINK", "this blog", "used")]),
        ("The data lie in a box, code is here.", "here", "https://b.org/1", [("CODE_LINK", "here", "used")]),
        (
            "The data and code lie here.",
            "here",
            "https://a.org/1",
            [("CODE_LINK", "here", "used"), ("DATA_LINK", "here", "")],
        ),
        ("The data lie here, code in a box.", "here", "https://a.org/1", [("DATA_LINK", "here", "")]),
        ("We compare their code with ours, see here.", "here", "https://a.org/1", []),
        ("The data lie here.", "here", "mailto:moth@a.org", []),
        ("The data lie at a.org/1 today.", "a.org/1", "https://a.org/1", []),
        ("Moths fly.\n\nReferences\nThe data lie here.", "here", "https://a.org/1", []),
    ],
)
def test_a_hyperlink_is_read_as_if_it_were_printed(
    text: str, words: str, uri: str, wanted: list[tuple[str, str, str]]
) -> None:
    sections = [Section(0, 0, len(text), "Methods", "methods")]
    if "References" in text:
        at = text.index("References")
        sections = [
            Section(0, 0, at, "Methods", "methods"),
            Section(at, at + 11, len(text), "References", "references"),
        ]
    start = text.index(words)
    link = Link(start, start + len(words), uri)
    paper = Paper("p", "", text, pages=(Page(1, 0, len(text)),), sections=tuple(sections), links=(link,))
    got = link_mentions([], [(0, len(text))], paper, LINKED)
    assert [(m.label, text[m.start : m.end], m.hint) for m in got] == wanted
    assert all((m.value, m.found_by) == (uri, f"link:{m.label}") for m in got)


def found(
    text: str, words: str, *, links: tuple[Link, ...] = (), pages: int = 1, hint: str = "used"
) -> list[tuple[str, str]]:
    """Return the printed words and the address of what the statement at ``words`` points to."""
    body = text.partition("\n\nReferences\n")[0]
    sentences = []
    position = 0
    for sentence in text.split("\n"):
        if sentence:
            sentences.append((position, position + len(sentence)))
        position += len(sentence) + 1
    sections = (
        Section(0, 0, len(body), "Methods", "methods"),
        Section(len(body), len(body) + 13, len(text), "References", "references"),
    )
    half = text.find("PAGE") if pages == 2 else len(text)
    paper = Paper("p", "", text, pages=(Page(1, 0, half), Page(2, half, len(text))), sections=sections, links=links)
    at = text.index(words)
    statement = Mention("CODE_REPOSITORY", at, at + len(words), "", "x", hint=hint)
    hosts = [
        Mention("CODE_HOST", m.start(), m.end(), "", "x", hint="mentioned")
        for m in re.finditer(r"https://host\.org/\S+\w", body)
    ]
    got = link_mentions([statement, *hosts], sentences, paper, KNOWLEDGE)
    assert all((m.label, m.hint, m.found_by) == ("CODE_LINK", "used", "link:CODE_LINK") for m in got)
    return [(text[m.start : m.end], m.value) for m in got]


def test_finds_the_footnote_of_the_page() -> None:
    text = "Our code is available.\nMore text.\nhttps://host.org/frogs\n3. https://host.org/toads"
    assert found(text, "available") == [
        ("https://host.org/frogs", "https://host.org/frogs"),
        ("https://host.org/toads", "https://host.org/toads"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Our code is available.\nBoxes were drawn by two students with a tool (https://host.org/boxer) that is free.",
        "Our code is available.\nMore text.",
    ],
)
def test_leaves_addresses_in_running_text_alone(text: str) -> None:
    assert found(text, "available") == []


def test_finds_two_footnotes_on_one_line() -> None:
    text = (
        "Our code is available.\nMore text.\nhttps://host.org/frogs https://host.org/a-much-longer-name-of-some-toads"
    )
    assert [address for _, address in found(text, "available")] == [
        "https://host.org/frogs",
        "https://host.org/a-much-longer-name-of-some-toads",
    ]


def test_leaves_footnotes_of_other_pages_alone() -> None:
    assert found("Our code is available.\nPAGE\nhttps://host.org/frogs", "available", pages=2) == []


def test_a_statement_that_does_not_hold_points_nowhere() -> None:
    assert found("Their code is available.\nhttps://host.org/frogs", "available", hint="mentioned") == []


def test_follows_the_hyperlink_under_the_words() -> None:
    text = "The code is on github.\nhttps://host.org/other"
    link = Link(text.index("github"), text.index("github") + 6, "https://host.org/frogs")
    assert found(text, "github", links=(link,)) == [("github", "https://host.org/frogs")]


def test_follows_a_citation_into_the_references() -> None:
    text = (
        "The code has been put on a host (Frog et al. 2020).\n\nReferences\n"
        "Frog A (2019) Older. https://host.org/old\n• Frog A, Toad B (2020) Code. https://host.org/frogs\nToad B (2020) https://host.org/toads"
    )
    assert found(text, "host") == [("Frog et al. 2020", "https://host.org/frogs")]


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        ("[2]", ["toads"]),
        ("[1, 3]", ["frogs", "newts"]),
        ("[1–2]", ["frogs", "toads"]),
        ("[4]", []),
        ("[12]", []),
        ("(2)", []),
    ],
)
def test_follows_a_numbered_citation_into_the_references(mark: str, wanted: list[str]) -> None:
    text = (
        f"The code has been put on a host {mark}.\n\nReferences\n[1] Frog A. Code, 2020. https://host.org/frogs\n"
        "[2] Toad B. More, 2020. https://host.org/toads\n3. Newt C. Last. https://host.org/newts\n[4] Owl D. None."
    )
    assert found(text, "host") == [(mark, f"https://host.org/{name}") for name in wanted]


CODE = Pattern(
    "CODE_LINK",
    "availability.yaml:CODE_LINK",
    PLACE,
    rules=(Rule(r"code is available at (?P<value>https://\S+\w)", PLACE),),
)
BOTH = Knowledge({**KNOWLEDGE.patterns, "CODE_LINK": CODE}, (), (), {}, "")


def repositories(text: str, *own: str) -> list[str]:
    """Return the addresses of repositories that are the authors' in a text whose first line holds their names."""
    head = text.index("\n")
    references = text.find("References\n")
    end = references if references >= 0 else len(text)
    sections = [Section(0, 0, head, "", "other"), Section(head, head, end, "Abstract", "abstract")]
    if references >= 0:
        sections.append(Section(end, end + 11, len(text), "References", "references"))
    sentences = []
    position = 0
    for line in text[:end].split("\n"):
        sentences.append((position, position + len(line)))
        position += len(line) + 1
    hosts = [
        Mention("CODE_HOST", m.start(), m.end(), "", "x", hint="mentioned")
        for m in re.finditer(r"https://github\.com/\S+\w", text[:end])
    ]
    paper = Paper("p", "", text, pages=(Page(1, 0, len(text)),), sections=tuple(sections))
    return [m.value for m in link_mentions(hosts, sentences, paper, BOTH, own)]


def test_a_repository_with_the_name_of_the_work_is_the_authors() -> None:
    text = "Ann Moss\nWe release all models. https://github.com/dusklab/moth-net/tree/main\nMore."
    assert repositories(text, "MothNet") == ["https://github.com/dusklab/moth-net"]
    assert repositories(text, "FernNet") == []


def test_a_repository_of_an_author_that_stands_alone_is_the_authors() -> None:
    text = "Anna Mossberg, University of Fern\nWe trained.\n2. https://github.com/amossberg/wings\nMore."
    assert repositories(text) == ["https://github.com/amossberg/wings"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Mossberg, University of Fern\nWe trained.\n2. https://github.com/universityfern/wings\nMore.",
        "Anna Mossberg\nThe boxes come from a tool of another group (https://github.com/amossberg/x).\nMore.",
        "Anna Mossberg\nWe cut with the Wings toolbox.\n2. https://github.com/amossberg/wings\nMore.",
        "Ann Moss\nThe official implementation of MothNet is https://github.com/other/mothnet\nMore.",
    ],
)
def test_repositories_of_others_are_not(text: str) -> None:
    assert repositories(text, "MothNet") == []


def test_a_footnote_among_the_references_is_read() -> None:
    text = "Ann Moss\nWe trained.\nReferences\nMoss, A. Wings. 2019.\nOur code is available at https://github.com/a/wings\n"
    assert repositories(text) == ["https://github.com/a/wings"]
    cited = text.replace("Our code", "Moss (2019), code")
    assert repositories(cited) == []


@pytest.mark.parametrize(
    ("sentence", "weights"),
    [
        ("Our code and models are available at https://github.com/owl/counter.", ["https://github.com/owl/counter"]),
        (
            "We release all checkpoints and our training code at https://github.com/owl/counter.",
            ["https://github.com/owl/counter"],
        ),
        ("The code is available at https://github.com/owl/counter.", []),
        ("The code with model definitions is available at https://github.com/owl/counter.", []),
        ("Source code with network parameters as inputs is at https://github.com/owl/counter.", []),
    ],
)
def test_weights_are_where_the_code_is_said_to_be(sentence: str, weights: list[str], extractor: Extractor) -> None:
    report = extractor.read_text(f"Counting owls\n\nMethods\n\nWe count owls with a network. {sentence}")
    assert [fact.value for fact in report.facts if fact.label == "WEIGHTS_LINK"] == weights


@pytest.mark.parametrize(
    ("sentence", "words", "status"),
    [
        ("The recordings are at Zenodo.", "Zenodo", "used"),
        ("The recordings and labels are now on Zenodo.", "Zenodo", "used"),
        ("The weights are at Zenodo.", "Zenodo", ""),
        ("A demo video is at Zenodo.", "Zenodo", ""),
    ],
)
def test_an_archive_with_an_address_behind_its_name_is_where_the_data_are(
    sentence: str, words: str, status: str, extractor: Extractor
) -> None:
    text = f"Counting owls\n\nMethods\n\nWe count owls with a network. {sentence}"
    paper = extractor.paper("owls.txt", text.encode())
    at = paper.text.rindex(words)
    uri = "https://zenodo.org/records/7712345"
    report = extractor.read_record(replace(paper, links=(Link(at, at + len(words), uri),)))
    wanted = [(uri, status)] if status else []
    assert [(fact.value, fact.status) for fact in report.facts if fact.label == "DATA_LINK"] == wanted
