"""What the user means: files, folders, globs, lists and archives."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from dlextract.bulk.inputs import LARGEST, Found, Skipped, find, listed, load, task_of
from dlextract.bulk.worker import Task
from dlextract.errors import PaperError, UsageError
from dlextract.report import Failure


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "b/2.PDF",
        "b/10.pdf",
        "a.pdf",
        "b/c/d.pdf",
        "b/notes.txt",
        "b/.hidden.pdf",
        "b/.git/x.pdf",
        "b/._e.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def sources(*arguments: str) -> list[str]:
    found = list(find(arguments))
    assert not [paper.problem for paper in found if paper.problem]
    return [paper.source for paper in found]


def problem(argument: str) -> str:
    (found,) = find([argument])
    assert found.problem
    return str(found.problem)


def archive(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_files_keep_their_order_and_their_spelling(home: Path) -> None:
    assert sources("./b/notes.txt", "a.pdf", str(home / "a.pdf")) == ["./b/notes.txt", "a.pdf", str(home / "a.pdf")]


def test_a_folder_gives_its_pdf_files_in_order_of_their_names(home: Path) -> None:
    skipped = Skipped()
    found = [paper.source for paper in find(["b/", "b"], skipped)]
    inside = ["10.pdf", "2.PDF", "c/d.pdf"]
    assert found == [f"b/{name}" for name in inside] * 2
    assert skipped.suffixes == Counter({".pdf": 4, ".txt": 2})


def test_a_zotero_storage_folder(home: Path) -> None:
    for name in ("8KQ/Smith - 2020 - Moths.pdf", "8KQ/.zotero-ft-cache", "8KQ/.zotero-ft-info", "9LR/page.html"):
        path = home / "storage" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    skipped = Skipped()
    assert [paper.source for paper in find(["storage"], skipped)] == ["storage/8KQ/Smith - 2020 - Moths.pdf"]
    assert skipped.suffixes == Counter({"": 2, ".html": 1})


def test_a_glob_finds_pdf_and_text_files(home: Path) -> None:
    (home / "b/x.docx").touch()
    assert sources("b/*") == ["b/10.pdf", "b/2.PDF", "b/notes.txt"]
    assert sources("**/*.pdf") == ["a.pdf", "b/10.pdf", "b/c/d.pdf"]


def test_a_glob_finds_xml_and_html_files_if_it_ends_in_their_suffix(home: Path) -> None:
    for name in ("a.xml", "b.html", "c.nxml"):
        (home / name).write_text("<article/>")
    assert [found.source for found in find(["*.xml", "*.html"])] == ["a.xml", "b.html"]
    assert "a.xml" not in [found.source for found in find(["*"])]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(home: Path) -> None:
    (home / "a[1].pdf").touch()
    assert sources("a[1].pdf") == ["a[1].pdf"]


def test_what_is_not_there_is_a_problem(home: Path) -> None:
    (home / "empty").mkdir()
    archive(home / "none.zip", {"a.txt": b""})
    (home / "broken.zip").write_bytes(b"PK")
    assert problem("") == "'': no such file. Check the path."
    assert problem("*" + "/" * 9999).endswith("/: no such file, and no PDF file matches. Check the path.")
    assert [problem(name) for name in ("no.pdf", "no*.pdf", "empty", "none.zip", "broken.zip")] == [
        "no.pdf: no such file. Check the path.",
        "no*.pdf: no such file, and no PDF file matches. Check the path.",
        "empty: the folder is empty. Check the path.",
        "none.zip: the archive holds no PDF file. Name the files themselves.",
        "broken.zip: the archive cannot be read (File is not a zip file). Repair or unpack it.",
    ]


def test_an_archive_gives_its_pdf_files_from_memory(home: Path) -> None:
    members = {
        "z/b.pdf": b"B",
        "a.pdf": b"A",
        "../../evil.pdf": b"E",
        "__MACOSX/a.pdf": b"",
        "z/._a.pdf": b"",
        "n.txt": b"",
    }
    archive(home / "p.zip", members)
    skipped = Skipped()
    found = list(find(["p.zip"], skipped))
    assert [(paper.source, load(paper)[1]) for paper in found] == [
        ("p.zip/../../evil.pdf", b"E"),
        ("p.zip/a.pdf", b"A"),
        ("p.zip/z/b.pdf", b"B"),
    ]
    assert sum(skipped.suffixes.values()) == 3
    assert not (home.parent.parent / "evil.pdf").exists()


def test_a_bomb_is_not_unpacked(home: Path) -> None:
    archive(home / "bomb.zip", {"a.pdf": bytes(32 << 20), "b.pdf": b"B"})
    bomb, good = find(["bomb.zip"])
    with pytest.raises(PaperError, match=r"^bomb\.zip/a\.pdf: it would unpack from \d+ to 33554432 bytes\."):
        load(bomb)
    assert load(good)[1] == b"B"


def test_damaged_and_encrypted_members_are_paper_errors(home: Path) -> None:
    path = archive(home / "p.zip", {"a.pdf": b"content " * 50}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"content ", b"CONTENT ", 1))
    with pytest.raises(PaperError, match=r"it cannot be unpacked \(Bad CRC-32"):
        load(next(find(["p.zip"])))
    head, central = whole.index(b"PK\3\4"), whole.index(b"PK\1\2")
    locked = bytearray(whole)
    locked[head + 6] |= 1
    locked[central + 8] |= 1
    path.write_bytes(locked)
    with pytest.raises(PaperError, match="it is encrypted in its archive"):
        load(next(find(["p.zip"])))


def test_a_file_is_hashed_and_not_loaded(home: Path) -> None:
    assert load(Found("a.pdf")) == (hashlib.sha256(b"a.pdf").hexdigest(), None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_loaded(home: Path) -> None:
    os.mkfifo(home / "pipe")
    writer = threading.Thread(target=(home / "pipe").write_bytes, args=(b"text",))
    writer.start()
    assert load(next(find(["pipe"]))) == (hashlib.sha256(b"text").hexdigest(), b"text")
    writer.join()


def test_standard_input_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"text")))
    assert load(next(find(["-"])))[1] == b"text"


def test_too_much_from_a_pipe_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.bulk.inputs.LARGEST", 3)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"text")))
    with pytest.raises(PaperError, match="it is larger than 0 MB"):
        load(next(find(["-"])))
    assert LARGEST > 1 << 20


def test_lists_are_parted_by_lines_or_nul(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "lines").write_bytes(b"a b.pdf\n\nc.pdf\r\n")
    (home / "nul").write_bytes(b"a\nb.pdf\0c.pdf\0")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"d.pdf")))
    assert (listed("lines"), listed("nul"), listed("-")) == (["a b.pdf", "c.pdf"], ["a\nb.pdf", "c.pdf"], ["d.pdf"])
    with pytest.raises(UsageError, match=r"^paper: this is a paper or an archive, not a list of them"):
        (home / "paper").write_bytes(b"%PDF-1.7")
        listed("paper")
    for code in ("utf-16", "utf-8-sig"):
        (home / "windows").write_text("ä.pdf\r\nb.pdf\r\n", encoding=code)
        assert listed("windows") == ["ä.pdf", "b.pdf"]
    with pytest.raises(UsageError, match=r"^none: the list cannot be read \(No such file or directory\)"):
        listed("none")


def test_a_paper_that_cannot_be_loaded_is_a_task_that_has_failed(home: Path) -> None:
    (found,) = find(["no.pdf"])
    told = "no.pdf: no such file. Check the path."
    assert task_of(3, found, ("v", "p", "m")) == Task(
        3, "no.pdf", known=Failure("no.pdf", "", "PaperError", told, "v", "p", "m")
    )


@pytest.mark.skipif(os.name != "posix", reason="named pipes and devices")
def test_what_is_no_regular_file_is_a_problem_wherever_it_is_found(home: Path) -> None:
    odd = home / "odd"
    odd.mkdir()
    os.mkfifo(odd / "a.pdf")
    (odd / "b.pdf").symlink_to("/dev/zero")
    (odd / "c.pdf").symlink_to("c.pdf")
    (odd / "d.pdf").write_bytes(b"D")
    os.mkfifo(odd / "e.zip")
    with (odd / "f.pdf").open("wb") as file:
        file.truncate(30 << 30)
    told = [
        "odd/a.pdf: it is a named pipe, not a file. Take it away.",
        "odd/b.pdf: it is a device, not a file. Take it away.",
        "odd/c.pdf: it cannot be read (Too many levels of symbolic links). Check the file.",
        "",
        "odd/f.pdf: it cannot be read (more than 1024 MB). Check the file.",
    ]

    def said(argument: str) -> list[str]:
        tasks = [task_of(number, found, ("", "", "")) for number, found in enumerate(find([argument]))]
        return [task.known.message if task.known else "" for task in tasks]

    assert said("odd") == said("odd/*") == said("odd/*.pdf") == told
    assert said("odd/b.pdf") == ["odd/b.pdf: it cannot be read (a device, not a file). Check the file."]
    assert said("odd/e.zip") == [
        "odd/e.zip: the archive cannot be read (a named pipe, not a file). Repair or unpack it."
    ]


def test_folders_behind_links_are_counted_and_not_entered(home: Path) -> None:
    (home / "b" / "loop").symlink_to(home / "b", target_is_directory=True)
    (home / "b" / "c" / "other").symlink_to(home, target_is_directory=True)
    skipped = Skipped()
    assert [found.source for found in find(["b"], skipped)] == ["b/10.pdf", "b/2.PDF", "b/c/d.pdf"]
    assert skipped.linked == 2


@pytest.mark.slow
def test_an_endless_list_is_refused(home: Path) -> None:
    with (home / "list.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UsageError, match=r"^list\.txt: it is larger than 1024 MB\. Give several lists\.$"):
        listed("list.txt")


def test_a_glob_does_not_go_round_in_rings_of_links(home: Path) -> None:
    for name in ("one", "two"):
        (home / "b" / name).symlink_to(".", target_is_directory=True)
    skipped = Skipped()
    assert [found.source for found in find(["**/*.pdf"], skipped)] == ["a.pdf", "b/10.pdf", "b/c/d.pdf"]
    assert skipped.linked == 2
    assert sources("b/**/d.pdf") == sources("**/c/*.pdf") == ["b/c/d.pdf"]
    assert sources("b/**") == ["b/10.pdf", "b/2.PDF", "b/c/d.pdf", "b/notes.txt"]
    assert sources(f"{home}/**/a.pdf") == [f"{home}/a.pdf"]
    assert sources("**/c/**/*.pdf") == ["b/c/d.pdf"]
