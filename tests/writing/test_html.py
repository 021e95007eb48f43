"""The HTML page: what stands in it, that nothing of a paper becomes markup, and what it does in a browser."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sample import FAILURE, REPORT

from dlextract.writing import Picture, Record, html, to_dict

RECORD: Record = json.loads(json.dumps(to_dict(REPORT)))
FAILED: Record = json.loads(json.dumps(to_dict(FAILURE)))
NAME = "p0000000000"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="


def test_one_paper_has_an_index_of_its_questions() -> None:
    page = "".join(html([RECORD]))
    assert re.findall(r'<li><a class="([\w ]+)" href="#(\w+)" title="([^"]+)">(\d+)</a></li>', page) == [
        ("yes", f"{NAME}q20", "Which hardware is used?", "20"),
        ("no", f"{NAME}q24", "Which seed is used?", "24"),
    ]
    assert '<p class="source">in/moths.pdf · 2021 · doi:10.1/x</p>\n<p>1 of 2 questions answered</p>' in page
    said = '<p class="stated">2 × NVIDIA TITAN X (training) <span class="sure">confidence 0.95</span></p>'
    assert f'<h2><a href="#{NAME}q20">20. Which hardware is used?</a></h2>\n{said}' in page
    quote = "We trained on two <mark>Titan X</mark> cards."
    assert f'<blockquote><a href="./in/moths.pdf#page=2">p. 2</a>: {quote}</blockquote>' in page


def test_several_papers_have_an_index_of_papers() -> None:
    copy = {"paper": {"source": "in/copy.pdf", "sha256": "0" * 64}, "duplicate_of": "in/moths.pdf"}
    page = "".join(html([RECORD, FAILED, copy], "out"))
    assert re.findall(r'<li data-to="([^"]+)"><a href="#\1">(.*?)</a> <span class="soft">(.*?)</span></li>', page) == [
        (NAME, "Counting moths", "2021, 1 of 2 questions answered"),
        ("p-2", "bad.pdf", "not read"),
        ("p-3", "in/copy.pdf", "the same as another"),
    ]
    assert re.findall(r'<article class="dlextract" id="([^"]+)">', page) == [NAME, "p-2", "p-3"]
    assert '<a href="./../in/moths.pdf#page=2">p. 2</a>' in page


def test_links_lead_to_the_pictures_of_pages() -> None:
    page = "".join(html([RECORD], "", lambda record: {2: Picture(PIXEL, 612.0, 792.0)}, "data:"))
    assert f'<a href="#{NAME}q20page2">p. 2</a>' in page
    figure = page[page.index("<figure") : page.index("</figure>")].split("\n")
    assert figure == [
        f'<figure id="{NAME}page2"><figcaption>p. 2</figcaption>',
        '<svg viewBox="0 0 612.0 792.0" role="img" aria-label="page 2">',
        f'<image href="{PIXEL}" width="612.0" height="792.0"/>',
        f'<a id="{NAME}q20page2" href="#{NAME}q20"><title>20. 2 × NVIDIA TITAN X (training)</title>',
        '<rect x="1.0" y="2.1" width="2.0" height="1.9"/>',
        '<text x="-1.0" y="2.0">20</text></a>',
        "</svg>",
    ]
    assert "img-src data:" in page
    assert "img-src" not in "".join(html([RECORD]))


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title></style><b>", "javascript:alert(1)"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_papers_never_becomes_markup(text: str) -> None:
    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [fill(inner) for inner in value]
        return text if isinstance(value, str) else value

    record = fill(RECORD)
    record["paper"]["sha256"] = "0" * 64
    record["paper"]["source"] = f"{text}.pdf"
    page = _Markup("".join(html([record, {**FAILED, "paper": record["paper"]}])))
    assert page.seen == _Markup("".join(html([RECORD, FAILED]))).seen
    assert [link for link in page.links if not link.startswith(("#", "./"))] == []


class _Markup(HTMLParser):
    """The tags of a page with the names of their attributes, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, ...]] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, *(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_a_browser_filters_and_leads(tmp_path: Path) -> None:
    sync = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    other = json.loads(json.dumps(RECORD))
    other["paper"] |= {"title": "Lamps <b>at</b> night", "sha256": "1" * 64}
    other["answers"][0]["confidence"] = 0.4
    pictures = {2: Picture(PIXEL, 612.0, 792.0)}
    file = tmp_path / "r.html"
    file.write_text("".join(html([RECORD, other], "", lambda record: pictures, "data:")), encoding="utf-8")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        assert page.text_content("#count") == "2 papers, 4 answers"
        assert page.evaluate("document.querySelector('nav').getBoundingClientRect().top") < 200
        page.fill("#find", "LAMPS <b>")
        assert page.text_content("#count") == "1 paper, 2 answers"
        assert page.locator("nav li:visible").all_inner_texts() == [
            "Lamps <b>at</b> night 2021, 1 of 2 questions answered"
        ]
        page.select_option("#show", ".unsure")
        assert page.text_content("#count") == "1 paper, 1 answer"
        page.click(f"#p{'1' * 10} blockquote a")
        assert page.evaluate("location.hash") == f"#p{'1' * 10}q20page2"
        assert page.evaluate("getComputedStyle(document.querySelector(':target rect')).fill") == "rgb(255, 157, 46)"
        assert (
            page.evaluate("document.querySelector('article:not([hidden]) image').getBoundingClientRect().width") > 100
        )
        browser.close()
    assert said == []
