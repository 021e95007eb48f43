"""``export --bundle`` and ``--highlight``: reports with pages, and marked copies, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from caller import Call
from pdf_maker import column, line, pdf

from dlextract.patterns import load_knowledge
from dlextract.reading import read_paper
from dlextract.resources import shipped
from dlextract.writing import dump_line

TEXT = ["We count moths at night in the hills above the town", "and they come to seven lamps that burn until dawn."]


@pytest.fixture
def records(call: Call) -> Path:
    """Records of a PDF and of one that is gone, in the folder that ``call`` works in."""
    Path("in").mkdir()
    path = Path("in/moths.pdf")
    path.write_bytes(pdf([[line(100, 60, "Counting moths", 18), *column(100, 200, TEXT * 4)]]))
    paper = read_paper(path, headings=load_knowledge([shipped("patterns")]).sections)
    start = paper.text.index("seven lamps")
    place = {"page": 1, "quote": "seven lamps", "quote_start": start, "start": start, "end": start + 11}
    place["boxes"] = [list(box) for _, box in paper.boxes(start, start + 11)]
    answer = {"cq": 20, "question": "hardware", "ask": "Which?", "stated": True, "text": "lamps", "short": "lamps"}
    answer |= {"facts": [], "confidence": 0.9, "evidence": [place]}
    about = {"title": "Moths", "pages": 1, "language": "en", "text_quality": {"unreadable_pages": [], "columns": 1}}
    one = {"schema_version": "1.0", "paper": {"source": str(path), "sha256": paper.sha256, **about}}
    one |= {"dlextract": {"version": "0.1.0", "patterns": "sha256:0", "model": "none"}}
    one |= {"facts": [], "answers": [answer], "warnings": []}
    gone = {**one, "paper": {**one["paper"], "source": "in/gone.pdf", "sha256": "1" * 64}}
    Path("all.jsonl").write_bytes(dump_line(one) + dump_line(gone))
    return Path("all.jsonl")


def test_a_report_carries_its_pages(call: Call, records: Path) -> None:
    pytest.importorskip("PIL", reason="needs the extra review")
    missing = "in/gone.pdf: no such PDF here or in --pdfs, so their pages are left out.\n"
    said = call("export", "all.jsonl", "--bundle", "-o", "report.html")
    assert (said.code, said.out, said.err) == (0, "", missing)
    page = Path("report.html").read_text()
    assert page.count('<image href="data:image/jpeg;base64,') == 1
    assert "img-src data:" in page
    Path("folder").mkdir()
    Path("in/moths.pdf").rename("moved.pdf")
    assert call("export", "all.jsonl", "--bundle", "-f", "html", "-o", "folder", "--pdfs", ".").err == missing
    [picture] = Path("folder/pages").iterdir()
    assert picture.read_bytes()[:2] == b"\xff\xd8"
    page = Path("folder/index.html").read_text()
    assert f'<image href="pages/{picture.name}" width="612.0" height="792.0"/>' in page
    assert "img-src 'self'" in page
    assert call("export", "all.jsonl", "--bundle").err == (
        "--bundle: only an HTML report carries pages. Add -o report.html, or -f html -o report/.\n"
    )


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
@pytest.mark.parametrize("folder", [False, True])
def test_a_browser_shows_the_pages(call: Call, records: Path, folder: bool) -> None:
    pytest.importorskip("PIL", reason="needs the extra review")
    sync = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    Path("report").mkdir()
    call("export", "all.jsonl", "--bundle", "-f", "html", "-o", "report" if folder else "report/index.html")
    shutil.rmtree("in")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(Path("report/index.html").absolute().as_uri())
        page.click("blockquote a >> nth=0")
        place = json.loads(Path("all.jsonl").read_text().split("\n")[0])["answers"][0]["evidence"][0]
        rect = page.evaluate(
            "(({x, y, width, height}) => [x, y, width, height])(document.querySelector('rect').getBBox())"
        )
        x0, y0, x1, y1 = place["boxes"][0]
        assert rect == pytest.approx([x0, y0, x1 - x0, y1 - y0], abs=0.1)
        address = "document.querySelector('image').href.baseVal"
        size = page.evaluate(f"new Promise(done => {{ const i = new Image(); i.onload = () => done(i.naturalWidth);"
                             f" i.onerror = () => done(0); i.src = {address}; }})")  # fmt: skip
        browser.close()
    assert (size, said) == (935, [])


def test_copies_are_marked(call: Call, records: Path) -> None:
    said = call("export", "all.jsonl", "--highlight", "marked")
    assert (said.code, said.out) == (0, "")
    assert said.err == "in/gone.pdf: no such PDF here or in --pdfs, so no copies of them are made.\n"
    assert [path.name for path in Path("marked").iterdir()] == ["moths.marked.pdf"]
    assert b"/Highlight" in Path("marked/moths.marked.pdf").read_bytes()
    shutil.rmtree("in")
    said = call("export", "all.jsonl", "--highlight", "marked")
    assert said.code == 2
    assert said.err == (
        "in/moths.pdf, in/gone.pdf: no such PDF here or in --pdfs, so no copies of them are made.\n"
        "--highlight: no paper could be marked. See the lines above; --pdfs names more folders.\n"
    )
