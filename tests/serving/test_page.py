"""The page in a browser: a paper is dropped, its answers stand beside its pages, and nothing in it can act."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_reader import FakeReader, report_of

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("prometheus_client", reason="the extra serve is not installed")
pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import sync_playwright
from running import Server, Settings, running

from dlextract.report import Report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed (Debian: apt install chromium)"),
]
HOSTILE = "We used <img src=x onerror=document['title']='taken'> on GPU7"
BOX = (100.0, 200.0, 160.0, 210.0)


class OfPdfs(FakeReader):
    """Says the same of every PDF, with one place on page 1 and one on page 3."""

    def read(self, source: str | Path, data: bytes | None = None) -> Report:
        if not (data or b"").startswith(b"%PDF-"):
            return super().read(source, data)
        report = report_of(HOSTILE, str(source))
        stated, silent = report.answers
        places = tuple(replace(stated.evidence[0], page=page, boxes=(BOX,)) for page in (1, 3))
        return replace(report, answers=(replace(stated, evidence=places), silent), warnings=("<b>odd</b>",))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(Settings(), build=OfPdfs) as one:
        yield one


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, server: Server) -> Iterator[Any]:
    """The page, which must not complain about anything."""
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda said: complaints.append(said.text) if "status of 4" not in said.text else None)
    tab.goto(f"http://127.0.0.1:{server.port}/")
    yield tab
    context.close()
    assert complaints == []


def test_answers_stand_beside_the_page_with_the_place_marked(page: Any, example: Path) -> None:
    page.set_input_files("#file", example)
    page.wait_for_selector("#page svg[data-loaded][data-page='1']")
    assert page.inner_text("h1") == "A title"
    assert page.inner_text(".question[data-cq='20'] .answer") == "GPU7 (training)."
    assert page.inner_text(".question[data-cq='24'] .answer") == "not stated"
    x, y, width, height = (
        page.eval_on_selector("#page rect.box", f"box => box.{name}.baseVal.value")
        for name in ("x", "y", "width", "height")
    )
    assert (x, y, width, height) == (99, 199, 62, 12)
    sheet = page.eval_on_selector("#page svg", "svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]")
    assert sheet == pytest.approx([612, 792], abs=60)
    page.get_by_role("button", name="p. 3").press("Enter")
    page.wait_for_selector("#page svg[data-loaded][data-page='3']")
    assert page.inner_text(".viewer-caption") == "page 3 of 4"
    page.check("#stated")
    assert page.is_hidden(".question[data-cq='24']")
    page.click("#close")
    assert page.is_hidden("#page")


def test_words_of_a_paper_are_words(page: Any, example: Path) -> None:
    page.set_input_files("#file", example)
    page.wait_for_selector("#page svg[data-loaded]")
    assert HOSTILE in page.inner_text("blockquote >> nth=0")
    assert "<b>odd</b>" in page.inner_text("#sheet")
    assert page.title() == "dlextract"
    assert page.locator("#sheet img, #sheet b").count() == 0


def test_the_record_can_be_saved(page: Any, example: Path) -> None:
    page.set_input_files("#file", example)
    with page.expect_download() as saved:
        page.click("#save")
    assert saved.value.suggested_filename == "moths.json"
    assert '"source": "moths.pdf"' in Path(saved.value.path()).read_text(encoding="utf-8")


def test_what_cannot_be_read_is_said_and_the_next_paper_is_read(page: Any) -> None:
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"bad"})
    page.wait_for_selector("#alarm:not([hidden])")
    assert page.inner_text("#alarm") == "a.txt: it is bad. Make it good."
    page.set_input_files("#file", {"name": "b.txt", "mimeType": "text/plain", "buffer": b"We used GPU9."})
    page.wait_for_selector("h1")
    assert page.is_hidden("#alarm")
    assert page.inner_text("#sheet .quiet >> nth=0") == "b.txt, 1 page: 1 of 2 answered"


def test_a_paper_that_is_dropped_can_be_stopped(page: Any, server: Server) -> None:
    page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(["hang"], "slow.txt", {type: "text/plain"}));
            document.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_function("fetch('/health').then(answer => answer.json()).then(health => health.reading === 1)")
    assert page.inner_text("#state") == "Reading slow.txt …"
    page.click("#stop")
    page.wait_for_function("fetch('/health').then(answer => answer.json()).then(health => health.reading === 0)")
    assert page.inner_text("#state") == ""
    assert page.is_hidden("#stop")
