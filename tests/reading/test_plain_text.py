from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.errors import PaperError
from dlextract.reading import read_text
from dlextract.reading.plain_text import decode, mend

Headings = Mapping[str, tuple[str, ...]]


def test_lines_become_paragraphs_and_headings_sections(headings: Headings) -> None:
    paper = read_text(
        "1. Introduction\n\nMoths are many. The net-\nwork counts  them\nat night.\n\n2. Methods\n\nWe used Adam.\n",
        source="-",
        headings=headings,
    )
    assert (
        paper.text
        == "1. Introduction\n\nMoths are many. The network counts them at night.\n\n2. Methods\n\nWe used Adam."
    )
    assert [(section.role, section.title) for section in paper.sections] == [
        ("introduction", "1. Introduction"),
        ("methods", "2. Methods"),
    ]
    assert [paper.text[line.start : line.end] for line in paper.lines][1:3] == [
        "Moths are many. The net",
        "work counts them",
    ]


def test_blocks_of_short_lines_keep_their_lines(headings: Headings) -> None:
    text = "We list what was chosen for each of the two stages of the training.\n\nBatch size\nEpochs\n\n64\n300\n"
    paper = read_text(text, source="-", headings=headings)
    assert paper.text.endswith("Batch size\nEpochs\n\n64\n300")


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("patches of 15 √ó 15 pixels", "patches of 15 × 15 pixels"),
        ("a rate of 10‚àí4 for ‚àº14 days", "a rate of 10−4 for ∼14 days"),
        ("NIBIO‚Äôs map", "NIBIO’s map"),
        ("itâ€™s a test", "it’s a test"),
        ("Ã–sterreich", "Österreich"),
        ("5 × 5 and 10−4, Øst’s", "5 × 5 and 10−4, Øst’s"),
    ],
)
def test_mojibake_is_mended(damaged: str, mended: str) -> None:
    assert mend(damaged) == mended


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("a learn\xading rate", "a learning rate"),
        ("a batch\xad size", "a batch size"),
        ("the weight de\xad\ncay is small", "the weight decay is small"),
        ("in cross-\xad\nvalidation", "in cross-validation"),
        ("in cross\xad \nvalidation", "in cross-validation"),
        ("the end\xad\n\nof it\xad", "the end\n\nof it"),
        ("la bah\u00c3\u00ada", "la bahía"),
    ],
)
def test_soft_hyphens_are_printed_at_line_ends_alone(printed: str, read: str, headings: Headings) -> None:
    assert read_text(printed, source="-", headings=headings).text == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("at https://owls.example/\nnests.", "at https://owls.example/nests."),
        ("at https://owls.example/\nand more", "at https://owls.example/ and more"),
        ("owls/\nnests.", "owls/ nests."),
    ],
)
def test_an_address_goes_on_in_the_next_line(printed: str, read: str, headings: Headings) -> None:
    assert read_text(printed, source="-", headings=headings).text == read


def test_maths_letters_become_plain_letters(headings: Headings) -> None:
    assert (
        read_text("a batch of \uf8ffùêµ = 64 patches", source="-", headings=headings).text
        == "a batch of B = 64 patches"
    )


def test_encodings() -> None:
    assert [decode("Größe".encode(codec)) for codec in ("utf-8", "cp1252", "utf-16")] == ["Größe"] * 3


def test_no_text_is_an_error(headings: Headings) -> None:
    with pytest.raises(PaperError, match=r"^empty\.txt: there is no text in it\. Give a paper with text\.$"):
        read_text(" \n\t\n", source="empty.txt", headings=headings)


@given(st.lists(st.text("ab-. \n1|é", max_size=40), min_size=1, max_size=8))
def test_every_line_and_section_lies_in_the_text(blocks: list[str]) -> None:
    try:
        paper = read_text("\n\n".join(blocks), source="-", headings={"methods": ("methods?",)})
    except PaperError:
        return
    assert all(0 <= line.start <= line.end <= len(paper.text) for line in paper.lines)
    assert all(a.end <= b.start for a, b in zip(paper.lines, paper.lines[1:], strict=False))
    assert [section.end for section in paper.sections[:-1]] == [section.start for section in paper.sections[1:]]
    assert (paper.sections[0].start, paper.sections[-1].end) == (0, len(paper.text))


def test_half_a_surrogate_pair_is_no_character() -> None:
    paper = read_text("We used \ud83e\udd8b and \ud800 4 GPUs.\udfff", source="-", headings={})
    assert paper.text == "We used \N{BUTTERFLY} and \ufffd 4 GPUs.\ufffd"
