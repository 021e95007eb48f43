"""Filled checklists in every form."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from dlextract.audit import Audit, ItemFinding, filled
from dlextract.checklists import Checklist, ChecklistItem
from dlextract.errors import OutputError
from dlextract.knowledge import Place
from dlextract.writing import Look

AT = Place("moths.yaml", 1, 1)
ITEMS = (
    ChecklistItem("software", "Is the software named?", AT, "1.1", "code"),
    ChecklistItem("data", "Where are the data, and under which licence?", AT, "1.2", "code"),
    ChecklistItem("seed", "Is a seed told?", AT, "2.1", "chance"),
    ChecklistItem("proof", "Is it proved?", AT, "2.2", "chance"),
)
LIST = Checklist("moths", "Moths", AT, "Lamp 2020", {"code": "Code", "chance": "Chance"}, ITEMS)
PLACE = {
    "page": 3,
    "quote": "=We used Keras.",
    "quote_start": 10,
    "start": 19,
    "end": 24,
    "boxes": [[70.0, 100.0, 150.5, 112.0]],
}
DONE = Audit(
    LIST,
    "moths.pdf",
    "0" * 64,
    "Moths at night",
    (
        ItemFinding(ITEMS[0], "filled", "=Keras", (PLACE,), confidence=0.9),
        ItemFinding(ITEMS[1], "partly", "place: <zenodo>", (PLACE,), ("licence",), 0.75),
        ItemFinding(ITEMS[2], "silent", "not enough: chance."),
        ItemFinding(ITEMS[3], "not read", why="for a reader to judge"),
    ),
)
AWAY = Audit(
    LIST,
    "owls.pdf",
    "1" * 64,
    "",
    (
        ItemFinding(ITEMS[0], "silent"),
        ItemFinding(
            ITEMS[1], "not read", "See the supplement.", missing=("place", "licence"), why="it stands elsewhere"
        ),
        ItemFinding(ITEMS[2], "filled", "42", (PLACE,), confidence=0.5),
        ItemFinding(ITEMS[3], "not read", why="for a reader to judge"),
    ),
)
BAD = Audit(LIST, "bad.pdf", "", error="bad.pdf: it is no PDF.")


def said(form: str, *audits: Audit, alone: bool = False, width: int = 60) -> str:
    pieces = filled(audits, LIST, form, Look(width=width), several=len(audits) > 1, base="reports", alone=alone)
    return "".join(piece if isinstance(piece, str) else piece.decode() for piece in pieces)


ONE = """\
moths.pdf
Moths at night
Moths (Lamp 2020): 1 filled, 1 partly, 1 silent, 1 not read
of 4. An author has to confirm each line.

Code
  filled    1.1  Is the software named?
                 =Keras (confidence 0.90)
                 p. 3  =We used [[Keras]].
  partly    1.2  Where are the data, and under which
                 licence?
                 place: <zenodo> (confidence 0.75)
                 without licence
                 p. 3  =We used [[Keras]].

Chance
  silent    2.1  Is a seed told?
                 not enough: chance.
  not read  2.2  Is it proved?
                 for a reader to judge
"""
MATRIX = """\
Moths, 2 papers (1 not read)
+ filled, ~ partly, - silent, ? not read

     11 22
     12 12
  1  +~ -?  Moths at night
  2  -? +?  owls.pdf

  filled  partly  silent  not read
       1       0       1         0  1.1  Is the software
                                         named?
       0       1       0         1  1.2  Where are the data,
                                         and under which
                                         licence?
       1       0       1         0  2.1  Is a seed told?
       0       0       0         2  2.2  Is it proved?
"""


def test_the_table() -> None:
    assert said("table", DONE) == ONE
    coloured = "".join(filled([DONE], LIST, "table", Look(60, True), several=False))
    assert "\x1b[1m" in coloured and re.sub("\x1b\\[\\d+m", "", coloured) == ONE


def test_no_line_of_a_table_is_wider_than_the_terminal() -> None:
    for width in (60, 80):
        assert all(len(line) <= width for line in said("table", DONE, AWAY, BAD, width=width).split("\n"))


def test_several_papers_end_in_a_matrix() -> None:
    text = said("table", DONE, BAD, AWAY)
    assert text.startswith(f"{ONE}\nbad.pdf\nnot read: bad.pdf: it is no PDF.\n\nowls.pdf\n")
    assert "it stands elsewhere: See the supplement.\n" in text
    assert text.endswith(f"\n{MATRIX}")
    assert said("table", DONE, BAD, AWAY, alone=True) == MATRIX


def test_csv() -> None:
    first, _, _, last, bad = csv.DictReader(io.StringIO(said("csv", DONE, BAD), newline=""))
    assert first == {
        "source": "moths.pdf",
        "sha256": "0" * 64,
        "title": "Moths at night",
        "checklist": "moths",
        "group": "code",
        "number": "1.1",
        "item": "software",
        "ask": "Is the software named?",
        "status": "filled",
        "text": "'=Keras",
        "missing": "",
        "why": "",
        "page": "3",
        "box": "70.0 100.0 150.5 112.0",
        "confidence": "0.9",
        "quote": "'=We used Keras.",
        "confirmed": "",
        "error": "",
    }
    assert (last["status"], last["why"], last["page"]) == ("not read", "for a reader to judge", "")
    assert (bad["source"], bad["status"], bad["error"]) == ("bad.pdf", "", "bad.pdf: it is no PDF.")
    assert said("csv", DONE, BAD, AWAY, alone=True) == (
        "source,sha256,title,software,data,seed,proof\r\n"
        f"moths.pdf,{'0' * 64},Moths at night,filled,partly,silent,not read\r\n"
        f"owls.pdf,{'1' * 64},,silent,not read,filled,not read\r\n"
    )


def test_json() -> None:
    one = json.loads(said("json", DONE))
    assert one["paper"] == {"source": "moths.pdf", "sha256": "0" * 64, "title": "Moths at night"}
    assert one["checklist"] == {"name": "moths", "title": "Moths", "reference": "Lamp 2020"}
    assert one["counts"] == {"filled": 1, "partly": 1, "silent": 1, "not read": 1}
    assert one["note"] == "An author has to confirm each line."
    assert one["items"][1] == {
        "number": "1.2",
        "item": "data",
        "group": "Code",
        "ask": "Where are the data, and under which licence?",
        "status": "partly",
        "short": "",
        "text": "place: <zenodo>",
        "missing": ["licence"],
        "why": "",
        "confidence": 0.75,
        "evidence": [{"page": 3, "quote": "=We used Keras.", "boxes": [[70.0, 100.0, 150.5, 112.0]]}],
    }
    both = json.loads(said("json", DONE, BAD))
    assert both[0] == one
    assert both[1]["error"] == "bad.pdf: it is no PDF."
    assert json.loads(said("json", DONE, BAD, AWAY, alone=True)) == {
        "checklist": "moths",
        "papers": 2,
        "failed": 1,
        "items": [
            {
                "number": item.number,
                "item": item.name,
                "ask": item.ask,
                "counts": {state: states.count(state) for state in ("filled", "partly", "silent", "not read")},
            }
            for item, states in zip(
                ITEMS,
                (["filled", "silent"], ["partly", "not read"], ["silent", "filled"], ["not read"] * 2),
                strict=True,
            )
        ],
        "matrix": [
            {
                "source": "moths.pdf",
                "sha256": "0" * 64,
                "title": "Moths at night",
                "items": {"software": "filled", "data": "partly", "seed": "silent", "proof": "not read"},
            },
            {
                "source": "owls.pdf",
                "sha256": "1" * 64,
                "title": "",
                "items": {"software": "silent", "data": "not read", "seed": "filled", "proof": "not read"},
            },
        ],
    }


def test_markdown() -> None:
    assert said("md", DONE) == (
        "# Moths at night\n\nmoths.pdf\n\nMoths (Lamp 2020): 1 filled, 1 partly, 1 silent, 1 not read of 4."
        " An author has to confirm each line.\n\n## Code\n\n**Filled: 1.1 Is the software named?**\n\n"
        "=Keras (confidence 0.90)\n\n> [p. 3](./../moths.pdf#page=3): =We used **Keras**.\n\n"
        "**Partly: 1.2 Where are the data, and under which licence?**\n\nplace: \\<zenodo\\> (confidence 0.75)\n\n"
        "without licence\n\n> [p. 3](./../moths.pdf#page=3): =We used **Keras**.\n\n## Chance\n\n"
        "Silent: 2.1 Is a seed told?\n\nnot enough: chance.\n\nNot read: 2.2 Is it proved?\n\nfor a reader to judge\n"
    )
    matrix = said("md", DONE, BAD, AWAY, alone=True)
    assert "| paper | 1.1 | 1.2 | 2.1 | 2.2 |\n|---|---|---|---|---|\n| Moths at night | + | \\~ | - | ? |\n" in matrix
    assert "| filled | partly | silent | not read | line |\n|---|---|---|---|---|\n" in matrix
    assert said("md", DONE, BAD, AWAY).endswith(f"\n{matrix}")


def test_html_in_the_form_of_the_sheet() -> None:
    page = said("html", DONE)
    assert page.startswith("<!DOCTYPE html>") and page.endswith("</html>\n")
    assert '<option value=".not-read">not read</option>' in page
    assert (
        '<li><a class="low" title="partly: Where are the data, and under which licence?" href="#p0000000000l2">1.2'
        in page
    )
    assert (
        '<section class="partly" id="p0000000000l2">\n'
        '<h2><a href="#p0000000000l2">1.2 Where are the data, and under which licence?</a></h2>\n'
        '<p class="state">Partly</p>\n<p class="text">place: &lt;zenodo&gt; (confidence 0.75)</p>\n'
        '<p class="text">without licence</p>\n'
        '<blockquote><a href="./../moths.pdf#page=3">p. 3</a>: =We used <mark>Keras</mark>.</blockquote>\n</section>'
    ) in page
    assert "An author has to confirm each line." in page
    several = said("html", DONE, BAD, AWAY)
    assert '<p class="error">Not read: bad.pdf: it is no PDF.</p>' in several
    row = '<tr><td>owls.pdf</td><td class="silent" title="silent">-</td><td class="not-read" title="not read">?</td>'
    assert row in several and row in said("html", DONE, BAD, AWAY, alone=True)
    assert several.count("<article") == several.count("</article>") == 3
    for text in (page, several):
        for tag in ("section", "div", "main", "nav", "table", "header"):
            assert len(re.findall(f"<{tag}[ >]", text)) == text.count(f"</{tag}>")


def test_word() -> None:
    docx = pytest.importorskip("docx", reason="needs python-docx: pip install 'dlextract[word]'")
    (content,) = filled([DONE, BAD, AWAY], LIST, "docx", Look(), several=True)
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert told[:3] == [
        "Moths at night",
        "moths.pdf",
        "Moths (Lamp 2020): 1 filled, 1 partly, 1 silent, 1 not read of 4. An author has to confirm each line.",
    ]
    assert "Not read: bad.pdf: it is no PDF." in told
    first, _, matrix, counts = document.tables
    rows = [[cell.text for cell in row.cells] for row in first.rows]
    assert rows[0] == ["Line", "", "What the paper states", "Page", "Confirmed"]
    assert rows[1][0] == "Code"
    assert rows[3] == [
        "1.2 Where are the data, and under which licence?",
        "partly",
        "place: <zenodo> (confidence 0.75)\nwithout licence\n“=We used Keras.”",
        "3",
        "☐",
    ]
    assert [cell.text for cell in matrix.rows[2].cells] == ["owls.pdf", "-", "?", "+", "?"]
    assert [cell.text for cell in counts.rows[1].cells] == ["1", "0", "1", "0", "1.1 Is the software named?"]
    (alone,) = filled([DONE, AWAY], LIST, "docx", Look(), several=True, alone=True)
    assert isinstance(alone, bytes) and len(docx.Document(io.BytesIO(alone)).tables) == 2


def test_what_word_needs_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(
        OutputError, match=r"docx: this format needs python-docx\. Run: pip install 'dlextract\[word\]'"
    ):
        list(filled([DONE], LIST, "docx", Look(), several=False))


def test_what_a_checklist_says_does_not_steer_the_terminal() -> None:
    evil = "\x1b[31m<b>\u202e"
    item = ChecklistItem("a", evil, Place("x.yaml", 1, 1), number=evil, group="g")
    checklist = Checklist("x", evil, Place("x.yaml", 1, 1), evil, {"g": evil}, (item,))
    audits = [Audit(checklist, evil, "0" * 64, evil, (ItemFinding(item, "silent", evil, why=evil),)) for _ in range(2)]
    for alone in (False, True):
        for form in ("table", "md", "html"):
            told = "".join(map(str, filled(audits, checklist, form, Look(80, False, False), several=True, alone=alone)))
            assert "\x1b" not in told and "\u202e" not in told
            assert form == "table" or "<b>" not in told.replace("\\<b\\>", "")


@pytest.mark.parametrize("alone", [False, True])
def test_odd_characters_leave_a_word_document_readable(alone: bool) -> None:
    docx = pytest.importorskip("docx", reason="needs python-docx: pip install 'dlextract[word]'")
    evil = "=1+1|\u2028\u202e\x00\x0b\x1b[31m\ud800\uffff <w:p> é"
    item = ChecklistItem("a", evil, Place("x.yaml", 1, 1), number=evil, group="g")
    checklist = Checklist("x", evil, Place("x.yaml", 1, 1), evil, {"g": evil}, (item,))
    audits = [Audit(checklist, evil, "0" * 64, evil, (ItemFinding(item, "silent", evil, why=evil),)) for _ in range(2)]
    (content,) = filled(audits, checklist, "docx", Look(), several=True, alone=alone)
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    told = [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert any("<w:p> é" in text for text in told)
    assert not any(sign in text for text in told for sign in "\x00\x0b\x1b\ud800\uffff\u202e")
