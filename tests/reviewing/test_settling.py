"""What two readers differ in: only in papers that both have done, and nothing of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reviewed_paper import GPU, SHA, act, record

from dlextract.cli.door import run
from dlextract.reviewing import Act, Journal, fold, journal_of, line_of, read_acts
from dlextract.reviewing.corpus import Corpus
from dlextract.reviewing.settling import Settlement, settlement
from dlextract.viewing import Pdfs
from dlextract.writing import dump_line

HALF, NEW = "1" * 64, "2" * 64
SEED = "RANDOM_SEED=7"
LATER = "2026-03-02T10:00:00.000Z"
ADA = [
    act("accept", value="2 × NVIDIA TITAN X (training)", page=2),
    act("absent", "randomness"),
    act("reject", GPU, reason="wrong status"),
    act("missed", SEED, value="7", page=3, quote="The seed was 7.", words="7"),
    act("accept", paper=HALF, value="as ada says"),
]
BEN = [
    act("edit", value="3 cards", page=2, note="see Table 1"),
    act("absent", "randomness"),
    act("edit", paper=HALF, value="what ben alone says"),
    act("missed", "randomness", paper=HALF, value="42"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three papers: one that both have done, one that only ben has, one that nobody has begun."""
    monkeypatch.chdir(tmp_path)
    papers = [{**record(), "paper": {**record()["paper"], "sha256": sha}} for sha in (HALF, SHA, NEW)]
    Path("papers.jsonl").write_bytes(b"".join(map(dump_line, papers)))
    write("ada", ADA)
    write("ben", BEN)
    return tmp_path


def write(who: str, acts: Sequence[Act]) -> None:
    lines = (line_of(replace(one, who=who)) for one in acts)
    journal_of(Path("papers.jsonl"), who).write_bytes(b"".join(lines))


def found() -> Settlement:
    with Corpus(Path("papers.jsonl")) as corpus:
        one, two = (read_acts(journal_of(corpus.path, who)).acts for who in ("ada", "ben"))
        return settlement(corpus, ("ada", "ben"), one, two)


def test_only_what_both_have_done_is_open_and_only_differences_are() -> None:
    made = found()
    assert made.papers == {SHA}
    assert [(cell.key, *(side and side.value for side in sides)) for cell, sides in made.sides.items()] == [
        ("hardware", "2 × NVIDIA TITAN X (training)", "3 cards"),
        (GPU, None, None),
        (SEED, "7", None),
    ]
    assert [side and side.verdict for side in made.sides[act("accept", GPU).cell]] == ["reject", None]
    assert [one.key for one in made.same] == ["randomness"]
    assert made.waiting == {HALF: (1, 0), NEW: (2, 2)}
    assert made.told == [
        "2 papers are not open yet, as not both are done: ada has 3 questions left, ben has 2 questions left"
    ]


def test_the_same_value_at_a_wrong_place_is_a_difference() -> None:
    wrong = act("reject", value="2 × NVIDIA TITAN X (training)", reason="wrong place")
    write("ben", [wrong, *BEN[1:]])
    assert next(iter(found().sides)).key == "hardware"


def test_it_begins_with_what_both_agree_on_and_goes_on_where_it_was_left() -> None:
    [first] = found().opening("cleo", [])
    assert (first.who, first.how, first.key, first.verdict) == ("cleo", "consensus", "randomness", "absent")
    settled = act("edit", who="cleo", when=LATER, value="4 cards", how="consensus")
    assert found().opening("cleo", [replace(first, when=LATER), settled]) == []


def test_what_a_reader_decides_anew_is_settled_anew() -> None:
    settled = [act(verdict, who="cleo", when=LATER, value="x", how="consensus") for verdict in ("accept", "edit")]
    settled.append(act("absent", "randomness", who="cleo", when=LATER, how="consensus"))
    after = "2026-03-03T10:00:00.000Z"
    write("ada", [*ADA, act("edit", value="3 cards", when=after), act("missed", "randomness", value="7", when=after)])
    made = found()
    assert [cell.key for cell in made.sides] == ["randomness", GPU, SEED]
    opening = made.opening("cleo", settled)
    assert [(one.key, one.verdict) for one in opening] == [
        ("hardware", "undo"),
        ("randomness", "undo"),
        ("hardware", "undo"),
        ("hardware", "edit"),
    ]
    assert [(one.key, one.value) for one in fold([*settled, *opening]).values()] == [("hardware", "3 cards")]


def test_the_server_tells_nothing_of_papers_that_are_not_done() -> None:
    client = pytest.importorskip("starlette.testclient", reason="the extra review is not installed")
    pytest.importorskip("uvicorn", reason="the extra review is not installed")
    from dlextract.reviewing.server import guarded
    from dlextract.reviewing.session import Session

    made, corpus, path = found(), Corpus(Path("papers.jsonl")), Path("papers.cleo.review.jsonl")
    corpus.keep(made.papers)
    with Session(corpus, Journal(path), "cleo", Pdfs(), settlement=made) as session:
        here = client.TestClient(guarded(session, 8000, "x"), base_url="http://127.0.0.1:8000/x/")
        told = here.get("corpus.json")
        assert "ben alone" not in told.text
        assert [paper["sha"] for paper in told.json()["papers"]] == [SHA]
        assert told.json()["readers"] == ["ada", "ben"]
        assert [(number, key, one and one["verdict"], two and two["value"])
                for number, _, key, one, two in told.json()["differences"]] == [
            (0, "hardware", "accept", "3 cards"),
            (0, GPU, "reject", None),
            (0, SEED, "missed", None),
        ]  # fmt: skip
        added = here.get("paper/0.json").json()["items"][-1]
        assert (added["key"], added["title"], added["stated"], added["added"]) == (SEED, "RANDOM_SEED", False, True)

        def sent(key: str, verdict: str = "accept", paper: str = SHA, **more: Any) -> tuple[int, dict[str, Any]]:
            kind = "fact" if "=" in key else "question"
            one = {"paper": paper, "kind": kind, "key": key, "verdict": verdict, **more}
            reply = here.post("acts", json={"acts": [one]})
            return reply.status_code, reply.json()

        assert sent("hardware", take="ben", note="agreed")[0] == 200
        assert sent(GPU, take="ada")[0] == 200
        assert sent(SEED, "reject", reason="wrong value")[0] == 200
        assert sent(SEED, take="ben") == (400, {"error": "decision: 'ben' has decided nothing there. Reload the page."})
        code, said = sent("hardware", take="ada", paper=HALF)
        assert (code, said["error"].startswith("decision: its paper is none of the records.")) == (400, True)
    lines = [(one.who, one.how, one.key, one.verdict, one.reason, one.value, one.note) for one in read_acts(path).acts]
    assert lines == [
        ("cleo", "consensus", "hardware", "edit", "", "3 cards", "agreed"),
        ("cleo", "consensus", GPU, "reject", "wrong status", None, ""),
        ("cleo", "consensus", SEED, "reject", "wrong value", None, ""),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--reviewer", "ada"], "--settle: two reviewers and a third name are needed. Add another --reviewer NAME.\n"),
        (["--apply", "t.csv"], "--apply: a table cannot settle anything. Leave out --settle.\n"),
        (
            ["--reviewer", "cleo"],
            "papers.ada.review.jsonl, papers.ben.review.jsonl: no paper is done by both (ada has 5 questions left, "
            "ben has 2 questions left). Go on with these reviews first.\n",
        ),
    ],
)
def test_what_cannot_be_settled_is_one_line(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("uvicorn", reason="the extra review is not installed")
    write("ada", ADA[4:])
    assert run(["review", "papers.jsonl", "--settle", "ada", "ben", "--no-browser", *options]) == 2
    assert capsys.readouterr().err == said
    assert not Path("papers.cleo.review.jsonl").exists()
