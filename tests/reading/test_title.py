"""The title of a paper among logos, covers and labels."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pdf_maker import Read, column, line, pdf

from dlextract.reading import read_paper
from dlextract.reading.title import is_readable, settle_title

BODY = column(
    100,
    240,
    [
        "Moths come to light at night and are counted by hand in",
        "most studies of the last years, which takes a long time",
        "and tires those who count. A camera does not tire. We",
        "take pictures of the sheet every ten minutes, and a net",
    ]
    * 8,
)
TITLE = "Small nets for counting moths at light"


def test_a_logo_is_no_title(read: Read) -> None:
    page = [line(100, 50, "INSECTS & LIGHT", 30, "F2"), line(100, 110, "Small nets for counting", 18)]
    paper = read([*page, line(100, 132, "moths at light", 18), line(100, 160, "A. Author", 11), *BODY])
    assert (paper.title, paper.title_from) == (TITLE, "page 1")


def test_a_short_title_without_a_rival_stays(read: Read) -> None:
    paper = read([line(100, 50, "Tidy Moths", 30, "F2"), line(100, 110, "A. Author and B. Author", 11), *BODY])
    assert (paper.title, paper.title_from) == ("Tidy Moths", "page 1")


@pytest.mark.parametrize(
    "cover",
    [
        [
            "This is the accepted version of an article.",
            "Please cite: A. Author, Small nets for counting moths at light.",
        ],
        [
            "Accepted manuscript. Downloaded from the repository of the valley.",
            "Copyright by the authors. See the licence.",
        ],
    ],
)
def test_an_archives_cover_has_no_title(cover: list[str], read: Read) -> None:
    first = [line(150, 80, "Open archive of the hills", 20, "F2"), *column(100, 120, cover)]
    paper = read(first, [line(100, 110, TITLE, 18), line(100, 160, "A. Author", 11), *BODY])
    assert (paper.title, paper.title_from) == (TITLE, "page 2")
    said = "page 1 is a cover that an archive or publisher put before the paper: --pages {} leaves it out"
    assert paper.warnings == (said.format("2"),)
    longer = read(first, [line(100, 110, TITLE, 18), line(100, 160, "A. Author", 11), *BODY], BODY[:9], BODY[9:])
    assert longer.warnings == (said.format("2-4"),)


def test_the_first_page_of_a_paper_is_no_cover(read: Read) -> None:
    note = line(100, 700, "Copyright by the authors. Downloaded from the archive under a licence.")
    paper = read([line(100, 110, TITLE, 18), *BODY, note], [line(100, 60, "Many moths of many kinds", 18), *BODY])
    assert (paper.title, paper.title_from, paper.warnings) == (TITLE, "page 1", ())


def test_the_kind_of_article_and_the_authors_are_no_part_of_it(read: Read) -> None:
    page = [line(100, 90, "Research Article", 18), line(100, 110, TITLE, 18), line(100, 130, "By: A. Author", 18)]
    assert read([*page, *BODY]).title == TITLE


@pytest.mark.parametrize(
    ("title", "readable"),
    [
        ("Counting moths at light with a small network", True),
        ("THE DETAILS OF MP3 AND RNN", True),
        ("基于深度学习的青椒识别研究", True),
        ("Bntmshmf lnsgr Zs khfgs vhsg Z rlZkk mdsvnqj", False),
        ("Counting m\ufffdths at light", False),
    ],
)
def test_a_garbled_title_is_none(title: str, readable: bool) -> None:
    assert is_readable(title) is readable


def test_metadata_are_a_witness_or_the_last_resort() -> None:
    assert settle_title(TITLE, 1, "Small Nets for Counting Moths at Light") == (TITLE, "page 1 and metadata")
    assert settle_title(TITLE, 2, "Microsoft Word - moths.doc") == (TITLE, "page 2")
    assert settle_title("", 0, TITLE) == (TITLE, "metadata")
    assert settle_title("", 0, "untitled") == ("", "")


def test_metadata_and_outline_are_witnesses() -> None:
    assert settle_title(TITLE, 1, TITLE.upper(), f"1. {TITLE}") == (TITLE, "page 1, metadata and outline")
    assert settle_title(TITLE, 2, "Another title of this", TITLE) == (TITLE, "page 2 and outline")
    assert settle_title("", 0, "Another title of this", TITLE) == ("Another title of this", "metadata")


def test_the_first_entry_of_the_outline_tells_a_title_from_a_name_set_larger(
    headings: Mapping[str, tuple[str, ...]],
) -> None:
    drawn = [line(100, 50, "The Journal of Small Animals at Light", 24), line(100, 120, TITLE, 18), *BODY]

    def title(entry: str) -> tuple[str, str]:
        paper = read_paper("paper.pdf", headings=headings, data=pdf([drawn], outline=entry))
        return paper.title, paper.title_from

    assert title(TITLE) == (TITLE, "page 1 and outline")
    assert title("1 Introduction to moths")[1] == "page 1"


def test_signs_are_no_title() -> None:
    assert not is_readable("\u00b9lpuz\" ' \u00cc")
    assert is_readable("Tidy Moths")
    assert is_readable("YOLOv3: An Owl")
