"""Two readers are settled in a real browser: their decisions side by side, one of them taken, another one made."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsed import MARKS, Server, heading, opened, watched

from dlextract.reviewing import Act, fold, journal_of, line_of, read_acts
from dlextract.reviewing.cells import items_of
from dlextract.writing import dump_line, to_dict

pytestmark = MARKS


@pytest.fixture(scope="module")
def made(extractor: Any, example: Path) -> dict[str, Any]:
    """The record of the example."""
    return dict(json.loads(dump_line(to_dict(extractor.read(example)))))


def reviews(folder: Path, record: dict[str, Any]) -> None:
    """Two reviews of the example that differ in hardware and seed, and one paper that only ben has done."""
    other = {**record, "paper": {**record["paper"], "sha256": "f" * 64, "title": "Not open"}}
    (folder / "papers.jsonl").write_bytes(dump_line(record) + dump_line(other))
    items = [item for item in items_of(record) if item["kind"] == "question"]
    places = {item["key"]: item["places"][0] for item in items if item["places"]}
    sha = record["paper"]["sha256"]
    agreed = [
        Act("", "2026-01-01T00:00:00.000Z", sha, "question", item["key"], "accept" if item["stated"] else "absent",
            value=item["value"], tool=item["value"])
        for item in items
    ]  # fmt: skip
    place = places["hardware"]
    where = {"page": place["page"], "quote": "".join(place["quote"]), "words": place["quote"][1]}
    ada = [replace(act, verdict="edit", value="one card") if act.key == "hardware" else act for act in agreed]
    ben = [
        replace(act, verdict="edit", value="2 × A5000", **where, boxes=tuple(map(tuple, place["boxes"])))
        if act.key == "hardware"
        else replace(act, verdict="missed", value="7", **where)
        if act.key == "randomness"
        else act
        for act in agreed
    ]
    ben += [replace(act, paper="f" * 64, value="what ben alone says") for act in agreed]
    for who, acts in (("ada", ada), ("ben", ben)):
        lines = (line_of(replace(act, who=who)) for act in acts)
        journal_of(folder / "papers.jsonl", who).write_bytes(b"".join(lines))


def pace(page: Any, start: str) -> None:
    page.wait_for_function("start => document.querySelector('#pace').textContent.startsWith(start)", arg=start)


def test_differences_are_settled_by_keyboard(browser: Any, tmp_path: Path, made: dict[str, Any]) -> None:
    reviews(tmp_path, made)
    server = Server(tmp_path, "--settle", "ada", "ben")
    page = watched(browser)
    try:
        opened(page, server.address)
        assert "1 paper is not open yet" in page.inner_text("#told")
        assert page.inner_text('#views [data-view="queue"]') == "Differences"
        assert page.inner_text("#pace") == "0 of 2 differences · 0 of 1 papers"
        assert [entry.inner_text() for entry in page.query_selector_all(".entry .value")] == [
            "one card | 2 × A5000",
            "not stated | 7",
        ]
        assert not page.is_visible("#bulk")

        # Nothing is chosen beforehand, so nothing can be taken unseen.
        heading(page, "20 ")
        assert page.query_selector('.place[aria-pressed="true"]') is None
        page.keyboard.press("a")
        assert "choose 1 or 2 first" in page.inner_text("#saved")
        page.keyboard.press("2")
        page.wait_for_selector(".place[aria-pressed='true'] .opinion strong:text-is('ben')")
        page.wait_for_selector('.viewer-scroller[aria-busy="false"] svg[data-loaded] rect.focused')
        page.keyboard.press("a")
        heading(page, "24 ")
        pace(page, "1 of 2")

        # Neither is right: another value, undone, and that of the first.
        page.keyboard.press("2")
        page.keyboard.press("e")
        assert page.input_value(".panel textarea") == "7"
        page.keyboard.type("8")
        page.keyboard.press("Enter")
        pace(page, "2 of 2")
        page.keyboard.press("u")
        pace(page, "1 of 2")
        page.keyboard.press("1")
        page.keyboard.press("a")
        pace(page, "2 of 2")

        # Other papers and what was said of them are nowhere, and nothing sticks out.
        for width in (400, 900, 1400):
            page.set_viewport_size({"width": width, "height": 800})
            for view in ("grid", "paper", "question", "queue"):
                page.click(f'#views [data-view="{view}"]')
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, view)
                assert "Not open" not in page.inner_text("main")
        assert page.problems == []
        server.process.send_signal(signal.SIGINT)
        assert server.process.communicate()[1].splitlines() == [
            "ada and ben have both done 1 of the papers: they agree on 26 decisions, and differ in 2.",
            "1 paper is not open yet, as not both are done: ada has 28 questions left, ben has no questions left.",
            "Decisions go to papers.consensus.review.jsonl. Ctrl-C ends the review.",
            "4 decisions were added to papers.consensus.review.jsonl.",
            "To make gold of it: dlextract train gold papers.jsonl --reviewed papers.consensus.review.jsonl -o gold",
        ]
    finally:
        page.close()
        server.kill()
    standing = fold(read_acts(tmp_path / "papers.consensus.review.jsonl").acts)
    assert {act.paper for act in standing.values()} == {made["paper"]["sha256"]}
    assert len(standing) == len(made["answers"])
    assert {act.how for act in standing.values()} == {"consensus"}
    assert {cell.key: act.value for cell, act in standing.items() if cell.key in ("hardware", "randomness")} == {
        "hardware": "2 × A5000",
        "randomness": None,
    }
