"""The output that remembers: resume, torn lines, replaced records, locks."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from fake_reader import report_of

from dlextract.bulk.ledger import Ledger, key
from dlextract.errors import OutputError
from dlextract.report import Failure
from dlextract.writing import dump_line, to_dict

MAKER = ("0", "sha256:0", "none", "")
OTHER = ("0", "sha256:1", "none", "")


def line(text: str, source: str = "paper.pdf", patterns: str = "sha256:0") -> bytes:
    record = to_dict(report_of(text, source))
    record["dlextract"]["patterns"] = patterns
    return dump_line(record)


def error_line(source: str, sha256: str = "", kind: str = "PaperError") -> bytes:
    return dump_line(to_dict(Failure(source, sha256, kind, f"{source}: it is bad.", "0", "sha256:0", "none")))


def sha(record: bytes) -> str:
    return str(json.loads(record)["paper"]["sha256"])


A, B = line("We used A."), line("We used B.")


def test_what_was_written_is_finished_for_the_same_maker_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.jsonl"
    with Ledger(path) as ledger:
        ledger.append(A)
        ledger.append(error_line("bad.pdf", "0" * 64))
    assert path.read_bytes() == A + error_line("bad.pdf", "0" * 64)
    with Ledger(path) as ledger:
        entry, bad = ledger.finished(sha(A), MAKER), ledger.finished("0" * 64, MAKER)
        assert entry and (entry.source, entry.error, entry.start, entry.size) == ("paper.pdf", "", 0, len(A))
        assert bad and bad.error == "PaperError"
        assert ledger.finished(sha(A), OTHER) is None
        assert ledger.finished(sha(B), MAKER) is None


@pytest.mark.parametrize("cut", [1, 10, 30, len(B) - 1])
def test_half_a_record_at_the_end_is_dropped(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A + B[:cut])
    with Ledger(path) as ledger:
        assert (list(ledger.entries), ledger.torn) == ([sha(A)], cut)
        ledger.append(B)
    assert path.read_bytes() == A + B


def test_a_file_that_is_only_half_a_record_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A[:9])
    with Ledger(path) as ledger:
        ledger.append(B)
    assert path.read_bytes() == B


def test_a_damaged_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A + b"\0" * 50 + b"\n" + B)
    with Ledger(path) as ledger:
        assert (ledger.damaged, set(ledger.entries)) == ([2], {sha(A), sha(B)})
    assert path.read_bytes() == A + B


def test_a_new_record_replaces_the_old_one_when_the_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    again = line("We used A.", patterns="sha256:1")
    path.write_bytes(A + B)
    with Ledger(path) as ledger:
        ledger.append(again)
        assert path.read_bytes() == A + B + again
    assert path.read_bytes() == B + again
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_after_a_kill_the_next_run_drops_replaced_records(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A + B + A)
    with Ledger(path):
        pass
    assert path.read_bytes() == B + A


def test_a_missing_file_that_is_there_later_has_one_record(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(error_line("paper.pdf") + B)
    with Ledger(path) as ledger:
        ledger.append(A)
    assert path.read_bytes() == B + A


def test_fresh_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A + A + B)
    with Ledger(path, fresh=True) as ledger:
        assert ledger.entries == {}
        ledger.append(B)
    assert path.read_bytes() == B


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("content", [b"%PDF-1.7\n...", b"{}\n", b'{"a": 1}', b"\n\n"])
def test_a_file_of_something_else_is_never_touched(tmp_path: Path, content: bytes, fresh: bool) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    with pytest.raises(OutputError, match=r"paper\.pdf: it is no output of dlextract\. Choose another output\.$"):
        Ledger(path, fresh=fresh)
    assert path.read_bytes() == content


def test_a_second_writer_is_kept_out_until_the_first_is_done(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with Ledger(path) as ledger:
        with pytest.raises(OutputError, match="another dlextract is writing it"):
            Ledger(path)
        ledger.append(A)
    with Ledger(path) as ledger:
        assert set(ledger.entries) == {sha(A)}


def test_keys_in_another_order_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    record = json.loads(A)
    path.write_bytes(json.dumps({"schema_version": "1.0", **dict(sorted(record.items()))}).encode() + b"\n")
    with Ledger(path) as ledger:
        assert ledger.finished(sha(A), MAKER)


def test_words_of_the_contract_in_a_title_do_not_confuse(tmp_path: Path) -> None:
    record = to_dict(report_of("We used A."))
    record["paper"]["title"] = 'x","facts":[],"error":{ é'
    path = tmp_path / "out.jsonl"
    path.write_bytes(dump_line(record))
    with Ledger(path) as ledger:
        entry = ledger.finished(sha(A), MAKER)
    assert entry and entry.error == ""


def test_a_full_disk_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.jsonl"

    def full(file: Any, data: bytes) -> None:
        file.write(data[:20])
        raise OSError(28, os.strerror(28))

    with Ledger(path) as ledger:
        ledger.append(A)
        monkeypatch.setattr("dlextract.bulk.ledger.write_all", full)
        with pytest.raises(OutputError, match=r"out\.jsonl: it cannot be written \(No space left on device\)\."):
            ledger.append(B)
    assert path.read_bytes() == A


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="it cannot be written"):
        Ledger(tmp_path / "file" / "out.jsonl")


def test_the_key_is_the_content_or_else_the_name() -> None:
    assert (key("ab", "x.pdf"), key("", "x.pdf")) == ("ab", "source:x.pdf")


def test_after_ctrl_c_nothing_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A + B)
    with pytest.raises(KeyboardInterrupt), Ledger(path) as ledger:
        ledger.append(A)
        raise KeyboardInterrupt
    assert path.read_bytes() == A + B + A


C, D = line("We used C."), line("We used D.")


def test_a_deleted_output_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.bulk.ledger.SYNC_EVERY", 0.0)
    path = tmp_path / "new" / "out.jsonl"
    path.parent.mkdir()
    path.write_bytes(A + B)
    with Ledger(path) as ledger:
        ledger.append(C)
        path.unlink()
        path.parent.rmdir()
        ledger.append(error_line("bad.pdf"))
        ledger.append(D)
        assert (ledger.moved, path.read_bytes()) == (True, A + B + C + error_line("bad.pdf") + D)
    assert path.read_bytes() == A + B + C + error_line("bad.pdf") + D
    assert [file.name for file in path.parent.iterdir()] == ["out.jsonl"]


def test_an_output_that_is_deleted_at_the_very_end_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with Ledger(path) as ledger:
        ledger.append(A)
        path.unlink()
    assert path.read_bytes() == A


def test_an_output_that_is_replaced_by_an_older_one_is_gone_on_with(tmp_path: Path) -> None:
    path, other = tmp_path / "out.jsonl", tmp_path / "other.jsonl"
    path.write_bytes(A)
    with Ledger(path) as ledger:
        ledger.append(B)
        ledger.append(C)
        other.write_bytes(B + D + A[:20])
        other.replace(path)
        ledger.sync()
        assert (ledger.moved, path.read_bytes()) == (True, B + D + A + C)
        ledger.append(A)
    assert path.read_bytes() == B + D + C + A


def test_an_output_that_is_replaced_by_one_of_other_patterns_has_what_was_read_now(tmp_path: Path) -> None:
    path, other = tmp_path / "out.jsonl", tmp_path / "other.jsonl"
    old = [line(f"We used {name}.", patterns="sha256:1") for name in "ABC"]
    path.write_bytes(A + C)
    with Ledger(path) as ledger:
        ledger.append(B)
        for _ in range(2):
            other.write_bytes(b"".join(old))
            other.replace(path)
            ledger.sync()
            assert path.read_bytes() == b"".join(old) + B
    assert path.read_bytes() == old[0] + old[2] + B


@pytest.mark.parametrize("change", [b"", A + C + C, A + C[:-9]])
def test_an_output_that_is_changed_in_place_is_said(tmp_path: Path, change: bytes) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(A)
    told = (
        r"out\.jsonl: another program changed it during the run\. What is no longer in it is read by the same command"
    )
    with pytest.raises(OutputError, match=told), Ledger(path) as ledger:
        ledger.append(C)
        path.write_bytes(change)
        ledger.append(A)
    assert path.read_bytes() == change + A


def test_a_disk_that_fails_when_it_is_synced_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.jsonl"
    number = errno.EINVAL

    def fsync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    with Ledger(path) as ledger:
        ledger.append(A)
    number = errno.EDQUOT
    told = r"out\.jsonl: it cannot be written \(Disk quota exceeded\)\."
    with pytest.raises(OutputError, match=told), Ledger(path) as ledger:
        ledger.append(B)


def test_an_output_that_is_replaced_by_something_else_is_kept_beside_it(tmp_path: Path) -> None:
    path, other = tmp_path / "out.jsonl", tmp_path / "other.txt"
    kept = tmp_path / f"out.jsonl.{os.getpid()}.jsonl"
    other.write_bytes(b"notes\n")
    what = r"it was replaced during the run .it is no output of dlextract.\."
    told = rf"out\.jsonl: {what} What was read is in {kept}\.$"
    with pytest.raises(OutputError, match=told), Ledger(path) as ledger:
        ledger.append(A)
        ledger.append(B)
        other.replace(path)
    assert (path.read_bytes(), kept.read_bytes()) == (b"notes\n", A + B)


@pytest.mark.parametrize("damage", ["zeros", "glued", "a letter too many", "another letter"])
def test_damage_in_the_middle_of_a_record_is_seen(tmp_path: Path, damage: str) -> None:
    middle = len(B) // 2
    bad = {
        "zeros": B[:middle] + b"\0" * 40 + B[middle + 40 :],
        "glued": B[:middle] + C,
        "a letter too many": B[:-3] + b"x" + B[-3:],
        "another letter": B.replace(b'"answers"', b'"anzwers"'),
    }[damage]
    path = tmp_path / "out.jsonl"
    path.write_bytes(A + bad + D)
    with Ledger(path) as ledger:
        assert (ledger.damaged, set(ledger.entries)) == ([2], {sha(A), sha(D)})
    assert path.read_bytes() == A + D


def test_where_no_file_can_be_made_the_records_close_ranks(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    again = [line(f"We used {name}.", patterns="sha256:1") for name in "AC"]
    path.write_bytes(A + B + b"damage\n" + C + D)
    (tmp_path / "out.jsonl.tmp").mkdir()
    with Ledger(path) as ledger:
        for record in again:
            ledger.append(record)
        assert path.read_bytes() == A + B + b"damage\n" + C + D + b"".join(again)
    assert path.read_bytes() == B + D + b"".join(again)
