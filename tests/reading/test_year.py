"""The year of publication: what says it, what wins over what, and what is about something else."""

from __future__ import annotations

import pytest
from pdf_maker import Read, line

from dlextract.reading.year import find_year
from dlextract.records import DroppedLine, Page, Section

BOX = (0.0, 0.0, 9.0, 9.0)


def year_of(text: str, created: str = "", heads: tuple[tuple[int, str], ...] = ()) -> tuple[int | None, str]:
    dropped = [DroppedLine(page, BOX, head, "running head") for page, head in heads]
    pages = [Page(number, 0 if number == 1 else len(text), len(text)) for number in (1, 2, 3)]
    return find_year(text, pages, (), dropped, created)


@pytest.mark.parametrize(
    "notice",
    [
        "Received: 4 May 2018 | Accepted: 2 January 2019 | Published: 3 March 2019",
        "Date of publication March 3, 2019, date of current version June 1, 2020.",
        "Received 4 May 2017; Available online 19 August 2019",
        "Published as a conference paper at LAMPS 2019",
        "Proceedings of the 5th Northern Lamps Conference (NLC), volume 233, 2019.",
        "12th Conference on Moths (MOTHS 2019), Hill Town.",
        "2019 IEEE/ACM Conference on Lamps",
        "Lamps and Moths 93 (2019) 12-19",
        "J. Lamps (2019) 12:34",
        "Lamps 2019, 12, 34",
        "978-1-2345-6789-0/18/$31.00 ©2019 IEEE",
        "Copyright (c) 2019 by the authors.",
        "arXiv:1812.01234v2 [cs.CV] 4 Jan 2019",
        "arXiv:1903.01234",
    ],
)
def test_a_notice_on_the_first_page_says_it(notice: str) -> None:
    assert year_of(f"Counting moths\n\nA. Author\n\n{notice}\n\nAbstract") == (2019, "page 1")
    assert year_of("Counting moths", "D:20230101", ((2, notice),)) == (2019, "page 2")
    assert year_of("Counting moths", "D:20230101", ((3, notice),)) == (2023, "metadata")


@pytest.mark.parametrize(
    "text",
    [
        "We follow Hill et al. (2012) and the data of the 2015 challenge.",
        "[3] A. Hill. Moths. In Proceedings of the Conference on Lamps, 2014.",
        "The collection covers 1990 to 2015, and lamps since 2011.",
        "Previously published in 2011.",
        "10.1234/2015.12",
    ],
)
def test_other_years_do_not(text: str) -> None:
    assert year_of(text) == (None, "")
    assert year_of(text, "D:20190304101112Z") == (2019, "metadata")


def test_publication_wins_over_preprint_and_copyright() -> None:
    text = "arXiv:1812.01234v2 [cs.CV] 4 Jan 2019\n\n© 2020 The Authors\n\nPublished online: 5 October 2021"
    assert year_of(text) == (2021, "page 1")
    assert year_of(text.rpartition("\n\n")[0]) == (2020, "page 1")


def test_references_and_later_pages_are_not_read() -> None:
    text = "Moths\n\nReferences\n\nLamps 2019, 12, 34"
    references = [Section(7, 17, len(text), "References", "references")]
    assert find_year(text, [Page(1, 0, len(text))], references, (), "") == (None, "")
    assert find_year(text, [Page(1, 0, 5), Page(2, 7, len(text))], (), (), "") == (None, "")


def test_a_paper_knows_its_year(read: Read) -> None:
    body = [line(100, 200 + 14 * number, f"Here we count moths of kind {number} at lamps.") for number in range(9)]
    paper = read([line(100, 80, "Counting moths at lamps", 18), line(100, 120, "Copyright 2019 by the authors"), *body])
    assert (paper.year, paper.year_from) == (2019, "page 1")
