from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pdf_maker import line, pdf

from dlextract.errors import PaperError
from dlextract.reading import read_paper
from dlextract.reading.hostile import draws_itself

Headings = Mapping[str, tuple[str, ...]]
GOOD = pdf([[line(72, 100, "Some words that stand on a page.")]])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "paper.pdf: the file is empty. Give a PDF or text file."),
        (
            b"\x00\x01\x02\xff\xfe\x00" * 50,
            "paper.pdf: this is not a PDF. Give a PDF, or a text file that ends in .txt.",
        ),
        (b"%PDF-1.4\n1 0 obj\n<<", "paper.pdf: the PDF is cut off or damaged. Download or copy it again."),
        (pdf([[]]), "paper.pdf: there is no text in it. Give a paper with text."),
        (pdf([["0 0 0 rg 100 100 300 300 re f"]]), "paper.pdf: no page has a text layer. Try --ocr."),
    ],
    ids=["empty", "no PDF", "cut off", "no text", "only pictures"],
)
def test_a_paper_that_cannot_be_read_is_one_line(headings: Headings, data: bytes, message: str) -> None:
    with pytest.raises(PaperError) as error:
        read_paper("paper.pdf", headings=headings, data=data)
    assert str(error.value) == message


def test_a_missing_file(headings: Headings, tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="there is no such file"):
        read_paper(tmp_path / "none.pdf", headings=headings)
    with pytest.raises(PaperError, match="this is a folder"):
        read_paper(tmp_path, headings=headings)


def test_a_page_without_text_is_a_warning(headings: Headings) -> None:
    data = pdf([[line(72, 100, "Some words that stand on a page.")], ["0 0 0 rg 100 100 300 300 re f"]])
    paper = read_paper("paper.pdf", headings=headings, data=data)
    assert [page.quality for page in paper.pages] == ["ok", "no text"]
    assert paper.warnings == ("page 2: it has no text layer; --ocr reads it",)


def test_a_form_that_draws_itself_is_seen_before_pdfium_sees_it(headings: Headings) -> None:
    form = b"4 0 obj\n<< /Subtype /Form /Resources << /XObject << /X 4 0 R >> >> >>\nstream\n/X Do\nendstream"
    assert draws_itself(GOOD + form)
    assert not draws_itself(GOOD + form.replace(b"/X 4 0 R", b"/X 5 0 R"))
    with pytest.raises(PaperError, match="draws a form inside itself"):
        read_paper("paper.pdf", headings=headings, data=GOOD + form)
