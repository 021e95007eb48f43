from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_maker import column, line, pdf

from dlextract.errors import PaperError
from dlextract.reading import ocr, read_paper

Headings = Mapping[str, tuple[str, ...]]
SCAN = pdf([["0 0 0 rg 100 100 300 300 re f"]])
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
ROWS = [
    "4\t1\t1\t1\t1\t0\t200\t200\t900\t30\t-1\t",
    "5\t1\t1\t1\t1\t1\t200\t200\t100\t30\t96\tMoths",
    "5\t1\t1\t1\t1\t2\t320\t200\t100\t30\t91\tcome",
    "5\t1\t1\t1\t1\t3\t440\t200\t100\t30\t12\t|~",
    "5\t1\t1\t1\t2\t1\t200\t240\t100\t30\t95\tat",
    "5\t1\t1\t1\t2\t2\t320\t240\t100\t30\t95\tnight.",
]


def says(monkeypatch: pytest.MonkeyPatch, code: int, out: str, err: str = "") -> list[list[str]]:
    """Let tesseract say this; return its calls."""
    calls: list[list[str]] = []

    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[bytes]:
        assert isinstance(more["input"], bytes)
        assert more["input"].startswith(b"P5 1700 2200 255\n")
        calls.append(command)
        return subprocess.CompletedProcess(command, code, out.encode(), err.encode())

    monkeypatch.setattr(ocr.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(ocr.subprocess, "run", run)
    return calls


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
def test_a_picture_is_read(headings: Headings, monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    calls = says(monkeypatch, 0, "\n".join([HEAD, *ROWS]))
    paper = read_paper("paper.pdf", headings=headings, data=SCAN, read_pictures=True, backend=backend)
    assert (paper.text, [page.quality for page in paper.pages]) == ("Moths come at night.", ["ocr"])
    assert paper.lines[0].box == pytest.approx((72, 72, 151.2, 82.8))
    assert calls == [["/usr/bin/tesseract", *["stdin", "stdout", "--dpi", "200", "--psm", "1", "--oem", "1", "tsv"]]]


def test_a_page_that_tesseract_fails_on_is_a_warning(headings: Headings, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, 1, "", "Error opening data file\n")
    with pytest.raises(PaperError) as error:
        read_paper("paper.pdf", headings=headings, data=SCAN, read_pictures=True)
    assert str(error.value) == (
        "paper.pdf: no page of it can be read (page 1: tesseract fails (Error opening data file)). "
        "Look whether its pages show text."
    )


def test_without_tesseract_only_papers_that_need_it_fail(headings: Headings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda name: None)
    with pytest.raises(PaperError) as error:
        read_paper("paper.pdf", headings=headings, data=SCAN, read_pictures=True)
    assert str(error.value) == (
        "paper.pdf: no page has a usable text layer, and tesseract is not installed. "
        "Install it (Debian: apt install tesseract-ocr)."
    )
    printed, picture = line(72, 100, "Moths come at night."), "0 0 0 rg 100 100 300 300 re f"
    assert read_paper("paper.pdf", headings=headings, data=pdf([[printed]]), read_pictures=True).warnings == ()
    mixed = read_paper("paper.pdf", headings=headings, data=pdf([[printed], [picture]]), read_pictures=True)
    assert mixed.text == "Moths come at night."
    assert mixed.warnings == ("page 2: it has no usable text layer, and tesseract is not installed",)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract (Debian: apt install tesseract-ocr)")
def test_tesseract_reads_a_picture_of_a_page(headings: Headings, tmp_path: Path) -> None:
    said = ["Moths come to light at night, and the trap", "counts them until the morning is there."]
    shown = pdfium.PdfDocument(pdf([column(72, 100, said, size=14, step=20)]))
    scan = tmp_path / "scan.pdf"
    shown[0].render(scale=3).to_pil().save(scan)
    shown.close()
    paper = read_paper(scan, headings=headings, read_pictures=True)
    assert (paper.text, [page.quality for page in paper.pages]) == (" ".join(said), ["ocr"])
