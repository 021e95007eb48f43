"""``dlextract PAPER…``: formats, outputs, exit codes and error lines."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from caller import Call

from dlextract.writing import dump_line, to_dict

A = "We used A."
SHEET = """\
{source}
A title
1 page; 1 of 2 questions answered

 20  Which hardware?
     A (training).
     p. 1  We used [[A]]

 24  Which seed?
     not stated
"""


@pytest.fixture
def papers(call: Call) -> Path:
    folder = Path("papers")
    folder.mkdir()
    (folder / "a.pdf").write_text(A)
    (folder / "b.pdf").write_text("bad")
    (folder / "c.pdf").write_text("We used C.")
    (folder / "notes.docx").write_text("")
    return folder


def sources(jsonl: str) -> list[str]:
    return [json.loads(line)["paper"]["source"] for line in jsonl.splitlines()]


def test_one_paper_gives_a_sheet(call: Call, papers: Path) -> None:
    said = call("papers/a.pdf")
    assert (said.code, said.out, said.err) == (0, SHEET.format(source="papers/a.pdf"), "")


def test_options_may_come_first_or_last(call: Call, papers: Path) -> None:
    assert call("--json", "papers/a.pdf") == call("papers/a.pdf", "-f", "json")
    assert json.loads(call("--json", "papers/a.pdf").out)["paper"]["source"] == "papers/a.pdf"


def test_one_bad_paper_is_one_line_and_exit_code_3(call: Call, papers: Path) -> None:
    said = call("papers/b.pdf")
    assert (said.code, said.out, said.err) == (3, "", "papers/b.pdf: it is bad. Make it good.\n")
    assert json.loads(call("papers/b.pdf", "--json").out)["error"]["type"] == "PaperError"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_paper_that_ends_its_process_is_one_line(call: Call, papers: Path) -> None:
    (papers / "abort.pdf").write_text("abort")
    said = call("papers/abort.pdf")
    crash = "reading it ended the process (SIGABRT). Repair the file, or print it to a new PDF."
    assert (said.code, said.out, said.err) == (3, "", f"papers/abort.pdf: {crash}\n")


def test_missing_files_and_empty_folders(call: Call, papers: Path) -> None:
    Path("empty").mkdir()
    said = call("none.pdf")
    assert (said.code, said.out, said.err) == (3, "", "none.pdf: no such file. Check the path.\n")
    said = call("empty")
    assert (said.code, said.err) == (3, "empty: the folder is empty. Check the path.\n")
    Path("empty/notes.docx").write_text("")
    assert call("empty").err == "empty: the folder holds no PDF file. Name the files themselves.\n"
    Path("empty/a.txt").write_text(A)
    texts = "the folder holds text files, but no PDF file. Text files are read if they are named: empty/*.txt."
    assert call("empty").err == f"empty: {texts}\n"
    assert sources(call("empty/*.txt", "-q").out) == ["empty/a.txt"]


def test_several_papers_give_jsonl_in_their_order_and_a_summary(call: Call, papers: Path) -> None:
    said = call("papers", "none.pdf")
    assert sources(said.out) == ["papers/a.pdf", "papers/b.pdf", "papers/c.pdf", "none.pdf"]
    assert said.code == 1
    assert said.err.startswith("2 read; 2 failed; 1 files skipped that are no PDF (1 .docx) in ")
    assert "\nPaperError (2):\n  none.pdf: no such file. Check the path.\n  papers/b.pdf: it is bad." in said.err


def test_quiet_says_errors_only(call: Call, papers: Path) -> None:
    assert call("papers", "-q").err == "papers/b.pdf: it is bad. Make it good.\n"


def test_a_folder_with_one_paper_gives_jsonl(call: Call, papers: Path) -> None:
    Path("one").mkdir()
    Path("one/a.pdf").write_text(A)
    assert sources(call("one", "-q").out) == ["one/a.pdf"]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "md", "html"])
def test_every_format_on_standard_output_and_in_a_file(call: Call, papers: Path, form: str) -> None:
    for arguments in (["papers/a.pdf"], ["papers/a.pdf", "papers/c.pdf"]):
        said = call(*arguments, "-q", "-f", form)
        assert said.code == 0
        assert "We used" in said.out
        assert call(*arguments, "-q", "-f", form, "-o", f"new/{form}.{len(arguments)}").out == ""
        written = Path(f"new/{form}.{len(arguments)}").read_bytes().decode()
        assert written == said.out.replace("./papers/", "./../papers/")  # links lead from the folder of the output


def test_json_of_several_papers_is_an_array(call: Call, papers: Path) -> None:
    assert [r["paper"]["source"] for r in json.loads(call("papers/a.pdf", "papers/c.pdf", "-q", "--json").out)] == [
        "papers/a.pdf",
        "papers/c.pdf",
    ]


def test_the_suffix_names_the_format(call: Call, papers: Path) -> None:
    call("papers", "-q", "-o", "out.csv")
    assert [row[3] for row in csv.reader(io.StringIO(Path("out.csv").read_text()))] == [
        *("cq", "20", "24", "", "20", "24")
    ]
    assert sources(Path("out.csv.jsonl").read_text()) == ["papers/a.pdf", "papers/b.pdf", "papers/c.pdf"]
    call("papers", "-q", "-o", "out.sqlite")
    connection = sqlite3.connect("out.sqlite")
    assert connection.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    connection.close()
    said = call("papers", "-o", "out.doc")
    suffixes = ".txt, .json, .jsonl, .ndjson, .csv, .md, .html, .htm, .ttl, .jsonld, .nq"
    suffixes += ", .sqlite, .sqlite3, .db, .parquet or .xlsx"
    told = f"-o out.doc: its suffix names no format. Add -f, or let it end in {suffixes}.\n"
    assert (said.code, said.err) == (2, told)


def test_a_folder_gets_a_file_per_paper(call: Call, papers: Path) -> None:
    (papers / "more").mkdir()
    (papers / "more" / "a.pdf").write_text("We used M.")
    assert call("papers", "-q", "-f", "md", "-o", "sheets/").code == 1
    names = sorted(path.name for path in Path("sheets").iterdir())
    assert [name.partition("-")[0] for name in names] == ["a", "a", "b.md", "c.md", "records.jsonl"]


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_links_of_a_report_lead_to_the_papers(call: Call, papers: Path, suffix: str) -> None:
    output = Path(f"reports/rev.{suffix}")
    assert call("papers/a.pdf", "-o", str(output)).err == ""
    (link,) = re.findall(r"[(\"](\S*)#page=1", output.read_text())
    assert (output.parent / link).resolve() == (papers / "a.pdf").resolve()
    call("papers/a.pdf", "papers/c.pdf", "-q", "-o", "all.jsonl")
    (papers / "a.pdf").unlink()
    said = call("export", "all.jsonl", "-o", str(output))
    assert (said.code, said.err) == (0, "papers/a.pdf: no such file here, so the links to it lead nowhere.\n")


def test_jsonl_in_a_folder_is_one_file(call: Call, papers: Path) -> None:
    (papers / "records.pdf").write_text(A)
    call("papers/records.pdf", "papers/c.pdf", "-q", "-f", "jsonl", "-o", "all/")
    assert sources(Path("all/records.jsonl").read_text()) == ["papers/records.pdf", "papers/c.pdf"]
    assert len(list(Path("all").iterdir())) == 1


def test_a_format_that_needs_a_file_says_so(call: Call, papers: Path) -> None:
    said = call("papers", "-f", "sqlite")
    assert (said.code, said.err) == (2, "-f sqlite: this format needs a file. Add for example -o papers.sqlite.\n")


def test_a_run_goes_on_where_it_stopped(call: Call, papers: Path) -> None:
    first = call("papers", "-o", "out.jsonl")
    content = Path("out.jsonl").read_bytes()
    second = call("papers", "-o", "out.jsonl")
    assert (first.code, second.code) == (1, 0)  # nothing failed anew
    assert first.err.startswith("2 read; 1 failed; 1 files skipped")
    assert second.err.startswith("0 read; 3 done before (of these 1 failed); 1 files skipped")
    assert Path("out.jsonl").read_bytes() == content
    (papers / "b.pdf").write_text("bad again")
    assert call("papers", "-o", "out.jsonl", "--retry-errors").err.startswith("0 read; 1 failed; 2 done before")
    assert call("papers", "-o", "out.jsonl", "--overwrite").err.startswith("2 read; 1 failed; 1 files")
    assert call("papers/c.pdf", "-o", "out.jsonl", "--fresh").code == 0
    assert sources(Path("out.jsonl").read_text()) == ["papers/c.pdf"]


def test_an_output_that_cannot_be_written(call: Call, papers: Path) -> None:
    Path("file").write_text("")
    said = call("papers", "-o", "file/out.jsonl")
    assert said.code == 2
    assert said.err.startswith("file/out.jsonl: it cannot be written (")
    said = call("papers/a.pdf", "-o", "papers/c.pdf", "-f", "jsonl")
    assert (said.code, Path("papers/c.pdf").read_text()) == (2, "We used C.")


@pytest.mark.parametrize("command", [(), ("export",), ("audit",)])
def test_an_input_is_never_overwritten(call: Call, papers: Path, command: tuple[str, ...]) -> None:
    call("papers/a.pdf", "papers/c.pdf", "-q", "-o", "out.jsonl")
    source = "papers/a.pdf" if command != ("export",) else "out.jsonl"
    before = Path(source).read_bytes()
    said = call(*command, source, "-o", f"./{source}", "-f", "json")
    assert (said.code, said.err) == (2, f"-o {source}: this is one of the inputs. Choose another output.\n")
    assert Path(source).read_bytes() == before
    Path("other.json").write_bytes(b"%PDF-1.7")
    said = call(*command, source, "-o", "other.json")
    assert (said.code, said.err) == (2, "-o other.json: this is a PDF file. Choose another output.\n")


def test_a_file_name_cannot_steer_the_terminal(call: Call) -> None:
    assert call("a\x1b]0;b\x07.pdf").err == "a\ufffd]0;b\ufffd.pdf: no such file. Check the path.\n"


def test_a_device_is_no_output_to_go_on_with(call: Call, papers: Path) -> None:
    assert call("papers", "-q", "-f", "jsonl", "-o", os.devnull).code == 1


def test_only_what_is_asked_for(call: Call, papers: Path) -> None:
    def questions(*options: str) -> list[int]:
        return [answer["cq"] for answer in json.loads(call("papers/a.pdf", "--json", *options).out)["answers"]]

    assert questions("--cq", "24") == questions("--cq", "randomness") == [24]
    assert questions("--cq", "20,24") == questions("--cq", "20", "--cq", "24") == [20, 24]
    assert questions("--only-stated") == [20]
    assert questions("--min-confidence", "0.95") == [24]
    assert json.loads(call("papers/a.pdf", "--json", "--fields", "RANDOM_SEED").out)["facts"] == []


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--cq", "99"], "--cq: there is no question 99. Questions are 20 to 24."),
        (["--cq", "speed"], "--cq: there is no question 'speed'. dlextract questions shows what there is."),
        (["--fields", "CAMERA"], "--fields: there is no label 'CAMERA'. dlextract patterns list shows what there is."),
        (["--pages", "3-1"], "dlextract: Invalid value for '--pages': '3-1' are no pages such as 3-12."),
        (["--cq", "hardwear"], "--cq: there is no question 'hardwear'. Did you mean hardware?"),
        (["--cq", "5-1"], "--cq: '5-1' is no range. Write for example --cq 1-5."),
        (["--fields", "GPUS"], "--fields: there is no label 'GPUS'. Did you mean GPU?"),
        (["--shard", "3/2"], "--shard: '3/2' is not i/n with i from 1 to n. Write for example --shard 1/8."),
        (["--jsn"], "dlextract: there is no option --jsn. Did you mean --json? See dlextract --help."),
        (["--zzz"], "dlextract: there is no option --zzz. See dlextract --help."),
        (["--address", "10.0.0.1:1"], "--address: this is for Ray clusters. Add --engine ray."),
        (["--table", "facts"], "--table facts: text has no single table. Choose another table, or leave --table out."),
        (["--memory", "x"], "dlextract: Invalid value for '--memory': 'x' is no size such as 2G or 500M."),
        (
            ["--log", "none/log"],
            "none/log: the log cannot be written (No such file or directory). Choose another --log.",
        ),
    ],
)
def test_usage_errors_are_one_line(call: Call, papers: Path, options: list[str], line: str) -> None:
    said = call("papers/a.pdf", *options)
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0].startswith(line)
    assert said.err.count("\n") == 1
    assert ".." not in said.err and "?." not in said.err


@pytest.mark.parametrize("command", [(), ("audit",)])
@pytest.mark.parametrize("given", ["papers/a.pdf", "papers"])
def test_warnings_about_the_users_patterns_are_said_once(
    call: Call, papers: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], given: str
) -> None:
    warning = "mine/b.yaml.txt: it is not read, its name does not end in .yaml. Rename it, or take it away."
    knowledge = SimpleNamespace(questions=[], patterns={}, warnings=(warning,))
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(
        "dlextract.cli.reader_settings.knowledge_of", lambda folders: asked.append(folders) or knowledge
    )
    said = call(*command, given, "-q", "--patterns", "mine")
    assert (said.err.splitlines()[0], said.err.count(warning)) == (warning, 1)
    assert asked == [["mine"]]


def test_no_paper_at_all(call: Call) -> None:
    said = call("--json")
    assert (said.code, said.out) == (2, "")
    assert said.err == "dlextract: no paper is given. Name a PDF file or a folder, or see dlextract --help.\n"


def test_a_list_of_papers(call: Call, papers: Path) -> None:
    Path("list").write_text("papers/c.pdf\npapers/a.pdf\n")
    assert sources(call("--from-file", "list", "-q").out) == ["papers/c.pdf", "papers/a.pdf"]


def test_a_file_called_like_a_command(call: Call) -> None:
    Path("schema").write_text(A)
    assert call("./schema").out == SHEET.format(source="./schema")
    assert call("schema").out.startswith("{")


def test_a_file_that_is_replaced_is_said_on_a_terminal(
    call: Call, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("papers/a.pdf", "-o", "a.html").err == ""
    monkeypatch.setattr("dlextract.cli.output.sys.stderr.isatty", lambda: True)
    assert call("papers/a.pdf", "-o", "b.html").err == ""
    assert call("papers/a.pdf", "-o", "a.html").err == "a.html: the file that was there is replaced.\n"
    call("papers", "-q", "-o", "all.csv")
    assert "replaced" not in call("papers", "-q", "-o", "all.csv").err  # it has grown


def test_a_misspelt_command(call: Call) -> None:
    said = call("schem")
    assert (said.code, said.err) == (2, "schem: no such file or command. Did you mean: dlextract schema?\n")


def test_colours(call: Call, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in call("papers/a.pdf").out
    assert "\x1b[1;33mA\x1b[0m" in call("papers/a.pdf", "--color").out


def test_the_log(call: Call, papers: Path) -> None:
    call("papers", "-q", "--log", "log.jsonl")
    events = [json.loads(line) for line in Path("log.jsonl").read_text().splitlines()]
    assert sorted(event["event"] for event in events) == ["failed", "paper", "paper"]


def test_shards_join_to_the_whole(call: Call, papers: Path) -> None:
    for part in "12":
        call("papers", "-q", "--shard", f"{part}/2", "-o", f"part{part}.jsonl")
    said = call("export", "part1.jsonl", "part2.jsonl", "-f", "jsonl")
    assert sorted(said.out.splitlines()) == sorted(call("papers", "-q").out.splitlines())


SCRIPT = """
import sys
sys.path.insert(0, {bulk!r})
import dlextract.cli.reader_settings, fake_reader
dlextract.cli.reader_settings.make_reader = fake_reader.build_fake
from dlextract.cli.door import run
sys.exit(run(sys.argv[1:]))
"""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    script = SCRIPT.format(bulk=str(Path(__file__).parents[1] / "bulk"))
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_done(call: Call, papers: Path, number: int) -> None:
    (papers / "hang.pdf").write_text("hang")
    process = start("papers", "-j", "2", "--ordered", "-o", "out.jsonl")
    end = time.monotonic() + 20
    while not (Path("out.jsonl").exists() and Path("out.jsonl").read_bytes().count(b"\n") == 3):
        assert time.monotonic() < end
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out) == (130, b"")
    kept = "out.jsonl: what was read is kept. The same command goes on from there."
    assert [line for line in err.decode().splitlines() if "inter" in line or "kept" in line] == [
        kept,
        "dlextract: interrupted.",
    ]
    assert err.decode().splitlines()[-1] == "dlextract: interrupted."
    assert sources(Path("out.jsonl").read_text()) == ["papers/a.pdf", "papers/b.pdf", "papers/c.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.slow
def test_killed_again_and_again_it_ends_with_every_record_once(call: Call) -> None:
    folder = Path("papers")
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02d}.pdf").write_text(f"slow We used GPU{number}.")
    end = time.monotonic() + 60
    for kills in range(4):
        process = start("papers", "-j", "2", "-q", "-o", "out.jsonl")
        while not (Path("out.jsonl").exists() and Path("out.jsonl").read_bytes().count(b"\n") > 2 * kills):
            assert time.monotonic() < end
            time.sleep(0.02)
        process.kill()
        process.communicate()
    process = start("papers", "-j", "2", "-q", "-o", "out.jsonl")
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert sorted(sources(Path("out.jsonl").read_text())) == [f"papers/{number:02d}.pdf" for number in range(12)]


def test_text_on_standard_input(call: Call) -> None:
    process = start("-")
    out, err = process.communicate(A.encode(), timeout=20)
    assert (process.returncode, out.decode(), err) == (0, SHEET.format(source="-"), b"")


def test_a_reader_of_the_output_that_goes_away_is_no_crash(call: Call) -> None:
    folder = Path("papers")
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.pdf").write_text("We used " + "x" * 5000 + f"{number}.")
    process = start("papers", "-q")
    assert process.stdout and process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert (process.wait(timeout=20), process.stderr.read()) == (1, b"")
    process.communicate()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_or_the_log(call: Call, papers: Path) -> None:
    script = SCRIPT.format(bulk=str(Path(__file__).parents[1] / "bulk"))
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", script, "papers/a.pdf"], stdout=full, stderr=subprocess.PIPE)
    told = b"standard output: it cannot be used (No space left on device). Mend that and run it again.\n"
    assert (done.returncode, done.stderr) == (2, told)
    said = call("papers/a.pdf", "papers/c.pdf", "-q", "--log", "/dev/full")
    told = "--log: it cannot be written (No space left on device). The papers are read without it.\n"
    assert (said.code, said.err, sources(said.out)) == (0, told, ["papers/a.pdf", "papers/c.pdf"])


def test_other_writers_are_kept_out(call: Call, papers: Path) -> None:
    (papers / "hang.pdf").write_text("hang")
    process = start("papers", "-q", "-o", "out.jsonl")
    end = time.monotonic() + 20
    while not (Path("out.jsonl").exists() and Path("out.jsonl").read_bytes()):
        assert time.monotonic() < end
        time.sleep(0.02)
    said = call("papers", "-o", "out.jsonl")
    assert (said.code, said.err) == (
        2,
        "out.jsonl: another dlextract is writing it. Wait for it, or choose another output.\n",
    )
    process.kill()
    process.communicate()


def test_records_of_other_papers_stay(call: Call, papers: Path) -> None:
    from fake_reader import report_of

    other = dump_line(to_dict(report_of("We used Z.", "z.pdf")))
    Path("out.jsonl").write_bytes(other)
    call("papers/a.pdf", "-o", "out.jsonl")
    assert Path("out.jsonl").read_bytes().startswith(other)
    assert sources(Path("out.jsonl").read_text()) == ["z.pdf", "papers/a.pdf"]


def test_what_ocr_costs_is_said_once(call: Call, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.cli.options.shutil.which", lambda name: name)
    said = call("papers/a.pdf", "papers/c.pdf", "--ocr")
    assert said.err.splitlines()[0] == "--ocr: tesseract takes about 2 seconds for each page without a text layer."
    assert said.err.count("tesseract") == 1
    assert call("papers/a.pdf", "--ocr", "-q").err == ""
    monkeypatch.setattr("dlextract.cli.options.shutil.which", lambda name: None)
    missing = "--ocr: tesseract is not installed (Debian: apt install tesseract-ocr). Papers that need it fail.\n"
    assert call("papers/a.pdf", "--ocr", "-q").err == missing


def test_a_workbook_has_a_row_per_paper(call: Call, papers: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra xlsx")
    call("papers/a.pdf", "papers/c.pdf", "-q", "-o", "all.jsonl")
    assert call("export", "all.jsonl", "-o", "review.xlsx", "--columns", "source,year").code == 0
    book = openpyxl.load_workbook("review.xlsx")
    assert book.sheetnames == ["review", "columns"]
    rows = [[cell.value for cell in row] for row in book["review"]]
    assert rows == [["source", "year"], ["papers/a.pdf", None], ["papers/c.pdf", None]]
    assert call("export", "all.jsonl", "-o", "all.xlsx", "--table", "all").code == 0
    assert openpyxl.load_workbook("all.xlsx").sheetnames == ["papers", "facts", "evidence", "answers"]
