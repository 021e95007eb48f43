"""``--bib``: the files of a bibliography, and its keys in records and tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from caller import Call

from dlextract.writing import COLUMNS

pytest.importorskip("bibtexparser", reason="the extra library is not installed")

BIB = """
@article{doe2021, title = {Hearing {C}rickets}, year = {2021}, doi = {10.99999/a}, file = {:papers/a.pdf:PDF}}
@article{gone, title = {Gone}, file = {PDF:papers/gone.pdf:application/pdf}}
@article{glob, title = {All}, file = {PDF:papers/*.pdf:application/pdf}}
@misc{bare, file = {papers/c.pdf}}
@misc{none, title = {A title}}
@misc{broken, title = {
"""


@pytest.fixture
def library(call: Call) -> Path:
    Path("papers").mkdir()
    Path("papers/a.pdf").write_text("We used A.")
    Path("papers/c.pdf").write_text("We used C.")
    Path("library.bib").write_text(BIB)
    return Path("library.bib")


def records(jsonl: str) -> dict[str, Any]:
    return {record["paper"]["source"]: record for record in map(json.loads, jsonl.splitlines())}


def test_the_files_of_a_bibliography_are_read(call: Call, library: Path) -> None:
    said = call("--bib", "library.bib", "-q")
    found = records(said.out)
    assert (said.code, sorted(found)) == (1, ["papers/*.pdf", "papers/a.pdf", "papers/c.pdf", "papers/gone.pdf"])
    paper = found["papers/a.pdf"]["paper"]
    assert {key: paper[key] for key in ("title", "title_from", "doi", "year", "year_from", "citation_key")} == {
        "title": "Hearing Crickets",
        "title_from": "bibliography",
        "doi": "10.99999/a",
        "year": 2021,
        "year_from": "bibliography",
        "citation_key": "doe2021",
    }
    for source, key in (("papers/gone.pdf", "gone"), ("papers/*.pdf", "glob")):
        assert found[source]["error"]["message"] == f"{source}: no such file. Check the path."
        assert found[source]["paper"]["citation_key"] == key
    assert "library.bib:7: the entry cannot be read, and is left out." in said.err
    assert "1 of 5 entries name no file that can be read." in call("--bib", "library.bib").err


def test_papers_that_are_named_are_looked_up(call: Call, library: Path) -> None:
    found = records(call("papers", "--bib", "library.bib", "-q").out)
    assert {source: record["paper"]["citation_key"] for source, record in found.items()} == {
        "papers/a.pdf": "doe2021",
        "papers/c.pdf": "bare",
    }


@pytest.mark.parametrize("table", [*COLUMNS, "wide"])
def test_every_table_has_the_key(call: Call, library: Path, table: str) -> None:
    assert call("papers", "-o", "papers.jsonl", "-q").code == 0
    out = call("export", "papers.jsonl", "--bib", "library.bib", "-f", "csv", "--table", table).out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert {(row["source"], row["citation_key"]) for row in rows} == {
        ("papers/a.pdf", "doe2021"),
        ("papers/c.pdf", "bare"),
    }


def test_a_zotero_storage_keeps_its_keys(call: Call) -> None:
    path = Path("Zotero/storage/ABCD2345/a.pdf")
    path.parent.mkdir(parents=True)
    path.write_text("We used A.")
    path.with_name("bad.pdf").write_text("bad")
    found = records(call("Zotero", "-q").out)
    assert {record["paper"]["citation_key"] for record in found.values()} == {"ABCD2345"}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("none.bib", None, "--bib none.bib: it cannot be read (No such file or directory). Check the path.\n"),
        ("a.bib", "nothing", "--bib a.bib: there is no entry in it that can be read. Export the library again.\n"),
        (
            "a.bib",
            "@misc{a, title={A}, file={/etc/passwd}}",
            "--bib a.bib: none of its entries names a file that can be read. "
            "Export it with files, or name the papers as well.\n",
        ),
    ],
)
def test_mistakes_are_one_line(call: Call, name: str, text: str | None, message: str) -> None:
    if text is not None:
        Path(name).write_text(text)
    said = call("--bib", name)
    assert (said.code, said.out, said.err) == (2, "", message)


def test_a_bibliography_is_not_overwritten(call: Call, library: Path) -> None:
    Path("library.json").write_text('[{"id": "a", "title": "A"}]')
    said = call("papers/a.pdf", "--bib", "library.json", "-o", "library.json")
    assert (said.code, said.err) == (2, "-o library.json: this is one of the inputs. Choose another output.\n")
