from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pdf_maker import column, line, pdf

from dlextract import Extractor
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


def test_questions_that_are_not_answered_name_the_pages_that_could_not_be_read() -> None:
    data = pdf([[line(72, 100, "We trained the network on moths for 7 epochs.")], ["0 0 0 rg 100 100 300 300 re f"]])
    report = Extractor(model="none").read("paper.pdf", data)
    missing = [answer for answer in report.answers if not answer.stated]
    assert missing
    assert {answer.searched.unreadable_pages for answer in missing if answer.searched} == {(2,)}


@pytest.mark.parametrize(
    ("sentence", "warnings"),
    [
        (
            "Die Falter wurden in der Nacht mit einer Falle gefangen und von dem Netz, das wir nicht kennen.",
            ("the paper is not in English (de): what it states is hardly found",),
        ),
        (
            "Mustela apodemus cricetidae soricidae glis arvicola talpa lepus vulpes meles martes lutra castor",
            ("the language of the paper cannot be told: what it states may not be found",),
        ),
        ("The moths were caught at night in a trap, and they were counted by the network that we know.", ()),
    ],
    ids=["German", "names", "English"],
)
def test_a_paper_that_is_not_in_english_is_a_warning(
    headings: Headings, sentence: str, warnings: tuple[str, ...]
) -> None:
    data = pdf([column(40, 100, [sentence] * 15)])
    assert read_paper("paper.pdf", headings=headings, data=data).warnings == warnings


def test_a_page_set_sideways_is_read_upright(headings: Headings) -> None:
    rows = ["The moths were caught at night in a trap, and", "they were counted by the network that we know."]
    drawn = [f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * number} 100 Tm ({row}) Tj ET" for number, row in enumerate(rows * 3)]
    paper = read_paper("paper.pdf", headings=headings, data=pdf([drawn]))
    assert paper.text.startswith(" ".join(rows))
    assert paper.lines[0].box[3] - paper.lines[0].box[1] > paper.lines[0].box[2] - paper.lines[0].box[0]
