"""Whole runs: what is read, what is skipped, what is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from fake_reader import FakeReader, OtherPatterns

from dlextract.bulk.inputs import Found, find
from dlextract.bulk.ledger import Ledger
from dlextract.bulk.pool import Done, Pool
from dlextract.bulk.progress import Progress
from dlextract.bulk.run import Plan, Run, in_shard, parse_shard
from dlextract.bulk.tally import Finish, Finished, Tally, duration
from dlextract.bulk.worker import Reader, Task, attempt
from dlextract.errors import UsageError


class Here:
    """An engine in this process; ``backwards`` gives the results in the wrong order."""

    replaced = 0

    def __init__(self, reader: Reader, backwards: bool = False) -> None:
        self.reader, self.backwards, self.read = reader, backwards, 0

    def fingerprint(self) -> tuple[str, str, str]:
        return self.reader.fingerprint

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in sorted(tasks, key=lambda task: -task.number if self.backwards else task.number):
            self.read += not task.known
            yield Done(task, Finish()(task.known or attempt(self.reader, task)), 1.0)


Go = Callable[..., tuple[Tally, int]]


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in {"a": "We used A.", "b": "bad", "c": "We used C.", "d": "We used A."}.items():
        (folder / f"{name}.pdf").write_text(text)
    return folder


def go(
    plan: Plan, reader: type[FakeReader] = FakeReader, backwards: bool = False, fresh: bool = False
) -> tuple[Tally, int]:
    """Read the folder into out.jsonl; return the counts and how many papers were read."""
    engine = Here(reader(), backwards)
    with Ledger(Path("out.jsonl"), fresh=fresh) as ledger:
        run = Run(list(find(["papers", "none.pdf"])), engine, plan, Progress(5), ledger)
        for finished in run.results():
            ledger.append(finished.line)
    return run.tally, engine.read


def written() -> list[tuple[str, str, str]]:
    records = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    return [
        (r["paper"]["source"], "", f"duplicate of {r['duplicate_of']}")
        if "duplicate_of" in r
        else (r["paper"]["source"], r["dlextract"]["patterns"], r.get("error", {}).get("type", "read"))
        for r in records
    ]


FIRST = [
    ("papers/a.pdf", "sha256:0", "read"),
    ("papers/b.pdf", "sha256:0", "PaperError"),
    ("papers/c.pdf", "sha256:0", "read"),
    ("papers/d.pdf", "", "duplicate of papers/a.pdf"),
    ("none.pdf", "sha256:0", "PaperError"),
]


def test_every_paper_has_one_record_and_duplicates_are_said(papers: Path) -> None:
    tally, _ = go(Plan(ordered=True))
    assert written() == FIRST
    assert (tally.read, tally.duplicates, tally.exit_code) == (2, [("papers/d.pdf", "papers/a.pdf")], 1)
    assert tally.failed == {
        "PaperError": ["papers/b.pdf: it is bad. Make it good.", "none.pdf: no such file. Check the path."]
    }
    assert tally.stated == {"20 hardware": 2, "24 randomness": 0}


def test_order_is_kept_if_it_is_asked_for(papers: Path) -> None:
    go(Plan(ordered=True), backwards=True)
    assert written() == FIRST
    go(Plan(), backwards=True, fresh=True)
    assert written() == FIRST[::-1]


def test_a_second_run_reads_nothing_again(papers: Path) -> None:
    go(Plan(ordered=True))
    before = Path("out.jsonl").read_bytes()
    tally, read = go(Plan(ordered=True))
    assert (read, tally.before, tally.failed_before, tally.exit_code) == (0, 5, 2, 0)
    assert Path("out.jsonl").read_bytes() == before


def test_a_path_finds_the_record_of_its_content_whoever_came_first(papers: Path) -> None:
    with Ledger(Path("out.jsonl")) as ledger:
        for finished in Run([Found("papers/d.pdf")], Here(FakeReader()), Plan(), Progress(1), ledger).results():
            ledger.append(finished.line)
    go(Plan(ordered=True))
    first = ("papers/a.pdf", "", "duplicate of papers/d.pdf")
    assert written() == [("papers/d.pdf", "sha256:0", "read"), first, *FIRST[1:3], FIRST[4]]
    tally, read = go(Plan(ordered=True))
    assert (read, tally.before, len(written())) == (0, 5, 5)
    (papers / "a.pdf").write_text("We used X.")
    go(Plan(ordered=True))
    assert written() == [("papers/d.pdf", "sha256:0", "read"), *FIRST[1:3], FIRST[4], FIRST[0]]


def test_a_paper_that_is_given_twice_is_no_duplicate_of_itself(papers: Path) -> None:
    for _ in range(2):
        with Ledger(Path("out.jsonl")) as ledger:
            twice = [Found("papers/a.pdf"), Found("papers/a.pdf")]
            for finished in Run(twice, Here(FakeReader()), Plan(), Progress(2), ledger).results():
                ledger.append(finished.line)
        assert written() == [FIRST[0]]


def test_many_failures_of_one_kind_are_one_line() -> None:
    tally = Tally(failed={"PaperError": [f"{n:02d}.pdf: no page has text. Try --ocr." for n in range(30)]})
    tally.add(Finished(b"", "x.pdf", "PaperError", "x.pdf: it is bad. Mend it."), 0.1)
    assert list(tally.summary())[1:] == [
        "PaperError (31):",
        "  00.pdf, 01.pdf, 02.pdf and 27 more: no page has text. Try --ocr.",
        "  x.pdf: it is bad. Mend it.",
    ]


def test_errors_are_read_again_if_asked_for(papers: Path) -> None:
    go(Plan(ordered=True))
    (papers / "b.pdf").write_text("We used B.")
    Path("none.pdf").write_text("We used N.")
    tally, read = go(Plan(ordered=True, retry_errors=True))
    assert (read, tally.exit_code) == (2, 0)
    # The record of the old content of b.pdf stays: it tells of other bytes.
    assert written() == [*FIRST[:4], ("papers/b.pdf", "sha256:0", "read"), ("none.pdf", "sha256:0", "read")]


def test_overwrite_reads_all_again_and_keeps_other_papers(papers: Path) -> None:
    go(Plan(ordered=True))
    (papers / "c.pdf").unlink()
    assert go(Plan(ordered=True, overwrite=True))[1] == 2
    assert written() == [FIRST[2], FIRST[3], FIRST[0], FIRST[1], FIRST[4]]


def test_other_patterns_or_another_selection_read_all_again(papers: Path) -> None:
    go(Plan(ordered=True))
    assert go(Plan(ordered=True), OtherPatterns)[1] == 3
    assert [record[1] for record in written() if record[1]] == ["sha256:1"] * 4
    assert go(Plan(selection="cq=1", ordered=True), OtherPatterns)[1] == 3


def test_shards_part_the_papers(papers: Path) -> None:
    counts = [go(Plan(shard=(part, 3)), fresh=True)[0] for part in (1, 2, 3)]
    # A duplicate goes to the shard of its content and is counted there.
    assert sum(tally.read for tally in counts) == 2
    assert sum(tally.failures for tally in counts) == 2
    assert sum(len(tally.duplicates) for tally in counts) == 1
    assert [tally.done for tally in counts] == [5, 5, 5]


def test_the_pool_and_one_process_write_the_same(papers: Path) -> None:
    go(Plan(ordered=True))
    with Pool(FakeReader, Finish(), 2) as pool:
        run = Run(list(find(["papers", "none.pdf"])), pool, Plan(ordered=True), Progress(5))
        assert b"".join(finished.line for finished in run.results()) == Path("out.jsonl").read_bytes()


def test_records_that_wait_for_their_turn_are_held(papers: Path) -> None:
    class Stops(Here):
        def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
            for done in super().run(tasks):
                yield done
                if done.task.number == 2:
                    raise KeyboardInterrupt

    run = Run(list(find(["papers"])), Stops(FakeReader(), backwards=True), Plan(ordered=True), Progress(4))
    with pytest.raises(KeyboardInterrupt):
        list(run.results())
    assert [finished.source for finished in run.held.values()] == ["papers/d.pdf", "papers/c.pdf"]


def test_progress_says_how_long_it_will_take() -> None:
    tally = Tally(read=8, failed={"Crash": ["x", "y"]}, before=10)
    assert Progress(120).line(tally, 60.0) == "20/120 · 2 failed · 10/min · 10:00 min left"
    assert Progress(5).line(Tally(), 0.0) == "0/5"


class Screen(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (StringIO(), "2/9 · 1/min · 7:00 min left\n"),
        (Screen(), "\r1/9 · 2/min · 3:59 min left\r2/9 · 1/min · 7:00 min left"),
    ],
)
def test_progress_is_a_line_now_and_then_or_one_that_changes(
    stream: StringIO, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([0.0, 29.9, 120.0, 120.05])
    monkeypatch.setattr("dlextract.bulk.progress.time.monotonic", lambda: next(now))
    progress = Progress(9, stream)
    for read in (1, 2, 3):
        progress.happened("paper", "a.pdf", Tally(read=read))
    assert stream.getvalue() == said


def test_the_log_has_a_line_per_event(papers: Path) -> None:
    log = StringIO()
    run = Run(list(find(["papers"])), Here(FakeReader()), Plan(ordered=True), Progress(4, None, log))
    list(run.results())
    events = [json.loads(line) for line in log.getvalue().splitlines()]
    assert sorted((event["event"], event["source"]) for event in events) == [
        ("duplicate", "papers/d.pdf"),
        ("failed", "papers/b.pdf"),
        ("paper", "papers/a.pdf"),
        ("paper", "papers/c.pdf"),
    ]
    (failed,) = [event for event in events if event["event"] == "failed"]
    assert (failed["error"], failed["message"], failed["seconds"]) == (
        "PaperError",
        "papers/b.pdf: it is bad. Make it good.",
        1.0,
    )


def test_the_summary_names_failures_duplicates_slow_papers_and_answers() -> None:
    tally = Tally(seconds=30.0, before=3, failed_before=1, duplicates=[("b.pdf", "a.pdf")], replaced=1)
    tally.skipped.update({".txt": 2, "": 1})
    for number in range(12):
        tally.add(
            Finished(b"", f"{number}.pdf", stated=("20 hardware",), questions=("3 x", "20 hardware")), float(number)
        )
    tally.add(Finished(b"", "bad.pdf", "Crash", "bad.pdf: it crashed."), 0.5)
    assert list(tally.summary()) == [
        "12 read; 1 failed; 3 done before (of these 1 failed); 1 duplicates by content; "
        "3 files skipped that are no PDF (2 .txt, 1 without suffix); 1 workers replaced in 30.0 s, 24 papers/min",
        "Crash (1):",
        "  bad.pdf: it crashed.",
        "Duplicates (1):",
        "  b.pdf has the content of a.pdf",
        "Slowest:",
        *(f"  {number:6.1f} s  {number}.pdf" for number in range(11, 1, -1)),
        "Answered in 12 papers:",
        "       0  3 x",
        "      12  20 hardware",
    ]


@pytest.mark.parametrize(
    ("read", "failed", "before", "failed_before", "code"),
    [
        (2, 0, 0, 0, 0),
        (1, 1, 0, 0, 1),
        (0, 2, 0, 0, 3),
        (0, 0, 2, 0, 0),
        (0, 1, 2, 1, 1),
        (0, 0, 2, 2, 0),
        (0, 0, 0, 0, 0),
    ],
)
def test_exit_codes(read: int, failed: int, before: int, failed_before: int, code: int) -> None:
    tally = Tally(read=read, failed={"Crash": ["x"] * failed}, before=before, failed_before=failed_before)
    assert tally.exit_code == code


def test_durations() -> None:
    assert [duration(seconds) for seconds in (4.23, 59.9, 187, 43_200)] == ["4.2 s", "59.9 s", "3:07 min", "12:00:00 h"]


def test_shards_are_written_i_of_n() -> None:
    assert parse_shard("2/8") == (2, 8)
    for text in ("0/8", "9/8", "2", "a/b", "1/0", "-1/2"):
        with pytest.raises(UsageError, match="is not i/n"):
            parse_shard(text)


def test_every_paper_is_in_one_shard() -> None:
    for name in ("ab" * 32, "source:x.pdf", "source:\udcff.pdf"):
        assert [in_shard(name, (part, 5)) for part in range(1, 6)].count(True) == 1
