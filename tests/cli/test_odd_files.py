"""The command line among files that cannot be read, have odd names, or change while it runs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from caller import Call
from fake_reader import report_of

from dlextract.reading import read_paper
from dlextract.writing import dump_line, to_dict

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights, named pipes, names with line ends")


def line(text: str) -> bytes:
    return dump_line(to_dict(report_of(text)))


A, B, C = line("We used A."), line("We used B."), line("We used C.")


@POSIX
def test_an_unreadable_file_among_the_arguments_stops_nothing(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.pdf").write_text("We used A.")
    Path("b.pdf").write_text("We used B.")
    Path("b.pdf").chmod(0)
    monkeypatch.setattr(os, "access", lambda *_, **__: False)  # what click asks: root may read everything
    said = call("b.pdf", "a.pdf", "none.pdf", "--quiet")
    assert said.code == 1 and "not readable" not in said.err
    assert [json.loads(record)["paper"]["source"] for record in said.out.splitlines()] == ["b.pdf", "a.pdf", "none.pdf"]


@POSIX
def test_a_named_pipe_in_a_folder_stops_nothing(call: Call) -> None:
    Path("d").mkdir()
    os.mkfifo("d/a.pdf")
    Path("d/b.pdf").write_text("We used B.")
    Path("d/loop").symlink_to(".")
    said = call("d")
    records = [json.loads(record) for record in said.out.splitlines()]
    assert (said.code, [record.get("error", {}).get("message") for record in records]) == (
        1,
        ["d/a.pdf: it is a named pipe, not a file. Take it away.", None],
    )
    assert "; 1 folders behind links not entered in " in said.err.split("\n")[0]


@POSIX
def test_a_line_end_in_a_file_name_cannot_forge_a_line(call: Call) -> None:
    name = "x\nok: all papers read\u2028\u202e.pdf"
    Path(name).write_text("bad")
    said = call(name, name + "2")
    assert [line for line in said.err.split("\n") if "ok" in line] == [
        "  x\ufffdok: all papers read\ufffd\ufffd.pdf2: no such file. Check the path.",
        "  x\ufffdok: all papers read\ufffd\ufffd.pdf: it is bad. Make it good.",
    ]


def test_a_long_name_does_not_stop_a_folder_of_outputs(call: Call) -> None:
    names = ["é" * 120 + ".pdf", "é" * 119 + "è.pdf", "a" * 250 + ".pdf", "b.pdf"]
    for name in names:
        Path(name).write_text(f"We used {name[-5:]}.")
    assert call(*names, "-o", "out/").code == 0
    digests = {name: hashlib.sha256(Path(name).read_bytes()).hexdigest()[:12] for name in names}
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(
        [
            f"{'é' * 100}-{digests[names[0]]}.json",
            f"{'é' * 100}-{digests[names[1]]}.json",
            f"{'a' * 200}-{digests[names[2]]}.json",
            "b.json",
            "records.jsonl",
        ]
    )


def test_export_leaves_a_damaged_line_out_and_says_so(call: Call) -> None:
    path = Path("out.jsonl")
    path.write_bytes(A + B[:60] + b"\0" * 40 + B[100:] + C)
    said = call("export", "out.jsonl", "-f", "jsonl")
    assert (said.code, said.out.encode(), said.err) == (
        0,
        A + C,
        "out.jsonl:2: the line is no record of dlextract, and is left out.\n",
    )
    path.write_bytes(b"{}\n" + A)
    said = call("export", "out.jsonl", "-f", "jsonl")
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize("command", ["export", "audit", "summary"])
def test_a_crafted_record_is_left_out(call: Call, command: str) -> None:
    bad = json.loads(B)
    bad["answers"][0]["cq"] = "<script>alert(1)</script>"
    Path("out.jsonl").write_bytes(A + json.dumps(bad).encode() + b"\n" + C)
    said = call(command, "out.jsonl", "-f", "html")
    assert (said.code, "alert(1)" in said.out) == (0, False)
    assert said.err.split("\n")[0] == "out.jsonl:2: the line is no record of dlextract, and is left out."


@POSIX
def test_records_are_read_from_files_alone(call: Call) -> None:
    os.mkfifo("out.jsonl")
    said = call("export", "out.jsonl", "-f", "jsonl")
    told = "out.jsonl: it cannot be read (a named pipe, not a file). Check the path.\n"
    assert (said.code, said.out, said.err) == (2, "", told)


def test_the_hash_of_a_text_is_that_of_its_file(tmp_path: Path) -> None:
    text = "Wir trainierten mit 4 GPUs für 10 Epochen."
    for codec in ("latin-1", "utf-16", "utf-8-sig", "utf-8"):
        path = tmp_path / f"{codec}.txt"
        path.write_bytes(text.encode(codec))
        paper = read_paper(path, headings={})
        assert (paper.text, paper.sha256) == (text, hashlib.sha256(path.read_bytes()).hexdigest())


@POSIX
def test_an_output_that_is_deleted_during_the_run_has_all_records_in_the_end(call: Call) -> None:
    papers = [f"{number:02}.pdf" for number in range(8)]
    for number, name in enumerate(papers):
        Path(name).write_text(f"slow We used G{number}.")
    code = "import sys; sys.path[:] = {!r}; import fake_reader; from dlextract.cli import reader_settings; " + (
        "reader_settings.make_reader = fake_reader.build_fake; "
        "from dlextract.cli.door import run; sys.exit(run(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code.format(sys.path), *papers, "-o", "out.jsonl", "-j", "1"],
        stderr=subprocess.PIPE,
        text=True,
    )
    out = Path("out.jsonl")
    ends = time.monotonic() + 60
    while not (out.exists() and out.stat().st_size) and time.monotonic() < ends:
        time.sleep(0.01)
    out.unlink()
    told = process.communicate(timeout=60)[1]
    assert "out.jsonl: it was deleted or replaced during the run. All records were written to it anew." in told
    assert [json.loads(record)["paper"]["source"] for record in out.read_text().splitlines()] == papers
    assert process.returncode == 0


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "md", "html", "sqlite"])
def test_records_with_odd_characters_go_through_every_format(call: Call, form: str) -> None:
    odd = "=1+1\u2028\u202e\x00\x1b[31m\ud800<script>"
    record = json.loads(A)
    record["paper"] |= {"source": f"{odd}.pdf", "title": odd}
    record["answers"][0] |= {"text": odd}
    record["answers"][0]["evidence"][0]["quote"] = odd
    Path("in.jsonl").write_text(json.dumps(record, separators=(",", ":")) + "\n")
    said = call("export", "in.jsonl", "-f", form, "-o", f"out.{form}")
    assert (said.code, "Traceback" in said.err) == (0, False)
    written = Path(f"out.{form}").read_bytes()
    assert written and (form != "html" or written.lower().count(b"<script>") == 1)  # the page's own
    assert form not in ("text", "md") or b"\x1b" not in written
    Path("folder").mkdir()
    if form not in ("sqlite", "jsonl"):
        assert call("export", "in.jsonl", "-f", form, "-o", "folder").code == 0
