"""The folders of an agent: what is in them can be opened, nothing else, however it is called."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from dlextract.agents.shelf import Shelf, handle
from dlextract.errors import PaperError, UsageError

OUTSIDE = "it is not under the folders of this server. Ask for a file that is."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two folders with papers, beside a file that is nobody's business."""
    for name in ("one/a.txt", "one/deep/b.pdf", "two/c.txt", "one/.key.txt", "one/.git/d.txt", "secret.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return Shelf([tmp_path / "one", tmp_path / "two"])


def test_papers_are_named_from_a_folder_or_in_full_or_by_their_content(shelf: Shelf, tmp_path: Path) -> None:
    for name, content in (("a.txt", "one/a.txt"), ("deep/b.pdf", "one/deep/b.pdf"), ("c.txt", "two/c.txt")):
        held = shelf.open(name)
        assert (held.name, held.data) == (name, content.encode())
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        assert held.sha256 == sha256
        assert shelf.open(handle(sha256)) == shelf.open(sha256) == held
    assert shelf.open(str(tmp_path / "one" / "a.txt")).data == b"one/a.txt"
    assert shelf.open("deep/../a.txt").data == b"one/a.txt"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "{}/secret.txt", "/etc/passwd", "~/x.pdf/../../..", ".key.txt", ".git/d.txt", "{}/one2"]
)
def test_nothing_else_can_be_opened_and_nothing_is_said_of_it(shelf: Shelf, tmp_path: Path, name: str) -> None:
    name = name.format(tmp_path)
    with pytest.raises(PaperError) as refused:
        shelf.open(name)
    assert str(refused.value) == f"{name}: {OUTSIDE}"


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_links_lead_nowhere_else(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "one" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "one" / "dir").symlink_to(tmp_path)
    (tmp_path / "one" / "ring").symlink_to(tmp_path / "one" / "ring")
    (tmp_path / "one" / "own.txt").symlink_to(tmp_path / "two" / "c.txt")
    for name in ("link.txt", "dir/secret.txt", "dir/gone.txt", "ring"):
        with pytest.raises(PaperError, match=f"^{re.escape(name)}: it is not under the folders"):
            shelf.open(name)
    assert shelf.open("own.txt").data == b"two/c.txt"


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_known_paper_that_became_a_link_is_not_followed(shelf: Shelf, tmp_path: Path) -> None:
    known = handle(shelf.open("a.txt").sha256)
    (tmp_path / "one" / "a.txt").unlink()
    (tmp_path / "one" / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(PaperError, match=r"^a\.txt: it is not under the folders"):
        shelf.open(known)


def test_what_is_missing_or_no_file_is_said(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(PaperError) as missing:
        shelf.open("gone.pdf")
    assert str(missing.value) == "gone.pdf: there is no such file. Name a folder to see what is in it."
    with pytest.raises(PaperError) as folder:
        shelf.open(".")
    assert str(folder.value) == ".: this is a folder. It holds a.txt, deep/."
    (tmp_path / "one" / "e.NXML").touch()
    (tmp_path / "one" / "notes.doc").touch()
    with pytest.raises(PaperError, match=r"It holds a\.txt, deep/, e\.NXML\.$"):
        shelf.open(".")
    for number in range(30):
        (tmp_path / "two" / f"p{number:02}.pdf").touch()
    with pytest.raises(PaperError, match=r"It holds c\.txt, p00\.pdf, .*, p18\.pdf and 11 more\.$"):
        shelf.open(str(tmp_path / "two"))
    for name in ("a\0.txt", "a" * 5000):
        with pytest.raises(PaperError, match=r"^paper: this is no path\."):
            shelf.open(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_pipes_are_not_waited_for(shelf: Shelf, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "one" / "pipe.pdf")
    with pytest.raises(PaperError, match="a named pipe, not a file"):
        shelf.open("pipe.pdf")


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        Shelf([tmp_path / "gone"])
