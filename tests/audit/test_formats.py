"""Audits as table, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json

from dlextract.audit import (
    CSV_COLUMNS,
    Audit,
    ItemFinding,
    as_csv,
    as_html,
    as_json,
    as_markdown,
    as_summary,
    as_text,
    checklist,
)
from dlextract.writing import Look

CHECKLIST = checklist()
ITEMS = {item.name: item for item in CHECKLIST.items}
PLACE = {"page": 3, "quote": "=We used Keras.", "quote_start": 10, "start": 19, "end": 24}
DONE = Audit(
    CHECKLIST,
    "moths.pdf",
    "0" * 64,
    "Moths at night",
    (
        ItemFinding(ITEMS["framework_stated"], "filled", "=Keras", (PLACE,)),
        ItemFinding(ITEMS["metrics_stated"], "silent", "not enough: Accuracy."),
        ItemFinding(ITEMS["random_seed"], "silent"),
    ),
)
BAD = Audit(CHECKLIST, "bad.pdf", "", error="bad.pdf: it is no PDF.")


TABLE = """\
moths.pdf
Moths at night

Reproducibility study: 1 of 2
  yes  framework stated        =Keras
                               p. 3  =We used [[Keras]].
  no   metrics stated          not enough: Accuracy.

Reviewer's checklist: 0 of 1
  no   random seed
"""


def test_the_table() -> None:
    assert "".join(as_text([DONE], Look(width=80))) == TABLE


def test_several_tables_are_counted_up() -> None:
    assert "".join(as_text([DONE, BAD, DONE], Look(width=80))) == (
        f"{TABLE}\nbad.pdf\nnot read: bad.pdf: it is no PDF.\n\n{TABLE}\n"
        "Yes, of 2 papers (1 not read)\n      2  framework stated\n      0  metrics stated\n      0  random seed\n"
    )


def test_the_table_in_colours_is_the_same_text() -> None:
    coloured = "".join(as_text([DONE], Look(width=80, colours=True)))
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        assert code in coloured
        coloured = coloured.replace(code, "")
    assert coloured == "".join(as_text([DONE], Look(width=80)))


def test_csv_is_safe_for_spreadsheets() -> None:
    rows = list(csv.reader(io.StringIO("".join(as_csv([DONE, BAD])), newline="")))
    assert rows[0] == list(CSV_COLUMNS)
    paper = ["moths.pdf", "0" * 64, "Moths at night"]
    assert rows[1:] == [
        [
            *paper,
            "study",
            "framework_stated",
            ITEMS["framework_stated"].ask,
            "yes",
            "'=Keras",
            "3",
            "'=We used Keras.",
            "",
        ],
        [*paper, "study", "metrics_stated", ITEMS["metrics_stated"].ask, "no", "not enough: Accuracy.", "", "", ""],
        [*paper, "review", "random_seed", ITEMS["random_seed"].ask, "no", "", "", "", ""],
        ["bad.pdf", *[""] * 9, "bad.pdf: it is no PDF."],
    ]


def test_json() -> None:
    one = json.loads("".join(as_json([DONE], several=False)))
    assert one["paper"] == {"source": "moths.pdf", "sha256": "0" * 64, "title": "Moths at night"}
    assert one["items"][0] == {
        "group": "study",
        "item": "framework_stated",
        "ask": ITEMS["framework_stated"].ask,
        "stated": True,
        "text": "=Keras",
        "evidence": [{"page": 3, "quote": "=We used Keras."}],
    }
    assert json.loads("".join(as_json([DONE, BAD], several=True))) == [
        one,
        {"paper": {"source": "bad.pdf", "sha256": ""}, "error": "bad.pdf: it is no PDF."},
    ]
    assert "".join(as_json([], several=True)) == "[]\n"


def test_names_of_files_that_are_not_utf_8() -> None:
    odd = Audit(CHECKLIST, "\udcff.pdf", "", error="no")
    text = "".join(as_json([odd], several=False))
    assert json.loads(text.encode().decode())["paper"]["source"] == "\udcff.pdf"


def test_markdown_like_the_sheet() -> None:
    one = (
        "# Moths at night\n\nmoths.pdf\n\n## Reproducibility study: 1 of 2\n\n"
        "**Yes: framework stated – =Keras**\n\n> [p. 3](./../moths.pdf#page=3): =We used **Keras**.\n\n"
        "No: metrics stated – not enough: Accuracy.\n\n## Reviewer's checklist: 0 of 1\n\nNo: random seed\n"
    )
    counts = "| yes | item |\n|---|---|\n| 2 | framework stated |\n| 0 | metrics stated |\n| 0 | random seed |\n"
    assert "".join(as_markdown([DONE], "reports")) == one
    assert "".join(as_markdown([DONE, BAD, DONE], "reports")) == (
        f"{one}\n# bad.pdf\n\nNot read: bad.pdf: it is no PDF.\n\n{one}\n# Yes, of 2 papers (1 not read)\n\n{counts}"
    )


def test_html_like_the_sheet() -> None:
    page = "".join(as_html([DONE, BAD, DONE], "reports"))
    assert page.startswith("<!DOCTYPE html>") and page.endswith("</html>\n")
    assert page.count("<article") == page.count("</article>") == 4
    assert (
        '<p class="stated">Yes: framework stated – =Keras</p>\n'
        '<blockquote><a href="./../moths.pdf#page=3">p. 3</a>: =We used <mark>Keras</mark>.</blockquote>\n'
        '<p class="open">No: metrics stated – not enough: Accuracy.</p>\n'
    ) in page
    assert '<p class="error">Not read: bad.pdf: it is no PDF.</p>' in page
    assert "<tr><td>2</td><td>framework stated</td></tr>" in page


def test_the_summary_alone() -> None:
    def said(form: str) -> str:
        return "".join(as_summary([DONE, BAD, DONE], form, Look(width=80)))

    table = "Yes, of 2 papers (1 not read)\n      2  framework stated\n      0  metrics stated\n      0  random seed\n"
    assert said("table") == table
    assert said("csv") == "item,yes,papers\r\nframework_stated,2,2\r\nmetrics_stated,0,2\r\nrandom_seed,0,2\r\n"
    yes = {"framework_stated": 2, "metrics_stated": 0, "random_seed": 0}
    assert json.loads(said("json")) == {"papers": 2, "failed": 1, "yes": yes}
    assert said("md") in "".join(as_markdown([DONE, BAD, DONE]))
    assert "<tr><td>0</td><td>random seed</td></tr>" in said("html")
