from __future__ import annotations

from collections.abc import Mapping

import pytest
from pdf_maker import column, line, pdf

from dlextract.errors import PaperError
from dlextract.reading import read_paper

Headings = Mapping[str, tuple[str, ...]]
BACKENDS = ("pdfium", "pdfplumber")
TWO_COLUMNS = pdf(
    [
        [
            line(72, 60, "A Study of Moths with Small Networks", 18, "F2"),
            line(72, 100, "1 Introduction", 12, "F2"),
            *column(72, 120, ["The left column tells of moths", "and of the param-", "eters of the network."]),
            line(320, 120, "The right column goes on"),
            "BT /F1 10 Tf 320 660 Td (with a rate of 10) Tj /F1 7 Tf 4 Ts (-4) Tj ET",
            line(320, 144, "in every epoch."),
        ],
        ["0 0 0 rg 100 100 300 300 re f"],
    ],
    [(0, (72, 112, 180, 122), "https://example.org/moths")],
)


@pytest.mark.parametrize("backend", BACKENDS)
def test_both_backends_read_the_same(headings: Headings, backend: str) -> None:
    paper = read_paper("paper.pdf", headings=headings, data=TWO_COLUMNS, backend=backend)
    assert paper.text == (
        "A Study of Moths with Small Networks\n\n1 Introduction\n\n"
        "The left column tells of moths and of the parameters of the network.\n\n"
        "The right column goes on with a rate of 10^-4 in every epoch."
    )
    assert [page.quality for page in paper.pages] == ["ok", "no text"]
    assert paper.warnings == ("page 2: it has no text layer; --ocr reads it",)
    assert [(paper.text[link.start : link.end], link.uri) for link in paper.links] == [
        ("The left column tells of moths", "https://example.org/moths")
    ]


def test_there_is_no_other_backend(headings: Headings) -> None:
    with pytest.raises(PaperError) as error:
        read_paper("paper.pdf", headings=headings, data=TWO_COLUMNS, backend="poppler")
    assert str(error.value) == "paper.pdf: there is no PDF backend 'poppler'. Choose pdfium or pdfplumber."


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_damaged_file_is_one_line(headings: Headings, backend: str) -> None:
    with pytest.raises(PaperError) as error:
        read_paper("paper.pdf", headings=headings, data=b"%PDF-1.4\n1 0 obj\n<<", backend=backend)
    assert str(error.value).startswith("paper.pdf: ")
    assert "\n" not in str(error.value)
