"""The example paper from the command line to the answers, with the real reader."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dlextract import Extractor, Failure, PaperError, Report, to_dict
from dlextract.audit import as_csv, as_html, as_json, as_markdown, as_text, audit
from dlextract.writing import STREAMED, Look, Selection, dump_document, schema_text, stream

ROOT = Path(__file__).parents[2]
EXAMPLE = "examples/moths.pdf"


def dlextract(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from dlextract.cli import main; main()", *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
        check=False,
    )


@pytest.fixture(scope="module")
def report(extractor: Extractor) -> Report:
    return extractor.read(ROOT / EXAMPLE)


@pytest.fixture(scope="module")
def record() -> Any:
    done = dlextract(EXAMPLE, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_record_follows_the_schema(record: Any) -> None:
    Draft202012Validator(json.loads(schema_text())).validate(record)
    assert record["paper"]["source"] == EXAMPLE
    assert len(record["answers"]) == 28


def test_every_quote_holds_the_words_that_were_found(record: Any) -> None:
    assert record["facts"]
    for fact in record["facts"]:
        for place in fact["evidence"]:
            assert (
                0 <= place["start"] - place["quote_start"] < place["end"] - place["quote_start"] <= len(place["quote"])
            )


def test_python_and_the_command_line_say_the_same_bytes(report: Report, record: Any) -> None:
    mine = to_dict(report)
    mine["paper"]["source"] = EXAMPLE
    assert dump_document(mine) == dump_document(record)


def test_reports_can_be_pickled(report: Report) -> None:
    assert pickle.loads(pickle.dumps(report)) == report


def test_read_many_gives_reports_and_failures_in_order(extractor: Extractor, report: Report, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\n" + bytes(99))
    first, second, third = extractor.read_many([bad, ROOT / EXAMPLE, tmp_path / "none.pdf"], jobs=1)
    assert isinstance(first, Failure) and first.kind == "PaperError"
    assert second == report
    assert isinstance(third, Failure) and third.message == f"{tmp_path}/none.pdf: no such file. Check the path."


def test_an_output_given_as_a_paper_is_refused(extractor: Extractor, record: Any) -> None:
    look = Look(width=80)
    outputs = [b"".join(stream([record], form, several=several)) for form in STREAMED for several in (False, True)]
    outputs += ["".join(pieces).encode() for pieces in (as_csv([audit(record)]), as_text([audit(record)], look))]
    outputs += ["".join(pieces([audit(record)])).encode() for pieces in (as_html, as_markdown)]
    outputs += ["".join(as_json([audit(record)], several=several)).encode() for several in (False, True)]
    outputs += [b"".join(stream([Selection(only_stated=True).apply(record)], form, several=False)) for form in STREAMED]
    for data in outputs:
        with pytest.raises(PaperError, match="this is an output of dlextract, not a paper"):
            extractor.read("mine", data)


def test_text_on_standard_input_is_read() -> None:
    done = dlextract("-", "--only-stated", text="We trained the network on two NVIDIA Titan X cards with PyTorch.")
    assert (done.returncode, done.stderr) == (0, "")
    assert "[[NVIDIA Titan X]]" in done.stdout


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of ``objects``, numbered from 1; the first is the catalogue."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    return (
        body + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )


def test_a_pdf_that_draws_itself_ends_in_an_error_line(tmp_path: Path) -> None:
    draws = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 4 0 R >> >> /Length 5 >>"
    path = tmp_path / "itself.pdf"
    path.write_bytes(
        pdf(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /XObject << /F 4 0 R >> >> >>",
            draws + b"\nstream\n/F Do\nendstream",
            b"<< /Length 5 >>\nstream\n/F Do\nendstream",
        )
    )
    done = dlextract(str(path))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{path}: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_patterns_with_a_mistake_are_said_with_their_place_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("DATASET:\n  regexx: ['x']\n")
    done = dlextract(EXAMPLE, "--patterns", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    line = f"{tmp_path}/mine.yaml:2:3: DATASET: unknown key 'regexx'. Did you mean 'regex'?"
    assert done.stderr.splitlines()[0] == line
    assert "Traceback" not in done.stderr


def test_judges_of_ones_own_decide(record: Any, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "models" / "judges", folder)
    sums = json.loads((folder / "sums.json").read_text())
    for row in sums["verdict"]["weights"]:
        row[-1] -= 100.0
    (folder / "sums.json").write_text(json.dumps(sums))
    own = json.loads(dlextract(EXAMPLE, "--json", "--judges", str(folder)).stdout)
    assert not any(answer["stated"] for answer in own["answers"])
    assert any(answer["stated"] for answer in record["answers"])
    assert own["dlextract"]["model"] != record["dlextract"]["model"]
