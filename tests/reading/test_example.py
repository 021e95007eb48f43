"""The example paper: every position that the record states is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dlextract.reading import read_paper
from dlextract.records import Paper


@pytest.fixture(scope="module")
def paper(example: Path, headings: Mapping[str, tuple[str, ...]]) -> Paper:
    return read_paper(example, headings=headings)


def test_lines_lie_one_after_the_other(paper: Paper) -> None:
    assert all(a.end <= b.start for a, b in zip(paper.lines, paper.lines[1:], strict=False))
    assert all(paper.text[line.start : line.end].strip() for line in paper.lines)
    assert all(line.start <= word[0] < word[1] <= line.end for line in paper.lines for word in line.words)


def test_words_do_not_hold_spaces_and_cover_the_lines(paper: Paper) -> None:
    for line in paper.lines:
        words = [paper.text[a:b] for a, b, _, _ in line.words]
        assert words == paper.text[line.start : line.end].split()


def test_sections_tile_the_text(paper: Paper) -> None:
    assert (paper.sections[0].start, paper.sections[-1].end) == (0, len(paper.text))
    assert all(a.end == b.start for a, b in zip(paper.sections, paper.sections[1:], strict=False))
    assert all(section.start <= section.body <= section.end for section in paper.sections)


def test_pages_tile_the_text_and_boxes_lie_on_them(paper: Paper) -> None:
    assert all(a.end == b.start for a, b in zip(paper.pages, paper.pages[1:], strict=False))
    for line in paper.lines:
        page = paper.pages[line.page - 1]
        x0, y0, x1, y1 = line.box
        assert 0 <= x0 < x1 <= page.width and 0 <= y0 < y1 <= page.height
        assert paper.page_at(line.start) == line.page


def test_cells_say_what_stands_there(paper: Paper) -> None:
    cells = [cell for table in paper.tables for row in table.rows for cell in row]
    assert cells and all(paper.text[cell.start : cell.end] == cell.text for cell in cells)


def test_the_same_bytes_give_the_same_record(
    example: Path, headings: Mapping[str, tuple[str, ...]], paper: Paper
) -> None:
    assert read_paper(example, headings=headings) == paper


def test_a_hyphen_that_pdfium_puts_behind_a_line_end_still_breaks_the_word(paper: Paper) -> None:
    assert "annotations of NightScreen, including those from Serra Clara" in paper.text
