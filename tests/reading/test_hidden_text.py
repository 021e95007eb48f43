from __future__ import annotations

import pytest
from pdf_maker import Read, column, line

SEEN = ["This is what every reader of the page can see on it.", "There is nothing else to be seen on this page."]
SECRET = "Nobody can read these words on the page here."


@pytest.mark.parametrize(
    "hidden",
    [
        line(72, 300, SECRET, before="3 Tr"),
        line(72, 300, SECRET, before="1 1 1 rg"),
        line(72, 300, SECRET, before="10 10 30 30 re W n"),
        line(900, 300, SECRET),
    ],
    ids=["painted with nothing", "white on white", "clipped away", "off the page"],
)
def test_text_that_nobody_sees_is_left_out_with_a_warning(read: Read, hidden: str) -> None:
    paper = read([*column(72, 100, SEEN), hidden])
    assert paper.text == " ".join(SEEN)
    assert paper.warnings == (f"page 1: {len(SECRET.replace(' ', ''))} hidden characters are left out",)


def test_white_text_on_a_dark_ground_is_read(read: Read) -> None:
    paper = read([*column(72, 100, SEEN), "0 0 0 rg 60 480 400 30 re f", line(72, 300, SECRET, before="1 1 1 rg")])
    assert SECRET in paper.text and paper.warnings == ()


def test_an_invisible_layer_is_read_where_it_is_all_there_is(read: Read) -> None:
    paper = read([line(72, 100, SECRET, before="3 Tr")])
    assert paper.text == SECRET
