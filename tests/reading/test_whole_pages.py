"""No page loses all of its text: whichever way it stands, and however much pages are alike."""

from __future__ import annotations

import math

import pytest
from pdf_maker import HEIGHT, WIDTH, Read, column, line, pdf

from dlextract.errors import PaperError
from dlextract.reading import read_paper

SHORT = "We used 4 GPUs."
LONG = ["The network was trained on four cards for", "two days and nights, which is a long time."] * 3


def slanted(degrees: float, rows: list[str]) -> list[str]:
    a, b = (round(part, 6) for part in (math.cos(math.radians(degrees)), math.sin(math.radians(degrees))))
    return [
        f"BT /F1 10 Tf {a} {b} {-b} {a} {300 + 12 * b * number} {400 - 12 * a * number} Tm ({row}) Tj ET"
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize("degrees", [90, 180, 270, 40])
def test_a_page_whose_text_is_turned_keeps_it(read: Read, degrees: float) -> None:
    paper = read(slanted(degrees, [SHORT]))
    assert (paper.text, paper.dropped) == (SHORT, ())


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_in_its_order_and_its_boxes_stand_as_shown(read: Read, degrees: float) -> None:
    paper = read(slanted(degrees, LONG))
    assert paper.text == " ".join(LONG)
    x0, y0, x1, y1 = paper.lines[0].box
    across, down = x1 - x0, y1 - y0
    assert (across > down) == (degrees == 180)
    assert (paper.pages[0].width, paper.pages[0].height) == (WIDTH, HEIGHT)
    ends = {90: (297, HEIGHT - 400), 180: (300, HEIGHT - 400), 270: (303, HEIGHT - 400)}[degrees]
    near = {90: (x1, y1), 180: (x1, y0), 270: (x0, y0)}[degrees]
    assert near == pytest.approx(ends, abs=12)


def test_a_turned_stamp_beside_text_is_dropped(read: Read) -> None:
    paper = read([*column(72, 100, LONG), *slanted(90, [SHORT])])
    assert paper.text == " ".join(LONG)
    assert [item.text for item in paper.dropped] == [SHORT]


def test_pages_that_are_all_alike_keep_their_text(read: Read) -> None:
    paper = read(*([line(72, 60, "We used 4 GPUs.")] for _ in range(5)))
    assert paper.text.split("\n\n") == [SHORT] * 5


def test_a_page_of_many_lines_keeps_them_though_others_are_alike(read: Read) -> None:
    form = column(72, 20, [f"Field {name} of the form" for name in "abcdefgh"], 8, 10)
    paper = read(form, form, form, column(72, 300, LONG))
    assert paper.text.count("Field c of the form") == 3


def test_a_page_of_control_characters_alone_is_unreadable(headings: dict[str, tuple[str, ...]]) -> None:
    text = "\x01\x03\x04\x05 \x06\x07"
    data = pdf([[line(72, 100, text)]])
    told = r"^paper\.pdf: its text layer is unreadable \(fonts without Unicode values\)\. Try --ocr\.$"
    for backend in ("pdfium", "pdfplumber"):
        with pytest.raises(PaperError, match=told):
            read_paper("paper.pdf", headings=headings, data=data, backend=backend)
    mixed = pdf([[line(72, 100, text)], [line(72, 100, SHORT)]])
    paper = read_paper("paper.pdf", headings=headings, data=mixed)
    assert ([page.quality for page in paper.pages], paper.text) == (["garbled", "ok"], SHORT)
