"""Many papers from Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_reader import FakeReader, report_of

from dlextract import Failure, Limits, read_many
from dlextract.bulk.pool import Pool


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("papers")
    folder.mkdir()
    for name, text in {"a": "slow We used A.", "b": "bad", "c": "We used C."}.items():
        (folder / f"{name}.pdf").write_text(text)
    return folder


def test_reports_and_failures_come_in_order(papers: Path) -> None:
    told = "papers/b.pdf: it is bad. Make it good."
    missing = "none.pdf: no such file. Check the path."
    expected = [
        report_of("slow We used A.", "papers/a.pdf"),
        Failure("papers/b.pdf", hashlib.sha256(b"bad").hexdigest(), "PaperError", told, *FakeReader.fingerprint),
        report_of("We used C.", "papers/c.pdf"),
        Failure("none.pdf", "", "PaperError", missing, *FakeReader.fingerprint),
    ]
    assert list(read_many([papers, "none.pdf"], FakeReader, jobs=2)) == expected
    unordered = list(read_many(["papers", "none.pdf"], FakeReader, jobs=2, ordered=False))
    assert sorted(map(repr, unordered)) == sorted(map(repr, expected))


def test_one_paper_may_be_given_as_it_is(papers: Path) -> None:
    for paper in ("papers/c.pdf", papers / "c.pdf"):
        assert list(read_many(paper, FakeReader, jobs=1)) == [report_of("We used C.", "papers/c.pdf")]


def test_limits_hold(papers: Path) -> None:
    (papers / "c.pdf").write_text("hang")
    (late,) = read_many(papers / "c.pdf", FakeReader, jobs=1, limits=Limits(seconds=0.3))
    assert isinstance(late, Failure)
    assert late.kind == "TimeLimit"


@pytest.mark.parametrize("closed", [True, False])
def test_an_iterator_that_is_left_half_way_ends_its_processes(
    papers: Path, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    pools: list[Pool] = []

    class Noted(Pool):
        def __enter__(self) -> Pool:
            pools.append(self)
            return super().__enter__()

    monkeypatch.setattr("dlextract.bulk.library.Pool", Noted)
    (papers / "d.pdf").write_text("hang")
    reports: Any = read_many([papers / "c.pdf", papers / "d.pdf"], FakeReader, jobs=2)
    next(reports)
    workers = [worker.process for worker in pools[0]._workers]
    assert workers
    if closed:
        reports.close()
    else:
        del reports
    assert pools[0].pids == []
    assert [worker.wait(timeout=5) is None for worker in workers] == [False] * len(workers)


def test_papers_are_taken_as_they_are_needed(papers: Path) -> None:
    def endless() -> Iterator[Path]:
        while True:
            yield papers / "c.pdf"

    reports = read_many(endless(), FakeReader, jobs=1)
    assert [next(reports) for _ in range(3)] == [report_of("We used C.", "papers/c.pdf")] * 3
    del reports
