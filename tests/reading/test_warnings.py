"""What of a file is not a paper's printed text, or not all of it, is said in the warnings."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pdf_maker import column, line, pdf

from dlextract.errors import PaperError
from dlextract.reading import read_paper, read_text

Headings = Mapping[str, tuple[str, ...]]
WORDS = "The moths were caught at night in a trap, and they were counted by the network that we know."


def read(data: bytes, headings: Headings, **more: object) -> tuple[str, tuple[str, ...]]:
    paper = read_paper("paper.pdf", headings=headings, data=data, **more)  # type: ignore[arg-type]
    return paper.text, paper.warnings


def test_what_was_typed_into_a_form_stands_behind_its_label(headings: Headings) -> None:
    labels = ["Learning rate of the network:", "Batch size:", "Epochs of the training:"]
    data = pdf(
        [[*column(72, 100, [WORDS] * 3), *column(72, 200, labels, step=30)]],
        fields=[(0, (300, 190, 400, 206), "0.0008"), (0, (300, 220, 400, 236), "52")],
    )
    text, warnings = read(data, headings)
    assert text.split("\n\n")[1:] == [
        "Learning rate of the network: 0.0008",
        "Batch size: 52",
        "Epochs of the training:",
    ]
    assert warnings == ("page 1: what was typed into form fields is read like print",)


def test_an_empty_form_is_no_warning(headings: Headings) -> None:
    data = pdf([column(72, 100, [WORDS] * 3)], fields=[(0, (300, 190, 400, 206), "")])
    assert read(data, headings) == (" ".join([WORDS] * 3), ())


@pytest.mark.parametrize(
    ("files", "warning"),
    [
        (["b.pdf"], "the PDF carries a file that is not read (b.pdf)"),
        (["b.pdf", "c.csv"], "the PDF carries 2 files that are not read (b.pdf, c.csv)"),
        (
            [f"{n}.pdf" for n in range(9)],
            "the PDF carries 9 files that are not read (0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf, …)",
        ),
    ],
)
def test_the_files_of_a_portfolio(headings: Headings, files: list[str], warning: str) -> None:
    data = pdf([column(72, 100, [WORDS] * 3)], files=files)
    assert read(data, headings)[1] == (f"{warning}: save what is a paper and read it by itself",)


PAPER = ["Abstract", WORDS, "1 Introduction", WORDS, "2 Methods", WORDS, "References", "[1] A. Author. Moths. 2019."]


def test_two_papers_in_one_file(headings: Headings) -> None:
    page = [line(72, 100 + 30 * n, text, 14 if len(text) < 20 else 10) for n, text in enumerate(PAPER)]
    said = "the file seems to hold several papers, the second from page {} on: --pages {} reads what is before"
    assert read(pdf([page]), headings)[1] == ()
    assert read(pdf([page, page]), headings)[1] == (said.format(2, 1),)
    assert read(pdf([page[:4], page[4:], page]), headings)[1] == (said.format(3, "1-2"),)
    # An appendix has no abstract, no introduction, and often references of its own.
    assert read(pdf([page, page[4:]]), headings)[1] == ()


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
def test_some_pages(headings: Headings, backend: str) -> None:
    said = ["Moths rest.", "Beetles dig under bark.", "Bees come home late.", "Ants carry leaves.", "Flies wait."]
    data = pdf([[line(72, 100 + 90 * n, text)] for n, text in enumerate(said)])
    paper = read_paper("paper.pdf", headings=headings, data=data, pages=(2, 3), backend=backend)
    assert paper.text == "\n\n".join(said[1:3])
    assert [paper.page_at(paper.text.index(text)) for text in said[1:3]] == [2, 3]
    assert [page.number for page in paper.pages] == [2, 3]
    assert paper.warnings == ("only pages 2 to 3 of 5 are read",)
    assert read(data, headings, pages=(4, 99), backend=backend)[1] == ("only pages 4 to 5 of 5 are read",)
    assert read(data, headings, pages=(1, 5), backend=backend)[1] == ()
    with pytest.raises(PaperError, match=r"^paper.pdf: it has only 5 pages\. Choose others with --pages\.$"):
        read(data, headings, pages=(6, 7), backend=backend)


def test_a_text_has_no_pages(headings: Headings) -> None:
    with pytest.raises(PaperError, match=r"^a.txt: a text has no pages to choose from\. Leave --pages out\.$"):
        read_paper("a.txt", headings=headings, data=WORDS.encode(), pages=(1, 2))


def test_a_text_in_another_language(headings: Headings) -> None:
    german = "Die Falter wurden in der Nacht mit einer Falle gefangen und von dem Netz, das wir nicht kennen. " * 9
    said = ("the paper is not in English (de): what it states is hardly found",)
    assert read_text(german, source="-", headings=headings).warnings == said
    assert read_text(WORDS, source="-", headings=headings).warnings == ()
