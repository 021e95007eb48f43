"""``dlextract audit`` with the fake reader."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from caller import Call

from dlextract.writing import dump_line, to_dict


def test_one_paper_as_a_table(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN. Nothing else.")
    said = call("audit", "a.txt")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("a.txt\nA title\n\nReproducibility study: 2 of 6\n")
    assert said.out.count("not in these passages; 9") == 2  # a text of one page is silent on two that most papers state
    assert (
        "  yes  hardware                TITAN (training).\n                               p. 1  We used [[TITAN]]\n"
    ) in said.out


def test_json_of_one_is_an_object_and_of_several_an_array(call: Call) -> None:
    for name in "ab":
        Path(f"{name}.txt").write_text(f"We used {name}.")
    one = json.loads(call("audit", "a.txt", "-f", "json").out)
    assert [item["item"] for item in one["items"] if item["stated"]] == [
        "framework_stated",
        "architecture_stated",
        "hardware",
    ]
    said = call("audit", "a.txt", "b.txt", "-f", "json", "-q")
    assert (said.code, said.err) == (0, "")
    both = json.loads(said.out)
    assert both[0] == one
    assert [audit["paper"]["source"] for audit in both] == ["a.txt", "b.txt"]


def test_the_suffix_names_the_format(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN.")
    assert call("audit", "a.txt", "-o", "new/out.csv").out == ""
    rows = list(csv.DictReader(io.StringIO(Path("new/out.csv").read_bytes().decode(), newline="")))
    assert [row["text"] for row in rows if row["stated"] == "yes"] == [
        "not in these passages; 90% of such papers say it",
        "not in these passages; 95% of such papers say it",
        "TITAN (training).",
    ]
    assert call("audit", "a.txt", "-o", "out.doc").code == 2


def test_pages_and_the_summary_alone(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN.")
    for name in ("out.html", "out.md"):
        assert call("audit", "a.txt", "-o", name).out == ""
        assert "Yes: hardware" in Path(name).read_text()
    said = call("audit", "a.txt", "--summary")
    assert said.out.splitlines()[0] == "Yes, of 1 paper"
    assert "      1  hardware" in said.out.splitlines()


def test_records_are_not_read_again(call: Call) -> None:
    from fake_reader import report_of

    Path("out.jsonl").write_bytes(dump_line(to_dict(report_of("We used TITAN.", "gone.pdf"))))
    said = call("audit", "out.jsonl", "-f", "json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)[0]["paper"]["source"] == "gone.pdf"


def test_exit_codes(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN.")
    Path("bad.txt").write_text("bad paper.")
    said = call("audit", "bad.txt")
    assert (said.code, said.out, said.err) == (3, "", "bad.txt: it is bad. Make it good.\n")
    said = call("audit", "a.txt", "bad.txt", "-f", "csv")
    assert said.code == 1
    assert said.out.splitlines()[-1] == "bad.txt" + said.out.splitlines()[-1][7:]
    assert said.out.splitlines()[-1].endswith(",bad.txt: it is bad. Make it good.")
    assert call("audit").code == 2


def test_a_checklist_is_filled(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN.")
    said = call("audit", "a.txt", "--checklist", "mlrc", "--width", "80")
    assert (said.code, said.err) == (0, "")
    assert "of 21. An author has to confirm each line." in " ".join(said.out.split())
    machines = "  filled    5.6  On which machines was it computed?\n"
    assert f"{machines}                 TITAN (training) (confidence" in said.out
    assert all(len(line) <= 80 for line in said.out.split("\n"))
    line = json.loads(call("audit", "a.txt", "--checklist", "mlrc", "-f", "json").out)["items"][-1]
    assert (line["number"], line["status"], line["evidence"][0]["page"]) == ("5.6", "filled", 1)


def test_a_checklist_of_ones_own(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN.")
    Path("mine/checklists").mkdir(parents=True)
    Path("mine/checklists/moths.yaml").write_text("lamp: {ask: Which lamp?, from: hardware}\n")
    by_name = call("audit", "a.txt", "--patterns", "mine", "--checklist", "moths", "-f", "json")
    by_path = call("audit", "a.txt", "--checklist", "mine/checklists/moths.yaml", "-f", "json")
    assert by_name.out == by_path.out
    assert json.loads(by_name.out)["counts"] == {"filled": 1, "partly": 0, "silent": 0, "not read": 0}
    said = call("audit", "a.txt", "--patterns", "mine", "--checklist", "moth")
    assert (said.code, said.err) == (2, "checklist 'moth': there is none. Did you mean 'moths'?\n")
    Path("mine/checklists/moths.yaml").write_text("lamp: {ask: Which lamp?, from: hardwear}\n")
    said = call("audit", "a.txt", "--patterns", "mine", "--checklist", "moths")
    assert said.code == 2
    assert said.err.startswith(
        "mine/checklists/moths.yaml:1:32: lamp: unknown question 'hardwear'. Did you mean 'hardware'?\n"
    )


def test_the_matrix_of_several_papers(call: Call) -> None:
    for name in "ab":
        Path(f"{name}.txt").write_text(f"We used {name}.")
    said = call("audit", "a.txt", "b.txt", "--checklist", "dome", "--summary", "-f", "csv", "-q")
    rows = list(csv.DictReader(io.StringIO(said.out, newline="")))
    assert [row["source"] for row in rows] == ["a.txt", "b.txt"]
    assert len(rows[0]) == 3 + 21


def test_word_needs_a_file(call: Call) -> None:
    Path("a.txt").write_text("We used TITAN.")
    said = call("audit", "a.txt", "-f", "docx")
    assert (said.code, said.err) == (2, "-f docx: this format needs a file. Add for example -o audit.docx.\n")
    pytest.importorskip("docx", reason="needs python-docx: pip install 'dlextract[word]'")
    assert call("audit", "a.txt", "--checklist", "dome", "-o", "out.docx").code == 0
    assert Path("out.docx").read_bytes().startswith(b"PK")
