"""The review in a real browser: boxes on the right words, keys, reloads, a server that is killed, an export."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsed import MARKS, Server, heading, opened, watched
from reviewed_paper import record

from dlextract.reviewing import read_acts
from dlextract.writing import dump_line, to_dict

pytestmark = MARKS


@pytest.fixture(scope="module")
def moths(tmp_path_factory: pytest.TempPathFactory, extractor: Any, example: Path) -> Path:
    """A folder with the record of the example."""
    folder = tmp_path_factory.mktemp("moths")
    made = dump_line(to_dict(extractor.read(example)))
    (folder / "papers.jsonl").write_bytes(made)
    return folder


@pytest.fixture
def folder(moths: Path, tmp_path: Path) -> Path:
    shutil.copy(moths / "papers.jsonl", tmp_path)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    yield server
    server.kill()


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    page = watched(browser)
    opened(page, server.address)
    yield page
    page.close()


def boxed(page: Any, paper: Path) -> str:
    """Return the glyphs of the PDF inside the boxes of the chosen place, as the browser shows them."""
    import pypdfium2

    page.wait_for_selector('.viewer-scroller[aria-busy="false"] svg[data-loaded]')
    number, boxes = page.evaluate("""() => {
        const svg = document.querySelector("#page svg");
        const back = svg.getScreenCTM().inverse();
        const at = document.querySelector('.place[aria-pressed="true"] .number').textContent;
        const rects = [...svg.querySelectorAll("rect.box")];
        const from = rects.findIndex((rect) => rect.classList.contains("focused"));
        const numbered = (rect) => rect.nextElementSibling?.tagName === "circle";
        let to = from + 1;
        while (to < rects.length && document.querySelectorAll(".place").length > 1 && !numbered(rects[to])) to += 1;
        if (document.querySelectorAll(".place").length === 1) to = rects.length;
        return [Number(svg.dataset.page), rects.slice(from, to).map((rect) => {
            const box = rect.getBoundingClientRect();
            const one = new DOMPoint(box.left, box.top).matrixTransform(back);
            const two = new DOMPoint(box.right, box.bottom).matrixTransform(back);
            return [one.x, one.y, two.x, two.y];
        })];
    }""")
    document = pypdfium2.PdfDocument(paper)
    sheet = document[number - 1]
    height = sheet.get_height()
    glyphs = sheet.get_textpage()
    text = " ".join(glyphs.get_text_bounded(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in boxes)
    glyphs.close()
    sheet.close()
    document.close()
    return plain(text)


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def marked(page: Any) -> str:
    return plain(page.inner_text('.place[aria-pressed="true"] mark'))


def in_sight(page: Any) -> bool:
    """Tell whether the chosen box lies within the part of the page that is seen, near its middle."""
    return page.evaluate("""() => {
        const box = document.querySelector("#page rect.focused").getBoundingClientRect();
        const sheet = document.querySelector(".viewer-scroller").getBoundingClientRect();
        return box.top >= sheet.top && box.bottom <= sheet.bottom && box.left >= sheet.left;
    }""")


def test_from_the_first_click_to_the_agreement(page: Any, folder: Path, server: Server, example: Path) -> None:
    # The picture and what lies over it are of one size, and the queue begins with what is unsure.
    page.wait_for_selector('.viewer-scroller[aria-busy="false"] svg[data-loaded]')
    apart = page.evaluate("""() => {
        const box = (name) => document.querySelector(`#page ${name}`).getBoundingClientRect();
        const [one, other] = [box("image"), box("svg")];
        return Math.abs(one.width - other.width) + Math.abs(one.height - other.height);
    }""")
    assert apart < 1
    assert "unsure" in page.get_attribute('.entry[aria-selected="true"]', "class")

    # A click on a cell of the grid leads to its words on the page.
    page.click('#views [data-view="grid"]')
    page.click("#table .line:not(.head) .cell >> nth=19")
    heading(page, "20 ")
    assert "A5000" in marked(page)
    assert marked(page) in boxed(page, example)
    assert in_sight(page)
    for number in range(len(page.query_selector_all(".place"))):
        page.keyboard.press(str(number + 1))
        page.wait_for_selector(f'li:nth-child(n) .place[aria-pressed="true"] .number:text-is("{number + 1}")')
        assert marked(page) in boxed(page, example)

    # Corrected by keyboard alone; keys rest in the field.
    page.keyboard.press("1")
    page.keyboard.press("e")
    page.keyboard.type("2 × A5000, near pine")
    page.keyboard.press("Enter")
    heading(page, "21 ")
    [act] = read_acts(folder / "papers.anna.review.jsonl").acts
    assert (act.who, act.verdict, act.key, act.value, act.how) == (
        "anna",
        "edit",
        "hardware",
        "2 × A5000, near pine",
        "page",
    )
    assert "A5000" in act.words
    assert act.page and act.boxes

    # It is there after a reload, at the place where the reader was.
    page.keyboard.press("p")
    heading(page, "20 ")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    heading(page, "20 ")
    assert "corrected: 2 × A5000, near pine" in page.inner_text("div.verdict")
    assert page.problems == []

    # A server that is killed is said, and nothing seems saved.
    server.kill()
    page.keyboard.press("n")
    heading(page, "21 ")
    page.keyboard.press("a")
    page.wait_for_selector("#alarm:not([hidden])")
    assert "Not saved. The server is gone." in page.inner_text("#alarm")
    heading(page, "21 ")
    assert len(read_acts(folder / "papers.anna.review.jsonl").acts) == 1

    # Another one goes on with what was saved; undo and redo.
    other = Server(folder)
    try:
        opened(page, other.address + "#view=paper&paper=0&kind=question&key=hardware")
        heading(page, "20 ")
        page.wait_for_selector("div.verdict")
        page.keyboard.press("u")
        page.wait_for_selector("div.verdict", state="detached")
        page.keyboard.press("r")
        page.keyboard.press("3")
        heading(page, "21 ")
        page.keyboard.press("a")
        heading(page, "22 ")
    finally:
        other.kill()
    verdicts = [act.verdict for act in read_acts(folder / "papers.anna.review.jsonl").acts]
    assert verdicts == ["edit", "undo", "reject", "accept"]
    command = [sys.executable, "-m", "dlextract", "export", "papers.jsonl", "--reviewed", "papers.anna.review.jsonl"]
    done = subprocess.run([*command, "-f", "json"], cwd=folder, capture_output=True, check=True)
    answers = {answer["cq"]: answer for answer in json.loads(done.stdout)[0]["answers"]}
    assert (answers[20]["short"], answers[20]["by"]) == ("rejected (wrong role)", "reader")
    assert (answers[21]["by"], answers[22]["by"]) == ("reader", "tool")
    command = [sys.executable, "-m", "dlextract", "agreement", "papers.anna.review.jsonl", "papers.jsonl", "-f", "csv"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    assert [line.split(",")[1:4] for line in done.stdout.splitlines()[1:]] == [
        ["all questions", "2", "0.5"],
        ["hardware", "1", "0.0"],
        ["postprocessing", "1", "1.0"],
    ]


def test_what_was_missed_is_drawn_and_becomes_a_value_and_a_rule(page: Any, folder: Path, server: Server) -> None:
    page.goto(server.address + "#view=paper&paper=0&kind=question&key=randomness")
    heading(page, "24 ")
    assert page.inner_text("#item .value").startswith("not stated")
    assert "training.yaml:RANDOM_SEED" in page.inner_text("#item dl")
    page.wait_for_selector('.viewer-scroller[aria-busy="false"] svg[data-loaded]')
    page.keyboard.press("m")
    page.wait_for_selector(".viewer-scroller.drawing")
    # Over the title, in points of the page.
    corners = page.evaluate("""() => {
        const matrix = document.querySelector("#page svg").getScreenCTM();
        const shown = (x, y) => new DOMPoint(x, y).matrixTransform(matrix);
        return [shown(300, 64), shown(470, 80)].map(({ x, y }) => [x, y]);
    }""")
    page.mouse.move(*corners[0])
    page.mouse.down()
    page.mouse.move(*corners[1], steps=3)
    page.mouse.up()
    field = page.wait_for_selector(".panel textarea", timeout=60_000)
    drawn = page.inner_text(".panel mark")
    assert "two-stage" in drawn
    assert field.input_value() == drawn
    field.fill("two stages")
    page.select_option(".panel select", "RANDOM_SEED")
    page.click(".panel button.main")
    page.wait_for_selector("#rule pre", timeout=60_000)
    assert page.inner_text("#rule pre").startswith("RANDOM_SEED+:")
    question, fact = read_acts(folder / "papers.anna.review.jsonl").acts
    assert (question.verdict, question.value, question.page, question.words) == ("missed", "two stages", 1, drawn)
    assert (fact.kind, fact.key, fact.value) == ("fact", "RANDOM_SEED=two stages", "two stages")

    # The fact that the reader added is a cell of the paper, and can be taken back there.
    page.keyboard.press("Escape")
    page.goto(server.address + "#view=paper&paper=0&kind=fact&key=RANDOM_SEED%3Dtwo+stages")
    heading(page, "Fact: RANDOM_SEED")
    assert "does not have it" in page.inner_text("#item .value")
    assert page.inner_text('.place[aria-pressed="true"] mark') == drawn
    page.keyboard.press("r")
    page.wait_for_function("() => !document.querySelector('#item h1').textContent.includes('RANDOM_SEED')")
    assert [act.verdict for act in read_acts(folder / "papers.anna.review.jsonl").acts][2:] == ["undo"]
    assert page.problems == []


def test_facts_have_a_queue_and_can_be_gone_through_by_label(page: Any, folder: Path) -> None:
    page.select_option("#which", "facts")
    heading(page, "Fact: ")
    assert "unsure" in page.get_attribute('.entry[aria-selected="true"]', "class")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.input_value("#which") == "facts"
    page.fill("#search", "a single NVIDIA")
    page.wait_for_function("() => document.querySelector('.entry .value')?.textContent.includes('a single NVIDIA')")
    assert "GPU" in [entry.inner_text().split(" · ")[0] for entry in page.query_selector_all(".entry .name")]
    page.fill("#search", "")
    page.click('#views [data-view="question"]')
    page.select_option("#which", "fact:BATCH_SIZE")
    heading(page, "Fact: BATCH_SIZE")
    values = [one.inner_text() for one in page.query_selector_all(".entry .value")]
    assert values and all(re.match(r"(8|16) @ ", value) for value in values)
    page.keyboard.press("a")
    page.wait_for_selector(".entry.decided")
    [act] = read_acts(folder / "papers.anna.review.jsonl").acts
    assert (act.kind, act.verdict, act.key) == ("fact", "accept", f"BATCH_SIZE={values[0]}")
    assert page.problems == []


def test_many_are_accepted_at_once_only_when_asked_twice(page: Any, folder: Path) -> None:
    page.select_option("#filter", "silent")
    page.wait_for_function("() => document.querySelectorAll('.entry').length < 10")
    count = len(page.query_selector_all(".entry"))
    page.click("#bulk")
    assert not (folder / "papers.anna.review.jsonl").read_bytes()
    assert "Press again" in page.inner_text("#bulk")
    page.click("#bulk")
    page.wait_for_function("() => document.querySelectorAll('.entry.decided').length > 0")
    acts = read_acts(folder / "papers.anna.review.jsonl").acts
    assert [(act.verdict, act.how) for act in acts] == [("absent", "bulk")] * count
    page.click("#item")
    page.keyboard.press("u")
    page.wait_for_function("() => document.querySelectorAll('.entry.decided').length === 0")


def test_the_keyboard_alone_and_every_width(page: Any) -> None:
    page.fill("#search", "entomologists")
    page.wait_for_function("() => document.querySelector('.entry .value')?.textContent.includes('entomologists')")
    page.fill("#search", "")
    page.click('#views [data-view="grid"]')
    page.focus('#table [tabindex="0"]')
    for key in ("Home", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    heading(page, "3 ")
    page.wait_for_function("() => document.activeElement.id === 'item'")

    # A box is drawn with the arrow keys, and given up.
    page.wait_for_selector('.viewer-scroller[aria-busy="false"] svg[data-loaded]')
    page.keyboard.press("m")
    for key in ("ArrowDown", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_selector("rect.drawn")
    page.keyboard.press("Escape")
    page.wait_for_selector("rect.drawn", state="detached")
    page.wait_for_selector(".panel", state="detached")

    # Nothing sticks out at any width.
    for width in (400, 900, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        for view in ("queue", "grid", "paper", "question"):
            page.click(f'#views [data-view="{view}"]')
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, view)
    assert page.problems == []


def test_texts_of_papers_are_never_more_than_text(browser: Any, tmp_path: Path) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{7*7}}'
    made = record(short=evil, text=evil, ask=evil)
    made["paper"].update(title=evil, source=f"{evil}.pdf")
    for place in (*made["answers"][0]["evidence"], *made["facts"][0]["evidence"]):
        place.update(quote=evil, quote_start=0, start=0, end=9)
    (tmp_path / "papers.jsonl").write_bytes(dump_line(made))
    server = Server(tmp_path)
    page = watched(browser)
    try:
        for view in ("queue", "grid", "paper&paper=0&kind=question&key=hardware"):
            opened(page, f"{server.address}#view={view}")
            page.reload()
            page.wait_for_selector("body[data-ready]")
            assert page.query_selector_all("main img, main script, main a") == []
            assert page.title() == "Review of papers.jsonl"
        assert evil in page.inner_text("#item")
        page.wait_for_function("() => document.querySelector('.viewer-said').textContent.includes('--pdfs')")
    finally:
        page.close()
        server.kill()


def test_a_thousand_papers_cost_no_more_than_those_in_sight(browser: Any, tmp_path: Path) -> None:
    with (tmp_path / "papers.jsonl").open("wb") as file:
        for number in range(1000):
            made = record()
            made["paper"].update(title=f"Paper {number}", sha256=f"{number:064x}")
            file.write(dump_line(made))
    server = Server(tmp_path)
    page = browser.new_page()
    try:
        opened(page, f"{server.address}#view=grid")
        assert page.evaluate("document.querySelectorAll('*').length") < 2_000
        page.focus('#table [tabindex="0"]')
        # A key draws nothing anew that is in sight already.
        page.evaluate("document.querySelector('#table .window .line').dataset.kept = 'yes'")
        for key in ("ArrowRight", "ArrowDown"):
            page.keyboard.press(key)
        assert page.get_attribute("*:focus", "data-at") == "1,1"
        assert page.query_selector("#table [data-kept]")
        assert len(page.query_selector_all('#table [data-at][tabindex="0"]')) == 1
        for _ in range(3):
            page.keyboard.press("PageDown")
        page.evaluate("document.querySelector('#table').scrollTop = 1e9")
        page.wait_for_selector('#table .paper:text-is("Paper 999")')
    finally:
        page.close()
        server.kill()
