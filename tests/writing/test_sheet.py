"""The readable forms: sheet, Markdown, HTML; and that nothing in a paper can steer them."""

from __future__ import annotations

import copy
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import FAILURE, REPORT

from dlextract.writing import Look, sheet, to_dict
from dlextract.writing.html import html
from dlextract.writing.markdown import markdown
from dlextract.writing.quotes import MarkedQuote, printable, quotes
from dlextract.writing.sheet import broken

RECORD = to_dict(REPORT)


def test_the_sheet() -> None:
    assert sheet(RECORD) == (
        "in/moths.pdf\n"
        "Counting moths\n"
        "3 pages; 1 of 2 questions answered\n"
        "\n"
        " 20  Which hardware is used?\n"
        "     2 × NVIDIA TITAN X (training)\n"
        "     Two NVIDIA TITAN X (training).\n"
        "     p. 2  We trained on two [[Titan X]] cards.\n"
        "\n"
        " 24  Which seed is used?\n"
        "     not stated\n"
        "     See the code.\n"
        "\n"
        "Warnings\n"
        "- page 3: text layer is unreadable\n"
    )


def test_the_sheet_explains() -> None:
    explained = sheet(RECORD, Look(width=200, explain=True))
    fact = (
        "f1 GPU “Titan X” = NVIDIA TITAN X: used (we trained), training, for stage 1, count 2, memory 12 GB, "
        "confidence 0.97; hardware.yaml:GPU"
    )
    assert [line.strip() for line in explained.splitlines() if "·" in line] == [
        f"· {fact}",
        "· confidence 0.95",
        "· searched with training.yaml:RANDOM_SEED",
        "· searched in methods",
        "· unreadable pages: 3",
        f"· set aside: {fact}",
    ]


def test_colours_mark_the_found_words_on_every_line() -> None:
    text = sheet(RECORD, Look(width=40, colours=True))
    assert "     p. 2  We trained on two \x1b[1;33mTitan X\x1b[0m" in text
    plain = re.sub("\x1b\\[[0-9;]*m", "", text)
    assert plain == sheet(RECORD, Look(width=40)).replace("[[", "").replace("]]", "")
    narrow = sheet(RECORD, Look(width=35, colours=True))
    assert "\x1b[1;33mTitan\x1b[0m\n           \x1b[1;33mX\x1b[0m" in narrow


def test_a_failure_is_one_line() -> None:
    assert sheet(to_dict(FAILURE)) == "bad.pdf\nnot read: bad.pdf: it is no PDF. Give a PDF.\n"


def test_a_paper_cannot_steer_the_terminal() -> None:
    record = copy.deepcopy(RECORD)
    record["answers"][0]["evidence"][0]["quote"] = "We\x1b[2J trained\x9b on\x07 two\u202e T\x01itan X."
    record["paper"]["title"] = "\x1b]0;owned\x07"
    record["paper"]["source"] = "a\nb\x1b.pdf"
    for look in (Look(), Look(colours=True)):
        text = re.sub("\x1b\\[[0-9;]*m", "", sheet(record, look))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert text.startswith("a b\N{REPLACEMENT CHARACTER}.pdf\n")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 9, ["- one two", "  three"]),
        ("one two", 5, ["- one", "  two"]),
        ("averylongword x", 5, ["- averylongword", "  x"]),
        ("数据集 数据集", 10, ["- 数据集", "  数据集"]),
        ("", 10, ["- "]),
    ],
)
def test_lines_are_broken_at_spaces(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width, "- ", "  ") == lines


@given(st.text(alphabet="ab ", max_size=60), st.integers(5, 30))
def test_breaking_lines_loses_no_word(text: str, width: int) -> None:
    lines = broken(text, width, "", "  ")
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


def place(quote: str, found: str, page: int = 1, start: int = 50) -> dict[str, Any]:
    at = start + quote.index(found)
    return {"page": page, "quote": quote, "quote_start": start, "start": at, "end": at + len(found)}


def test_finds_in_one_sentence_are_marked_in_one_quote() -> None:
    sentence = "We used CIFAR-10 and MNIST."
    evidence = [place(sentence, "MNIST"), place("Other.", "Other", page=2), place(sentence, "CIFAR-10")]
    assert quotes(evidence) == [
        MarkedQuote(1, (("We used ", False), ("CIFAR-10", True), (" and ", False), ("MNIST", True), (".", False))),
        MarkedQuote(2, (("Other", True), (".", False))),
    ]
    assert [quote.page for quote in quotes(evidence, most=1)] == [1]


def test_finds_that_overlap_are_marked_once() -> None:
    sentence = "We used ResNet-50 v2."
    (quote,) = quotes([place(sentence, "ResNet-50"), place(sentence, "ResNet-50 v2"), place(sentence, "50 v2")])
    assert "".join(part for part, found in quote.parts if found) == "ResNet-50 v2"
    assert "".join(part for part, _ in quote.parts) == sentence


def test_a_long_quote_is_cut_around_the_find() -> None:
    sentence = "word " * 200 + "FOUND" + " word" * 200
    ((_, parts),) = [(quote.page, quote.parts) for quote in quotes([place(sentence, "FOUND")])]
    text = "".join(part for part, _ in parts)
    assert (text[:2], text[-2:], len(text) < 340) == ("… ", " …", True)
    assert ("FOUND", True) in parts


def test_spaces_around_a_find_are_not_marked() -> None:
    (quote,) = quotes([place("We used it .", " used "), place("We used it .", " .")])
    assert quote.parts == (("We ", False), ("used", True), (" it ", False), (".", True))


def test_a_quote_without_offsets_is_shown_whole() -> None:
    assert quotes([{"page": 4, "quote": "A row\tof cells"}]) == [MarkedQuote(4, (("A row of cells", False),))]


@given(st.text(max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_wrong_offsets_never_lose_text(text: str, start: int, end: int) -> None:
    (quote,) = quotes([{"page": 1, "quote": text, "quote_start": 0, "start": start, "end": end}])
    assert printable("".join(part for part, _ in quote.parts)) == printable(text)


def test_markdown() -> None:
    record = copy.deepcopy(RECORD)
    record["answers"][0]["text"] = "Two_x * <b>"
    assert markdown(record) == (
        "# Counting moths\n"
        "\n"
        "in/moths.pdf: 1 of 2 questions answered.\n"
        "\n"
        "## 20. Which hardware is used?\n"
        "\n"
        "**2 × NVIDIA TITAN X (training)**\n"
        "\n"
        "Two\\_x \\* \\<b\\>\n"
        "\n"
        "> [p. 2](./in/moths.pdf#page=2): We trained on two **Titan X** cards.\n"
        "\n"
        "## 24. Which seed is used?\n"
        "\n"
        "not stated\n"
        "\n"
        "See the code.\n"
        "\n"
        "## Warnings\n"
        "\n"
        "- page 3: text layer is unreadable\n"
    )
    assert markdown(to_dict(FAILURE)) == "# bad.pdf\n\nNot read: bad.pdf: it is no PDF. Give a PDF.\n"


class Tags(HTMLParser):
    """Collects tags and attributes, and checks that tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_well_formed_and_self_contained() -> None:
    page = "".join(html([RECORD, to_dict(FAILURE)]))
    tags = Tags()
    tags.feed(page)
    links = [link for link in tags.links if not link.startswith("#")]
    assert (tags.open, links) == ([], ["./in/moths.pdf#page=2"])
    assert "We trained on two <mark>Titan X</mark> cards." in page
    assert "not stated" in page
    assert "it is no PDF" in page


def test_html_escapes_everything() -> None:
    evil = "<script>alert(1)</script>\"'&"
    record = copy.deepcopy(RECORD)
    record["paper"] |= {"title": evil, "source": 'javascript:alert(1)//".pdf'}
    record["answers"][0] |= {"ask": evil, "text": evil}
    record["answers"][0]["evidence"][0]["quote"] = evil
    record["answers"][1]["pointer"] = evil
    record["warnings"] = [evil]
    failed = copy.deepcopy(to_dict(FAILURE))
    failed["error"]["message"] = evil
    tags = Tags()
    page = "".join(html([record, failed]))
    tags.feed(page)
    assert page.count("<script") == "".join(html([RECORD])).count("<script") == 1
    assert [link for link in tags.links if not link.startswith("#")] == ["./javascript%3Aalert%281%29//%22.pdf#page=2"]
