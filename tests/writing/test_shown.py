"""What the readable forms show beside the answers: facts that no question asks for, warnings, links."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from sample import EVIDENCE, REPORT

from dlextract.records import Fact
from dlextract.report import Duplicate
from dlextract.writing import Selection, sheet, to_dict
from dlextract.writing.html import fragment, html
from dlextract.writing.markdown import markdown
from dlextract.writing.shown import beside_short, gathered, link_to

CAMERA = Fact("f2", "CAMERA", "a Canon", "Canon EOS", "used", evidence=(EVIDENCE,))
TRAP = Fact("f3", "CAMERA", "Reconyx", "", "mentioned", evidence=(EVIDENCE,))
REPORT = replace(REPORT, facts=(*REPORT.facts, CAMERA, TRAP), also=("f2", "f3"))


def test_a_label_that_answers_no_question_is_shown_in_every_form() -> None:
    record = to_dict(REPORT)
    assert record["also"] == ["f2", "f3"]
    assert (
        "     Also found: CAMERA\n"
        "     Canon EOS; Reconyx (mentioned)\n"
        "     p. 2  We trained on two [[Titan X]] cards.\n"
        "\n"
        "Warnings\n"
    ) in sheet(record)
    assert "\n## Also found: CAMERA\n\n**Canon EOS; Reconyx (mentioned)**\n\n> [p. 2](" in markdown(record)
    page = "".join(html([record]))
    assert '<h2>Also found: CAMERA</h2>\n<p class="stated">Canon EOS; Reconyx (mentioned)</p>\n<blockquote>' in page


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("12,480 images", "12480", "12,480 images"),
        ("1.5B", "1500000000", "1.5B"),
        ("about two", "2", "2"),
        ("a Canon", "Canon EOS", "Canon EOS"),
    ],
)
def test_a_number_is_shown_with_what_it_counts(text: str, value: str, shown: str) -> None:
    size = Fact("f2", "SIZE", text, value, "used", evidence=(EVIDENCE,))
    record = to_dict(replace(REPORT, facts=(*REPORT.facts[:1], size), also=("f2",)))
    assert f"     Also found: SIZE\n     {shown}\n" in sheet(record)


@pytest.mark.parametrize(
    ("selection", "also"),
    [
        (Selection(labels=("camera",)), ["f2", "f3"]),
        (Selection(labels=("GPU",)), ["f1"]),
        (Selection(labels=("GPU", "CAMERA"), min_confidence=0.5), ["f1"]),
        (Selection(questions=("20",)), None),
        (Selection(min_confidence=0.0, only_stated=True), ["f2", "f3"]),
    ],
)
def test_the_labels_asked_for_are_shown(selection: Selection, also: list[str] | None) -> None:
    assert selection.apply(to_dict(REPORT)).get("also") == also


def test_what_is_left_out_is_counted() -> None:
    record = Selection(only_stated=True).apply(to_dict(REPORT))
    told = "1 of 2 questions answered; the rest left out"
    assert sheet(record).splitlines()[2] == f"3 pages; {told}"
    assert f"in/moths.pdf: {told}.\n" in markdown(record)
    assert f"<p>{told}</p>" in fragment(record)
    assert "asked" not in Selection(questions=("20",), only_stated=True).apply(to_dict(REPORT))["dlextract"]


@pytest.mark.parametrize(
    ("warnings", "lines"),
    [
        ([], []),
        (["it is odd", "page 3: it has no text layer"], ["it is odd", "page 3: it has no text layer"]),
        (
            [*(f"page {n}: it has no text layer" for n in (2, 3, 4, 7)), "page 5: it is garbled"],
            ["pages 2-4, 7: it has no text layer", "page 5: it is garbled"],
        ),
        (
            [f"page {n}: {n * 20} hidden characters, 1 kind" for n in (2, 3)],
            ["pages 2-3: 40-60 hidden characters, 1 kind"],
        ),
        (["it is odd", "it is odd"], ["it is odd"]),
    ],
)
def test_warnings_of_one_kind_are_one_line(warnings: list[str], lines: list[str]) -> None:
    assert list(gathered(warnings)) == lines
    record = to_dict(replace(REPORT, warnings=tuple(warnings)))
    shown = [f"- {line}" for line in lines]
    assert [line for line in sheet(record).splitlines() if line.startswith("- ")] == shown
    assert [line for line in markdown(record).splitlines() if line.startswith("- ")] == shown
    assert fragment(record).count("<p>") == 2 + len(lines)


@pytest.mark.parametrize(
    ("source", "base", "link"),
    [
        ("papers/a b.pdf", "", "./papers/a%20b.pdf#page=3"),
        ("papers/a.pdf", ".", "./papers/a.pdf#page=3"),
        ("papers/a.pdf", "reports", "./../papers/a.pdf#page=3"),
        ("reports/a.pdf", "reports", "./a.pdf#page=3"),
        ("/papers/a.pdf", "reports", "/papers/a.pdf#page=3"),
        ("../a.pdf", "reports/new", "./../../../a.pdf#page=3"),
    ],
)
def test_links_lead_from_the_folder_of_the_output(source: str, base: str, link: str) -> None:
    assert link_to(source, 3, base) == link
    record = copy.deepcopy(to_dict(REPORT))
    record["paper"]["source"] = source
    link = link.replace("page=3", "page=2")
    assert f'href="{link}"' in "".join(html([record], base))
    assert f"[p. 2]({link})" in markdown(record, base)


def test_a_duplicate_is_one_line() -> None:
    record = to_dict(Duplicate("b.pdf", "0" * 64, "in/a_b.pdf"))
    assert sheet(record) == "b.pdf\nthe same file as in/a_b.pdf\n"
    assert markdown(record) == "# b.pdf\n\nThe same file as in/a\\_b.pdf\n"
    assert "<p>The same file as in/a_b.pdf</p>" in fragment(record)


@pytest.mark.parametrize(
    ("short", "text", "shown"),
    [
        ("recall", "Recall.", ""),
        ("counting", "Counting. We trained on two Titan X cards.", ""),
        ("2 cards", "We trained on two Titan X cards.", ""),
        ("GitHub", "GitHub (https://example.org).", "GitHub (https://example.org)."),
        ("two cards", "Two cards, nine hours.", "Two cards, nine hours."),
    ],
)
def test_beside_the_short_form_stands_only_what_says_more(short: str, text: str, shown: str) -> None:
    answer = to_dict(REPORT)["answers"][0] | {"short": short, "text": text}
    assert beside_short(answer) == shown
