"""Finds the papers that the user means: files, folders, globs, lists, ZIP archives and standard input."""

# Paths stay the strings that the user gave: pathlib would turn "./a.pdf" into "a.pdf" in the output.
# ruff: noqa: PTH112, PTH116, PTH118, PTH119, PTH122, PTH123, PTH207

from __future__ import annotations

import codecs
import glob
import hashlib
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..errors import PaperError, UsageError
from ..files import LARGEST, odd_kind, open_regular
from ..report import Failure
from .worker import Task

STDIN = "-"
_TEXTS = (".txt", ".text", ".md")
_MARKUP = (".xml", ".nxml", ".html", ".htm", ".xhtml")
"""Papers in XML and HTML; a folder may hold many such files that are none, so they are only read if they are named."""
STEEPEST = 200
"""So many times larger than in its archive may a paper be (PDF data hardly shrinks further than 1:20)."""
_ARCHIVE = 1 << 50
"""Bytes of the largest archive: only its list of contents and single papers are read."""
SMALL = 16 << 20
"""Unpacked bytes up to which an archive's ratio does not matter."""


@dataclass(frozen=True, slots=True)
class Found:
    """One paper-to-be. ``source`` is what the user gave, extended by the path inside a folder or archive.

    ``archive`` is the ZIP file that holds it as ``member``; ``problem`` is why it cannot be read at all.
    """

    source: str
    archive: str = ""
    member: int = -1
    problem: PaperError | None = None


@dataclass(slots=True)
class Skipped:
    """What was passed over in folders and archives.

    ``suffixes`` counts files (``.txt``, "" for none), ``linked`` folders that are links: they may lead round in rings.
    """

    suffixes: Counter[str] = field(default_factory=Counter)
    linked: int = 0

    def note(self, name: str) -> None:
        """Count one file."""
        self.suffixes[os.path.splitext(name)[1].lower()] += 1


def find(arguments: Iterable[str], skipped: Skipped | None = None) -> Iterator[Found]:
    """Yield the papers that ``arguments`` name, in their order; folders and archives in order of their paths.

    A file that is named itself is always tried; in folders, archives and globs only PDF files are (and text files
    in globs, and those in XML or HTML where the glob ends in their suffix).
    """
    passed = skipped if skipped is not None else Skipped()
    for argument in arguments:
        if argument == STDIN:
            yield Found(STDIN)
        elif os.path.isdir(argument):
            yield from _folder(argument, passed)
        elif os.path.lexists(argument):
            yield from _archive(argument, passed) if argument.lower().endswith(".zip") else [Found(argument)]
        elif glob.has_magic(argument):
            yield from _glob(argument, passed)
        else:
            yield Found(argument, problem=PaperError(argument or "''", "no such file", "Check the path"))


def named(paths: Iterable[str]) -> Iterator[Found]:
    """Yield the files at ``paths``, which another file names: neither folders nor patterns of names are followed."""
    for path in paths:
        if os.path.lexists(path):
            yield _regular(path)
        else:
            yield Found(path, problem=PaperError(path, "no such file", "Check the path"))


def listed(name: str) -> list[str]:
    """Return the paths in the file ``name`` ("-" for standard input), one a line or parted by NUL.

    Raises:
        UsageError: the list cannot be read, or is none.
    """
    try:
        if name == STDIN:
            data = _limited(sys.stdin.buffer, name)
        else:
            with open(name, "rb") as file:
                data = _limited(file, name)
    except PaperError as error:
        raise UsageError(name, error.what, "Give several lists") from error
    except OSError as error:
        raise UsageError(name, f"the list cannot be read ({error.strerror})", "Check the path") from error
    if data.startswith((b"%PDF-", b"PK\3\4")):
        raise UsageError(name, "this is a paper or an archive, not a list of them", "Give it without --from-file")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as the PowerShell of Windows writes lists
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(line) for line in lines if line.strip()]


def load(found: Found) -> tuple[str, bytes | None]:
    """Return the SHA-256 of a paper, and its bytes where they are not simply a file on disk.

    Raises:
        PaperError: it cannot be read.
    """
    if found.problem:
        raise found.problem
    try:
        if found.archive:
            data = _unpack(found)
        elif found.source == STDIN:
            data = _limited(sys.stdin.buffer, found.source)
        elif stat.S_ISFIFO(os.stat(found.source).st_mode):  # <(…) of a shell; pipes in folders are problems already
            with open(found.source, "rb") as file:
                data = _limited(file, found.source)
        else:
            with open_regular(found.source) as file:
                return _digest(file, found.source), None
    except OSError as error:
        raise PaperError(found.source, f"it cannot be read ({error.strerror})", "Check the file") from error
    return hashlib.sha256(data).hexdigest(), data


def task_of(number: int, found: Found, maker: tuple[str, str, str]) -> Task:
    """Return the task to read ``found``, or one that has failed already; ``maker`` is what would have read it."""
    try:
        sha256, data = load(found)
    except PaperError as error:
        failure = Failure(found.source, "", "PaperError", str(error), *maker)
        return Task(number, found.source, known=failure)
    return Task(number, found.source, sha256, data)


def _digest(file: BinaryIO, source: str) -> str:
    digest = hashlib.sha256()
    for _ in range(LARGEST >> 20):
        if not (block := file.read(1 << 20)):
            return digest.hexdigest()
        digest.update(block)
    raise _too_large(source)


def _too_large(source: str) -> PaperError:
    return PaperError(source, f"it is larger than {LARGEST >> 20} MB", "Give a smaller file")


def _limited(file: BinaryIO, source: str) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _too_large(source)
    return data


def _is_pdf(name: str) -> bool:
    return name.lower().endswith(".pdf") and not name.startswith(".")


def _regular(path: str) -> Found:
    """Return what was found under ``path`` without having been named: a pipe there would be waited for for ever."""
    try:
        kind = odd_kind(os.stat(path).st_mode)
    except OSError:  # what is wrong is said when it is loaded
        kind = ""
    return Found(path, problem=PaperError(path, f"it is {kind}, not a file", "Take it away") if kind else None)


def _folder(folder: str, skipped: Skipped) -> Iterator[Found]:
    problems: list[OSError] = []
    empty = True
    for place, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        skipped.linked += sum(Path(place, name).is_symlink() for name in folders)
        for name in sorted(names):
            if _is_pdf(name):
                empty = False
                yield _regular(os.path.join(place, name))
            else:
                skipped.note(name)
    for problem in problems:
        where = os.fsdecode(problem.filename)
        empty = False
        yield Found(
            where, problem=PaperError(where, f"the folder cannot be read ({problem.strerror})", "Check its rights")
        )
    if empty:
        texts = any(name.lower().endswith(_TEXTS) for _, _, names in os.walk(folder) for name in names)
        bare = not any(names for _, _, names in os.walk(folder))
        yield Found(folder, problem=_nothing_in(folder, "folder", bare=bare, texts=texts))


def _matches(pattern: str, skipped: Skipped) -> Iterator[str]:
    """Yield the paths that ``pattern`` matches; ``**`` does not enter folders that are links, as glob's own would."""
    parts = pattern.replace(os.sep, "/").split("/")
    if "**" not in parts:
        yield from glob.iglob(pattern)
        return
    at = parts.index("**")
    head, tail = "/".join(parts[:at]), "/".join(parts[at + 1 :]) or "*"
    if at and not head:
        head = "/"
    for base in glob.iglob(head) if at else ["."]:
        for place, folders, _ in os.walk(base):
            folders[:] = [name for name in folders if not name.startswith(".")]
            skipped.linked += sum(Path(place, name).is_symlink() for name in folders)
            here = glob.escape(os.path.relpath(place) if not at else place)
            yield from _matches(tail if here == "." else os.path.join(here, tail), skipped)


def _glob(pattern: str, skipped: Skipped) -> Iterator[Found]:
    empty = True
    asked = [suffix for suffix in _MARKUP if pattern.lower().endswith(suffix)]
    try:
        paths = sorted(set(_matches(pattern, skipped)))
    except (RecursionError, ValueError):  # thousands of "/", a NUL
        paths = []
    for path in paths:
        if os.path.isdir(path):
            continue
        if _is_pdf(os.path.basename(path)) or path.lower().endswith((".txt", *asked)):
            empty = False
            yield _regular(path)
        else:
            skipped.note(path)
    if empty:
        yield Found(pattern, problem=PaperError(pattern, "no such file, and no PDF file matches", "Check the path"))


def _nothing_in(where: str, kind: str, *, bare: bool, texts: bool) -> PaperError:
    """Return why a folder or archive has no paper: it is empty, or only holds files that have to be named."""
    if bare:
        return PaperError(where, f"the {kind} is empty", "Check the path")
    if texts and kind == "folder":
        todo = f"Text files are read if they are named: {where.rstrip('/')}/*.txt"
        return PaperError(where, "the folder holds text files, but no PDF file", todo)
    return PaperError(where, f"the {kind} holds no PDF file", "Name the files themselves")


def _archive(archive: str, skipped: Skipped) -> Iterator[Found]:
    import zipfile  # takes its time, and few need it

    try:
        with open_regular(archive, _ARCHIVE) as whole, zipfile.ZipFile(whole) as file:
            members = [(info.filename, number) for number, info in enumerate(file.infolist()) if not info.is_dir()]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        told = (isinstance(error, OSError) and error.strerror) or error
        yield Found(archive, problem=PaperError(archive, f"the archive cannot be read ({told})", "Repair or unpack it"))
        return
    empty = True
    for name, number in sorted(members):
        if _is_pdf(name.replace("\\", "/").rpartition("/")[2]) and not name.startswith("__MACOSX/"):
            empty = False
            yield Found(f"{archive}/{name}", archive, number)
        else:
            skipped.note(name)
    if empty:
        texts = any(name.lower().endswith(_TEXTS) for name, _ in members)
        yield Found(archive, problem=_nothing_in(archive, "archive", bare=not members, texts=texts))


def _unpack(found: Found) -> bytes:
    """Return the bytes of an archive's member; nothing is written to disk, so its name can do no harm."""
    import zipfile

    try:
        with open_regular(found.archive, _ARCHIVE) as whole, zipfile.ZipFile(whole) as file:
            info = file.infolist()[found.member]
            if info.flag_bits & 1:
                raise PaperError(found.source, "it is encrypted in its archive", "Unpack the archive with its password")
            steep = info.file_size > STEEPEST * max(1, info.compress_size)
            if info.file_size > LARGEST or (steep and info.file_size > SMALL):
                raise PaperError(
                    found.source,
                    f"it would unpack from {info.compress_size} to {info.file_size} bytes",
                    "Unpack the archive yourself if you trust it",
                )
            with file.open(info) as member:
                return member.read()  # zipfile stops at the size that the archive announces
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, IndexError, RuntimeError) as error:
        raise PaperError(found.source, f"it cannot be unpacked ({error})", "Repair or unpack the archive") from error
    except Exception as error:
        if isinstance(error, (OSError, PaperError)):
            raise
        # zlib, bz2 and lzma raise errors of their own for damaged data.
        raise PaperError(found.source, f"it cannot be unpacked ({error})", "Repair or unpack the archive") from error
