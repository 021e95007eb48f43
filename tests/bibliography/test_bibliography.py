"""Bibliographies as reference managers write them, and which entry belongs to which record."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dlextract.bibliography import Catalogue, Entry, read_bibliography
from dlextract.bibliography.attachments import files_in
from dlextract.bibliography.catalogue import best_file, item_key
from dlextract.bibliography.entries import title_in
from dlextract.errors import UsageError

pytest.importorskip("bibtexparser", reason="the extra library is not installed")
pytest.importorskip("rispy", reason="the extra library is not installed")

ZOTERO = r"""
@article{doe_hearing_2021,
	title = {Hearing crickets with a {ResNet}},
	volume = {4},
	copyright = {All rights reserved},
	url = {https://example.org/17},
	doi = {10.99999/jni.2021.17},
	abstract = {Crickets sing, e.g. at 5 \% of the time.},
	language = {en},
	urldate = {2022-01-02},
	journal = {Journal of Nightly Insects},
	author = {Doe, Ada and Müller, Äda},
	month = dec,
	year = {2021},
	keywords = {crickets, deep learning},
	file = {PDF:files/12/Doe and Müller - 2021 - Hearing.pdf:application/pdf;Snapshot:files/13/17.html:text/html},
}

@inproceedings{poe_birds_2018,
	title = {Birds},
	author = {Poe, B.},
	year = {2018},
	file = {Poe - 2018 - Birds.pdf:C\:\\Users\\ada\\Zotero\\storage\\ABCD2345\\Poe - 2018 - Birds.pdf:application/pdf},
}

@misc{nobody_none,
	title = {No file at all},
}
"""

JABREF = r"""% Encoding: UTF-8

@String{jni = "J. Nightly Insects"}

@Article{Roe2019,
  author       = {Roe, C.},
  date         = {2019-05-03},
  journaltitle = jni,
  title        = {Fr{\"o}gs {\&} toads at \emph{night}},
  doi          = {https://doi.org/10.99999/FROGS.1},
  file         = {:Roe2019 - Frogs.pdf:PDF;notes\: mine:sub/notes.txt:Text},
  groups       = {moths},
}

@Book{Broken,
  title = {Never closed

@Article{Roe2019,
  title = {The same key again},
}

@Comment{jabref-meta: databaseType:bibtex;}

@Comment{jabref-meta: fileDirectory:papers;}
"""

RIS = """TY  - JOUR
TI  - Hearing crickets with a small network
AU  - Doe, Ada
PY  - 2021/12/03/
DO  - 10.99999/jni.2021.17
L1  - files/12/Doe.pdf
ID  - doe2021
ER  -

TY  - CONF
T1  - Another one
Y1  - 2019
UR  - https://doi.org/10.99999/another
L1  - internal-pdf://123/another.pdf
ER  -

TY  - JOUR
ER  -
"""

CSL = [
    {
        "id": "http://zotero.org/users/1/items/ABCD2345",
        "citation-key": "doe2021",
        "type": "article-journal",
        "title": "Hearing crickets",
        "DOI": "10.99999/jni.2021.17",
        "issued": {"date-parts": [["2021", 12, 3]]},
    },
    {"id": "poe", "title": "Birds", "issued": {"raw": "spring 2018"}},
    "nothing",
]

BETTER_BIBTEX_JSON = {
    "config": {},
    "items": [
        {
            "itemKey": "ABCD2345",
            "citationKey": "doeHearing2021",
            "title": "Hearing crickets",
            "date": "2021-12-03",
            "DOI": "10.99999/jni.2021.17",
            "attachments": [{"path": "files/12/Doe.pdf", "title": "PDF"}, {"path": "//host/share/x.pdf"}],
        }
    ],
}


def read(folder: Path, name: str, text: str) -> tuple[list[Entry], list[str]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    entries, told = read_bibliography(str(path))
    root = f"{folder}{os.sep}"
    shorter = [
        Entry(
            one.key,
            one.title,
            one.doi,
            one.year,
            tuple(file.removeprefix(root).replace(os.sep, "/") for file in one.files),
        )
        for one in entries
    ]
    return shorter, [line.replace(root, "") for line in told]


def test_bibtex_of_zotero(tmp_path: Path) -> None:
    assert read(tmp_path, "library.bib", ZOTERO) == (
        [
            Entry(
                "doe_hearing_2021",
                "Hearing crickets with a ResNet",
                "10.99999/jni.2021.17",
                2021,
                (
                    "files/12/Doe and Müller - 2021 - Hearing.pdf",
                    "files/13/17.html",
                ),
            ),
            Entry(
                "poe_birds_2018",
                "Birds",
                "",
                2018,
                ("C:\\Users\\ada\\Zotero\\storage\\ABCD2345\\Poe - 2018 - Birds.pdf",),
            ),
            Entry("nobody_none", "No file at all"),
        ],
        [],
    )


def test_bibtex_of_jabref(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "Roe2019 - Frogs.pdf").touch()
    entries, told = read(tmp_path, "library.bib", JABREF)
    files = ("papers/Roe2019 - Frogs.pdf", "sub/notes.txt")
    assert entries == [Entry("Roe2019", "Frögs & toads at night", "10.99999/FROGS.1", 2019, files)]
    assert told == [
        "library.bib:15: the entry cannot be read, and is left out.",
        "library.bib:18: the key 'Roe2019' stands there already, so this entry is left out.",
    ]


def test_ris(tmp_path: Path) -> None:
    entries, told = read(tmp_path, "export.ris", RIS)
    doe = "files/12/Doe.pdf"
    assert entries == [
        Entry("doe2021", "Hearing crickets with a small network", "10.99999/jni.2021.17", 2021, (doe,)),
        Entry("", "Another one", "10.99999/another", 2019),
    ]
    assert told == ["export.ris: entry 3 says neither title nor DOI nor file, and is left out."]


def test_csl_json(tmp_path: Path) -> None:
    assert read(tmp_path, "library.json", json.dumps(CSL)) == (
        [
            Entry("doe2021", "Hearing crickets", "10.99999/jni.2021.17", 2021),
            Entry("poe", "Birds", "", 2018),
        ],
        ["library.json: item 3 is no entry, and is left out."],
    )


def test_json_of_better_bibtex(tmp_path: Path) -> None:
    entry = Entry("doeHearing2021", "Hearing crickets", "10.99999/jni.2021.17", 2021, ("files/12/Doe.pdf",))
    assert read(tmp_path, "library.json", json.dumps(BETTER_BIBTEX_JSON)) == ([entry], [])


@pytest.mark.parametrize(
    ("field", "paths"),
    [
        ("moths.pdf", ["moths.pdf"]),
        ("/home/ada/a.pdf;/home/ada/b.pdf", ["/home/ada/a.pdf", "/home/ada/b.pdf"]),
        (":moths.pdf:PDF", ["moths.pdf"]),
        (r"a\; b:x\:y\;z.pdf:application/pdf", ["x:y;z.pdf"]),
        (r"C:\papers\a.pdf", [r"C:\papers\a.pdf"]),
        (r"PDF:C:\papers\a.pdf:application/pdf", [r"C:\papers\a.pdf"]),
        (r":D\:/papers/a_b.pdf:PDF", ["D:/papers/a_b.pdf"]),
        (r":D\:/papers/a\_b.pdf:PDF", ["D:/papers/a_b.pdf"]),
        (r"PDF:\\\\host\\share\\a.pdf:application/pdf", []),
        ("PDF://host/share/a.pdf:application/pdf", []),
        ("", []),
        (";;::;:", []),
        ("\\", ["\\"]),
    ],
)
def test_file_fields(field: str, paths: list[str]) -> None:
    assert files_in(field) == paths


@pytest.mark.parametrize(
    ("latex", "title"),
    [
        (r"{\"U}ber {CNNs} \& $k$-means", "Über CNNs & k-means"),
        (r"\textit{Apis} bees\\ at 5\,\% {\ss}", "Apis bees at 5 % ß"),
        ("{" * 5000, ""),
        ("Plain  title\nover lines", "Plain title over lines"),
    ],
)
def test_titles(latex: str, title: str) -> None:
    assert title_in(latex) == title


def test_what_the_best_file_is() -> None:
    assert best_file(Entry(files=("a.html", "a.PDF", "b.pdf"))) == "a.PDF"
    assert best_file(Entry(files=("a.html", "a.nxml"))) == "a.nxml"
    assert best_file(Entry(files=("a.docx", "/etc/passwd", "-"))) == ""


def record(source: str, **paper: Any) -> dict[str, Any]:
    return {"paper": {"source": source, "sha256": "", **paper}}


def test_an_entry_is_found_by_file_then_doi_then_title(tmp_path: Path) -> None:
    entries = [
        Entry("file", "One", "10.1/one", files=(str(tmp_path / "x" / ".." / "a.pdf"),)),
        Entry("item", "Two", files=(r"C:\Users\ada\Zotero\storage\ABCD2345\Two - 2.pdf",)),
        Entry("doi", "Three", "10.1/THREE"),
        Entry("title", "A title of more than a {few} letters"),
        Entry("twin1", "Two entries have this title"),
        Entry("twin2", "Two entries have this title"),
    ]
    (tmp_path / "x").mkdir()
    catalogue = Catalogue(entries)

    def key(one: dict[str, Any]) -> str | None:
        entry = catalogue.entry(one["paper"])
        return entry.key if entry else None

    here = str(tmp_path / "a.pdf")
    assert key(record(here, doi="10.1/three")) == "file"
    assert key(record("/home/ada/Zotero/storage/ABCD2345/Two - 2.pdf")) == "item"
    assert key(record("b.pdf", doi="10.1/three", title="A title of more than a few letters")) == "doi"
    assert key(record("b.pdf", title="A Title of More than a few: letters")) == "title"
    assert key(record("b.pdf", title="Two entries have this title")) is None
    assert key(record("b.pdf", title="Three")) is None
    assert key(record("b.pdf")) is None


def test_what_a_bibliography_says_wins_over_what_was_read() -> None:
    catalogue = Catalogue([Entry("doe", "The whole title", "10.1/x", 2021), Entry("bare", doi="10.1/y")])
    read = record("a.pdf", doi="10.1/X", title="The who1e tit1e", title_from="page 1", year=2020, year_from="page 1")
    assert catalogue.apply(read) == record(
        "a.pdf",
        doi="10.1/x",
        title="The whole title",
        title_from="bibliography",
        year=2021,
        year_from="bibliography",
        citation_key="doe",
    )
    assert catalogue.apply(record("b.pdf", doi="10.1/y", year=None)) == record(
        "b.pdf", doi="10.1/y", year=None, citation_key="bare"
    )
    other = record("c.pdf")
    assert catalogue.apply(other) is other


def test_items_of_a_zotero_storage() -> None:
    assert item_key("/home/ada/Zotero/storage/ABCD2345/a.pdf") == "ABCD2345"
    assert item_key(r"C:\Zotero\storage\ABCD2345\a.pdf") == "ABCD2345"
    assert item_key("storage/abc/a.pdf") == item_key("a.pdf") == item_key("storage/ABCD2345/b/a.pdf") == ""


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "x", "its suffix names no bibliography"),
        ("a.bib", "no entry here", "there is no entry in it that can be read"),
        ("a.bib", "@article{x, title={never closed", "there is no entry in it that can be read"),
        ("a.ris", "no entry here", "there is no entry in it that can be read"),
        ("a.json", "{no json", "it is no JSON"),
        ("a.json", "[" * 100_000, "it is no JSON"),
        ("a.json", "7", "there is no entry in it that can be read"),
        ("a.json", '[{"schema_version": "1.0", "paper": {}}]', "there is no entry in it that can be read"),
    ],
)
def test_what_is_no_bibliography(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=message):
        read_bibliography(str(tmp_path / name))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it cannot be read"):
        read_bibliography(str(tmp_path / "none.bib"))
    with pytest.raises(UsageError, match="it cannot be read"):
        read_bibliography(str(tmp_path / "nul\0.bib"))
    (tmp_path / "folder.bib").mkdir()
    with pytest.raises(UsageError, match="it cannot be read"):
        read_bibliography(str(tmp_path / "folder.bib"))


def test_an_old_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes("@misc{m, title={Müller}}".encode("cp1252"))
    assert read_bibliography(str(path))[0] == [Entry("m", "Müller")]
