"""How far two readers agree: figures, differences, and every form of them."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path

import pytest
from reviewed_paper import record

from dlextract.cli.door import run
from dlextract.reviewing import Act, fold, line_of
from dlextract.reviewing.agreement import Agreement, AgreementFigures, agreement, of_acts, of_records
from dlextract.reviewing.agreement_forms import DIFFERENCES, as_html
from dlextract.writing import Record, dump_line

A, B = "a" * 64, "b" * 64


def act(who: str, paper: str, key: str, value: str | None, verdict: str = "accept", **more: str) -> Act:
    kind = "fact" if "=" in key else "question"
    return Act(who, "2026-01-01T00:00:00.000Z", paper, kind, key, verdict, value=value, page=2, quote="q", **more)  # type: ignore[arg-type]


ADA = [
    act("ada", A, "hardware", "two Glow cards"),
    act("ada", A, "datasets", "Heath"),
    act("ada", A, "GPU=Glow", "Glow"),
    act("ada", B, "hardware", None, "absent"),
    act("ada", B, "datasets", "Marsh", "edit"),
    act("ada", B, "GPU=Beam", "Beam"),
    act("ada", B, "randomness", "7"),
]
BEN = [
    act("ben", A, "hardware", "Two Glow  cards."),
    act("ben", A, "datasets", "Heath and Dune", "edit", note="see Table 2"),
    act("ben", A, "GPU=Glow", "Glow"),
    act("ben", B, "hardware", None, "absent"),
    act("ben", B, "datasets", None, "absent"),
    act("ben", B, "GPU=Beam", None, "reject", reason="wrong status"),
]


def compared() -> Agreement:
    return agreement("ada", of_acts(fold(ADA)), "ben", of_acts(fold(BEN)), {A: "Moths", B: "Lamps"})


def test_figures_by_question_and_label() -> None:
    found = compared()
    assert found.figures == (
        AgreementFigures("all questions", "question", 4, 0.5, 0.5, 0.0, 1.0, 2, 0.5),
        AgreementFigures("datasets", "question", 2, 0.0, 0.0, 0.0, 1.0, 1, 0.0),
        AgreementFigures("hardware", "question", 2, 1.0, 1.0, 1.0, 1.0, 1, 1.0),
        AgreementFigures("all facts", "fact", 2, 0.5, 0.0, 0.0, 1.0, 1, 1.0),
        AgreementFigures("GPU", "fact", 2, 0.5, 0.0, 0.0, 1.0, 1, 1.0),
    )
    assert (found.only_first, found.only_second) == (1, 0)
    assert [(pair.cell.paper, pair.cell.key, pair.one.value, pair.two.value) for pair in found.differences] == [
        (A, "datasets", "Heath", "Heath and Dune"),
        (B, "GPU=Beam", "Beam", None),
        (B, "datasets", "Marsh", None),
    ]


def test_kappa_is_that_of_independent_readers_where_they_throw_coins() -> None:
    rng = random.Random(4)
    acts = [
        [act(who, f"{paper:064x}", "hardware", rng.choice(["x", None])) for paper in range(400)]
        for who in ("ada", "ben")
    ]
    [figures, _] = agreement("a", of_acts(fold(acts[0])), "b", of_acts(fold(acts[1]))).figures
    assert (figures.cells, figures.group) == (400, "all questions")
    assert figures.low < 0 < figures.high
    assert abs(figures.kappa) < 0.1


def test_what_was_taken_back_does_not_count() -> None:
    undone = [*ADA, act("ada", A, "datasets", None, "undo")]
    found = agreement("ada", of_acts(fold(undone)), "ben", of_acts(fold(BEN)))
    assert [pair.cell.key for pair in found.differences] == ["GPU=Beam", "datasets"]
    assert found.only_second == 1


def test_a_review_against_the_records() -> None:
    answer = {"cq": 20, "question": "hardware", "stated": True, "text": "t", "short": "one Beam"}
    record: Record = {
        "schema_version": "1.0",
        "paper": {"source": "a.pdf", "sha256": A, "title": "Moths"},
        "answers": [answer],
        "facts": [{"label": "GPU", "value": "Glow", "text": "Glow", "scope": ""}],
    }
    titles: dict[str, str] = {}
    found = agreement("ada", of_acts(fold(ADA)), "tool", of_records([record], titles), titles)
    assert [(one.group, one.cells, one.percent) for one in found.figures] == [
        ("all questions", 1, 0.0),
        ("hardware", 1, 0.0),
        ("all facts", 1, 1.0),
        ("GPU", 1, 1.0),
    ]
    assert (titles, found.only_first, found.only_second) == ({A: "Moths"}, 5, 0)


TABLE = """\
ada.review.jsonl and ben.review.jsonl: 6 judged by both, 1 only by the first, 0
only by the second

                cells  agree  kappa           95 %       same values
all questions       4   50 %   0.50   0.00 to 1.00         50 % of 2
datasets            2    0 %   0.00   0.00 to 1.00          0 % of 1
hardware            2  100 %   1.00   1.00 to 1.00        100 % of 1
all facts           2   50 %   0.00   0.00 to 1.00        100 % of 1
GPU                 2   50 %   0.00   0.00 to 1.00        100 % of 1

Differences: 3
  aaaaaaaaaaaa
    datasets: Heath | Heath and Dune
  bbbbbbbbbbbb
    GPU=Beam: Beam | rejected
  bbbbbbbbbbbb
    datasets: Marsh | not stated
"""


@pytest.fixture
def reviews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, acts in (("ada", ADA), ("ben", BEN)):
        Path(f"{name}.review.jsonl").write_bytes(b"".join(map(line_of, acts)))


def test_the_command_and_its_forms(reviews: None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    files = ("ada.review.jsonl", "ben.review.jsonl")
    assert run(("agreement", *files, "--width", "80")) == 0
    assert capfdbinary.readouterr().out.decode() == TABLE
    assert run(("agreement", *files, "-o", "d.csv", "--table", "differences")) == 0
    rows = list(csv.reader(io.StringIO(Path("d.csv").read_bytes().decode(), newline="")))
    assert rows[0] == list(DIFFERENCES)
    about = [A, "", "question", "datasets", "datasets"]
    assert rows[1] == [*about, "Heath", "Heath and Dune", "accept", "edit", "2", "2", "q", "q", "", "see Table 2"]
    assert run(("agreement", *files, "-f", "csv")) == 0
    assert capfdbinary.readouterr().out.decode().split("\r\n")[1] == "question,all questions,4,0.5,0.5,0.0,1.0,2,0.5"
    assert run(("agreement", *files, "-f", "json")) == 0
    assert [one["key"] for one in json.loads(capfdbinary.readouterr().out)["differences"]] == [
        "datasets",
        "GPU=Beam",
        "datasets",
    ]


def test_records_are_known_and_mistakes_are_one_line(reviews: None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    made = record(short="two Glow cards")
    made["paper"]["sha256"] = A
    Path("all.jsonl").write_bytes(dump_line(made))
    assert run(("agreement", "ada.review.jsonl", "all.jsonl", "-o", "a.html")) == 0
    assert "<th>hardware</th>" in Path("a.html").read_text()
    Path("torn.review.jsonl").write_bytes(line_of(ADA[-1]) + b'{"review_version":"1.0","wh')
    assert run(("agreement", "torn.review.jsonl", "ben.review.jsonl")) == 2
    assert capfdbinary.readouterr().err.decode() == (
        "torn.review.jsonl: line 2 is no act of a review, and left out.\n"
        "torn.review.jsonl, ben.review.jsonl: they have no judged cell in common. Review the same papers in both.\n"
    )
    assert run(("agreement", "none.review.jsonl", "ben.review.jsonl")) == 2
    said = capfdbinary.readouterr().err.decode()
    assert said == "none.review.jsonl: it cannot be read (No such file or directory). Check the path.\n"


def test_text_of_reviews_stays_text() -> None:
    evil = "<script>alert(1)</script>"
    one = of_acts(fold([act("ada", A, "hardware", evil, note=evil)]))
    two = of_acts(fold([act("ben", A, "hardware", "x")]))
    page = "".join(as_html(agreement(evil, one, evil, two, {A: evil})))
    assert "<script" not in page
    assert not re.search(r"<[^>]*onerror", page)
