"""Line numbers of review copies: out of the text, whichever margin they stand in."""

from __future__ import annotations

import pytest
from pdf_maker import Read, line

TEXT = [
    "Moths come to light at night and are counted by hand in",
    "most studies of the last years, which takes a long time",
    "and tires those who count them under the lamps at night.",
]


def numbered(*columns: tuple[int, str]) -> list[str]:
    drawn = []
    for number in range(24):
        y = 100 + 20 * number
        drawn.append(line(110, y, TEXT[number % 3]))
        drawn += [line(x, y, form.format(number + 54), 8) for x, form in columns]
    return drawn


@pytest.mark.parametrize(
    "columns",
    [
        [(60, "{:03d}")],
        [(540, "{:03d}")],
        [(60, "{:03d}"), (540, "{:03d}")],
        [(60, "{}"), (540, "{}")],
        [(90, "{:03d}")],
        [(90, "{:03d}"), (540, "{:03d}")],
    ],
    ids=["left", "right", "both", "both, of different width", "left, near the text", "both, one near the text"],
)
def test_numbers_in_margins_are_no_text(columns: list[tuple[int, str]], read: Read) -> None:
    paper = read(numbered(*columns))
    assert paper.text == " ".join(TEXT * 8)
    assert {item.reason for item in paper.dropped} == {"line number"}
    assert len(paper.dropped) == 24 * len(columns)


def test_numbers_near_a_justified_text_are_no_text(read: Read) -> None:
    words = "Moths come to light at night and are counted by hand there"
    pages = [line(110, 100 + 20 * n, words, 10) for n in range(24)]
    pages += [line(379, 100 + 20 * n, str(n + 377), 8) for n in range(24)]
    paper = read(pages)
    assert paper.text == " ".join([words] * 24)
    assert [item.text for item in paper.dropped] == [str(n + 377) for n in range(24)]


def test_numbers_that_stand_in_the_text_stay(read: Read) -> None:
    page = [line(110, 60 + 12 * n, TEXT[n % 3]) for n in range(20)]
    table = [line(x, 330 + 14 * n, text) for n in range(12) for x, text in ((150, str(n + 1)), (300, f"moth {n}"))]
    assert read([*page, *table]).dropped == ()
