"""The JSONL output as the memory of a run: what stands in it is done, and is not done again."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from ..errors import OutputError
from .lock import lock

SYNC_EVERY = 1.0
"""Seconds of finished papers that a power cut may cost at most."""

_BEGIN = b'{"schema_version":'
_MAKER = ("version", "patterns", "model", "selection")
_HEADS = (b',"facts":[', b',"error":{')


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in the file: ``maker`` is version, patterns, model and selection; ``error`` its class, if any."""

    start: int
    size: int
    maker: tuple[str, str, str, str]
    source: str
    error: str = ""


class Ledger:
    """A JSONL file of records, locked against a second writer; a context manager.

    Records of papers that are read again stay until the file is closed, so that nothing is lost on the way; then only
    the last record of each paper is kept. After a kill the next run does that.

    Args:
        path: the file; it is made if it does not exist.
        fresh: start with an empty file.

    Raises:
        OutputError: it is no output of dlextract, cannot be written, or is being written by another process.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        """The valid record of each paper, by ``key``."""
        self.torn = 0
        """Bytes of half a record that a kill or power cut had left at the end; they were dropped."""
        self.damaged: list[int] = []
        """Numbers of lines that are no record; they are left out when the file is closed."""
        self._stale = False
        self._synced = time.monotonic()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _locked(path)
            try:
                self._size = self._scan()
                if fresh:
                    self.entries.clear()
                    self.damaged.clear()
                    self._size, self._stale = 0, False
                self._file.truncate(self._size)
            except BaseException:
                self._file.close()
                raise
        except OSError as error:
            raise _unwritable(path, error) from error

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Copying a large file could take longer than somebody who pressed Ctrl-C waits; the next run does it.
        self.close(tidy=kind is not KeyboardInterrupt)

    def finished(self, name: str, maker: tuple[str, str, str, str]) -> Entry | None:
        """Return the record of a paper, by its ``key``, if the same version, patterns, model and selection made it."""
        entry = self.entries.get(name)
        return entry if entry and entry.maker == maker else None

    def append(self, line: bytes) -> None:
        """Write the record ``line`` at the end.

        Raises:
            OutputError: it cannot be written; the file then ends with the record before.
        """
        found = _entry(line, self._size)
        if found is None:
            raise ValueError(f"not a record: {line[:80]!r}")
        try:
            _write(self._file, line)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._size)
            raise _unwritable(self.path, error) from error
        self._remember(*found)
        self._size += len(line)
        if time.monotonic() - self._synced > SYNC_EVERY:
            self._sync()

    def _remember(self, sha256: str, entry: Entry) -> None:
        """Let ``entry`` stand for its paper; a file that was missing or unreadable before has its content now."""
        names = {key(sha256, entry.source), key("", entry.source)}
        gone = [self.entries.pop(name) for name in names if name in self.entries]
        self._stale = self._stale or bool(gone)
        self.entries[key(sha256, entry.source)] = entry

    def _sync(self) -> None:
        with contextlib.suppress(OSError):  # some file systems cannot
            os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def close(self, *, tidy: bool = True) -> None:
        """Leave one record per paper (if ``tidy``), and give the lock back.

        Raises:
            OutputError: the file cannot be replaced by a tidy one.
        """
        if self._file.closed:
            return
        try:
            if self._stale and tidy:
                self._compact()
            if not self._file.closed:
                self._sync()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        finally:
            self._file.close()

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the valid records in the order of the file."""
        with self.path.open("rb") as file:
            for entry in sorted(self.entries.values(), key=lambda entry: entry.start):
                file.seek(entry.start)
                yield json.loads(file.read(entry.size))

    def _scan(self) -> int:
        """Read where each record stands; return the size of the file without its torn last line."""
        at = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                torn = not line.endswith(b"\n")
                found = None if torn else _entry(line, at)
                if number == 1 and found is None and not (line.startswith(_BEGIN) or _BEGIN.startswith(line)):
                    raise OutputError(str(self.path), "it is no output of dlextract", "Choose another output")
                if torn:
                    self.torn = len(line)
                    break
                if found is None:
                    self.damaged.append(number)
                    self._stale = True
                else:
                    self._remember(*found)
                at += len(line)
        return at

    def _compact(self) -> None:
        """Replace the file, at once and whole, by one that holds only valid records."""
        beside = self.path.with_name(self.path.name + ".tmp")
        try:
            with self.path.open("rb") as old, beside.open("wb") as new:
                for entry in sorted(self.entries.values(), key=lambda entry: entry.start):
                    old.seek(entry.start)
                    new.write(old.read(entry.size))
                new.flush()
                os.fsync(new.fileno())
            if os.name == "nt":  # an open file cannot be replaced there
                self._file.close()
            beside.replace(self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise


def key(sha256: str, source: str) -> str:
    """Return what tells one paper from another: its content, or its name where it has none."""
    return sha256 or f"source:{source}"


def lines(path: Path) -> Iterator[bytes]:
    """Yield the whole lines of an output, without a torn last one.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))
    except OSError as error:
        raise OutputError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error


def _entry(line: bytes, at: int) -> tuple[str, Entry] | None:
    """Return the hash and entry of a record from its first bytes (facts and answers are not parsed), None for none."""
    if not (line.startswith(b"{") and line.endswith(b"}\n")):
        return None
    places = [place for head in _HEADS if (place := line.find(head)) > 0]
    try:
        facts = bool(places) and line.startswith(_HEADS[0], min(places))
        record = json.loads(line[: min(places)] + b"}" if facts else line)
        paper, maker = record["paper"], record.get("dlextract", {})
        version, patterns, model, selection = (str(maker.get(name, "")) for name in _MAKER)
        made = (version, patterns, model, selection)
        error = record.get("error", {}).get("type", "")
        return paper["sha256"], Entry(at, len(line), _shared(made), paper["source"], error)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(maxsize=256)
def _shared(maker: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Return one and the same object for equal makers: a million records have few."""
    return maker


def _write(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _locked(path: Path) -> BinaryIO:
    """Open ``path`` for reading and appending, and lock it."""
    while True:
        file = path.open("a+b", buffering=0)
        if not lock(file):
            file.close()
            raise OutputError(str(path), "another dlextract is writing it", "Wait for it, or choose another output")
        # Another process may have put a new file in its place since it was opened.
        try:
            same = os.path.samestat(os.fstat(file.fileno()), path.stat())
        except FileNotFoundError:
            same = False
        if same:
            return file
        file.close()


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        str(path), f"it cannot be written ({error.strerror})", "Everything so far is kept; mend that and run it again"
    )
