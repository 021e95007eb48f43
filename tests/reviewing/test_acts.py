"""Acts of a reader: lines, folding with undo, and files that a kill or another hand has touched."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.errors import OutputError
from dlextract.reviewing import Act, Journal, ReviewedCell, fact_key, fold, journal_of, line_of, of_line, read_acts

PAPER = "ab" * 32
ACT = Act(
    who="anna",
    when="2026-03-01T10:00:00.000Z",
    paper=PAPER,
    kind="question",
    key="hardware",
    verdict="edit",
    value="4 x V100",
    tool="V100",
    page=3,
    quote="We train on four V100 GPUs.",
    words="four V100",
    boxes=((72.0, 100.5, 140.2, 110.0),),
    note="see also page 5",
    fingerprint="1.0 sha256:1 sha256:2",
)
text = st.text(max_size=30)


acts = st.builds(
    Act,
    who=text,
    when=text,
    paper=st.just(PAPER),
    kind=st.just("fact"),
    key=text,
    verdict=st.sampled_from(["accept", "edit", "missed"]),
    value=st.none() | text,
    quote=text,
    note=text,
)


@given(acts)
def test_an_act_is_one_line_and_reads_back_as_itself(act: Act) -> None:
    line = line_of(act)
    assert line.endswith(b"\n")
    assert len(line.decode("utf-8").splitlines()) == 1
    assert of_line(line) == act


def test_boxes_and_all_other_parts_read_back() -> None:
    assert of_line(line_of(ACT)) == ACT


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b"[" * 100_000,
        line_of(ACT)[:-20],
        line_of(ACT).replace(b'"1.0"', b'"2.0"'),
        line_of(ACT).replace(b'"edit"', b'"delete"'),
        line_of(ACT).replace(b'"question"', b'"paper"'),
        line_of(ACT).replace(PAPER.encode(), b"../../etc/passwd"),
        line_of(ACT).replace(b"72.0", b'"x"'),
        line_of(ACT).replace(b"72.0", b"NaN"),
        line_of(ACT).replace(b"72.0", b"1" * 400),
        line_of(ACT).replace(b'"page":3', b'"page":"3"'),
        line_of(ACT).replace(b'"who":"anna"', b'"who":[]'),
    ],
)
def test_what_is_no_act_is_none(line: bytes) -> None:
    assert of_line(line) is None


def test_keys_of_later_versions_are_passed_over() -> None:
    assert of_line(line_of(ACT).replace(b'"who"', b'"mood":"good","who"').replace(b'"1.0"', b'"1.7"')) == ACT


def test_the_last_act_stands_and_undo_takes_back_the_readers_own_last() -> None:
    cell = ReviewedCell(PAPER, "question", "hardware")
    accept, undo = replace(ACT, verdict="accept"), replace(ACT, verdict="undo")
    assert fold([accept, ACT]) == {cell: ACT}
    assert fold([accept, ACT, undo]) == {cell: accept}
    assert fold([accept, ACT, undo, undo]) == {}
    assert fold([undo, ACT]) == {cell: ACT}
    other = replace(ACT, who="ben", value="8 x V100")
    assert fold([ACT, other, undo]) == {cell: other}
    elsewhere = replace(ACT, key="epochs")
    assert fold([ACT, elsewhere, undo]) == {elsewhere.cell: elsewhere}


def test_a_fact_is_known_by_label_value_and_scope_not_by_its_number() -> None:
    fact = {"id": "f3", "label": "BATCH_SIZE", "text": "of 32", "value": "32", "scope": "stage 1"}
    assert fact_key(fact) == fact_key({**fact, "id": "f9"}) == "BATCH_SIZE=32 @ stage 1"
    assert fact_key({**fact, "value": "", "scope": ""}) == "BATCH_SIZE=of 32"


def test_names_of_review_files() -> None:
    assert journal_of(Path("a/papers.jsonl")) == Path("a/papers.review.jsonl")
    assert journal_of(Path("papers.jsonl"), "anna") == Path("papers.anna.review.jsonl")
    assert journal_of(Path("papers.jsonl"), "../x/ y") == Path("papers._x__y.review.jsonl")


def test_acts_are_added_and_read_by_the_next_session(tmp_path: Path) -> None:
    path = tmp_path / "p.review.jsonl"
    with Journal(path) as journal:
        journal.add([ACT])
        assert read_acts(path).acts == (ACT,)  # on the disk at once
        journal.add([replace(ACT, verdict="undo")])
    with Journal(path) as journal:
        assert [act.verdict for act in journal.acts] == ["edit", "undo"]


def test_a_review_without_any_act_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "p.review.jsonl"
    Journal(path).close()
    assert not path.exists()


@pytest.mark.parametrize("cut", [1, 30, len(line_of(ACT)) - 1])
def test_half_a_line_that_a_kill_left_is_told_and_costs_nothing_else(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "p.review.jsonl"
    path.write_bytes(line_of(ACT) + line_of(ACT)[:cut])
    whole = cut == len(line_of(ACT)) - 1  # only the line end is missing
    with Journal(path) as journal:
        assert len(journal.acts) == (2 if whole else 1)
        assert journal.told == ("" if whole else "line 2 is no act of a review, and left out")
        journal.add([replace(ACT, note="next")])
    assert [act.note for act in read_acts(path).acts] == [ACT.note] * (2 if whole else 1) + ["next"]


def test_foreign_lines_are_left_out_and_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "p.review.jsonl"
    path.write_bytes(line_of(ACT) + b"# my remark\n\n" + line_of(ACT))
    with Journal(path) as journal:
        assert (len(journal.acts), journal.told) == (2, "line 2 is no act of a review, and left out")
        journal.add([ACT])
    assert b"# my remark" in path.read_bytes()


def test_another_file_is_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(b'{"schema_version":"1.0"}\n')
    with pytest.raises(OutputError, match="it is no review"):
        Journal(path)
    with pytest.raises(OutputError, match="it is no review"):
        read_acts(path)
    assert path.read_bytes() == b'{"schema_version":"1.0"}\n'


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "p.review.jsonl"
    with Journal(path), pytest.raises(OutputError, match="Close that review, or add --reviewer NAME"):
        Journal(path)


def test_a_file_that_is_taken_away_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "p.review.jsonl"
    with Journal(path) as journal:
        journal.add([ACT])
        path.unlink()
        journal.add([replace(ACT, note="second")])
        assert [act.note for act in read_acts(path).acts] == [ACT.note, "second"]


def test_a_file_that_is_changed_in_place_has_all_acts_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "p.review.jsonl"
    first, second, third = (replace(ACT, note=note) for note in ("first", "second", "third"))
    with Journal(path) as journal:
        journal.add([first])
        journal.add([second])
        path.write_bytes(b"# my remark\n" + line_of(second))
        journal.add([third])
        journal.add([ACT])
    assert read_acts(path).acts == (second, first, third, ACT)


def test_a_disk_that_fails_when_it_is_synced_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with Journal(tmp_path / "p.review.jsonl") as journal:
        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(OutputError, match=r"it cannot be written \(Input/output error\)"):
            journal.add([ACT])


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.review.jsonl"

    def full(file, data):  # type: ignore[no-untyped-def]
        file.write(data[:10])
        raise OSError(28, "No space left on device")

    with Journal(path) as journal:
        journal.add([ACT])
        monkeypatch.setattr("dlextract.reviewing.journal.write_all", full)
        with pytest.raises(OutputError, match=r"it cannot be written \(No space left on device\)"):
            journal.add([ACT])
        assert len(journal.acts) == 1
    assert path.read_bytes() == line_of(ACT)
