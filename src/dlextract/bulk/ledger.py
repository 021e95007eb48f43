"""The JSONL output as the memory of a run: what stands in it is done, and is not done again."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from ..errors import OutputError
from ..files import open_regular
from .lock import is_at, locked, sync, write_all

SYNC_EVERY = 1.0
"""Seconds of finished papers that a power cut may cost at most."""

LONGEST = 256 << 20
"""Bytes of the longest line that is looked at: a record has some hundred thousand."""
BEGIN = b'{"schema_version":'
"""How every record begins."""
_MAKER = ("version", "patterns", "model", "selection")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One record in the file: ``maker`` is version, patterns, model and selection; ``error`` its class, if any.

    ``first`` is the paper of the same content, which has the record, for a duplicate.
    """

    start: int
    size: int
    maker: tuple[str, str, str, str]
    source: str
    error: str = ""
    first: str = ""


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
        self.entries: dict[str, LedgerEntry] = {}
        """The valid record of each paper, by ``key``."""
        self.torn = 0
        """Bytes of half a record that a kill or power cut had left at the end; they were dropped."""
        self.damaged: list[int] = []
        """Numbers of lines that are no record; they are left out when the file is closed."""
        self.moved = False
        """Whether the file was deleted or replaced during the run, and its records were written anew."""
        self._stale = False
        self._begun = 0
        self._synced = time.monotonic()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = locked(path)
            try:
                self._size = self._scan()
                if fresh:
                    self.entries.clear()
                    self.damaged.clear()
                    self._size, self._stale = 0, False
                self._file.truncate(self._size)
                self._begun = self._size
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

    def finished(self, name: str, maker: tuple[str, str, str, str]) -> LedgerEntry | None:
        """Return the record of a paper, by its ``key``, if the same version, patterns, model and selection made it."""
        entry = self.entries.get(name)
        return entry if entry and entry.maker == maker else None

    def first_of(self, source: str) -> str:
        """Return the paper whose duplicate ``source`` was found to be, "" if it was none."""
        entry = self.entries.get(key("", source))
        return entry.first if entry else ""

    def append(self, line: bytes) -> None:
        """Write the record ``line`` at the end.

        Raises:
            OutputError: it cannot be written; the file then ends with the record before.
        """
        found = _entry(line, self._size)
        if found is None:
            raise ValueError(f"not a record: {line[:80]!r}")
        try:
            write_all(self._file, line)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._size)
            raise _unwritable(self.path, error) from error
        self._remember(*found)
        self._size += len(line)
        if time.monotonic() - self._synced > SYNC_EVERY:
            self.sync()

    def _remember(self, sha256: str, entry: LedgerEntry) -> None:
        """Let ``entry`` stand for its paper; a file that was missing or unreadable before has its content now."""
        names = {key(sha256, entry.source), key("", entry.source)}
        gone = [self.entries.pop(name) for name in names if name in self.entries]
        self._stale = self._stale or bool(gone)
        self.entries[key(sha256, entry.source)] = entry

    def sync(self) -> None:
        """See to it that what was written is on the disk, in the file that ``path`` names.

        Raises:
            OutputError: the disk does not take it; another file stands there that cannot be gone on with (what was
            written is kept beside it); or another program wrote into the file.
        """
        try:
            here = is_at(self._file, self.path)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        if not here:
            self._move()
        try:
            if os.fstat(self._file.fileno()).st_size != self._size:
                self._stale = False  # nothing is where it was
                todo = "What is no longer in it is read by the same command"
                raise OutputError(str(self.path), "another program changed it during the run", todo)
            sync(self._file)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self._synced = time.monotonic()

    def _move(self) -> None:
        """Write all records anew under ``path``, from which the open file was taken away (``rm``, editors, rsync).

        What another program has put there is gone on with, as at a start; its record of a paper stands, unless this run
        has made one with other patterns, another model or another version.
        """
        old, entries = self._file, self.entries
        self.moved = True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file, self.entries = locked(self.path), {}
            self._size = self._scan()
            self._file.truncate(self._size)
            begun, self._begun = self._begun, self._size
            for name, entry in _in_order(entries):
                there = self.entries.get(name)
                if there is None or (entry.start >= begun and there.maker != entry.maker):
                    write_all(self._file, _line(old, entry))
                    sha256 = "" if name == key("", entry.source) else name
                    self._remember(sha256, replace(entry, start=self._size))
                    self._size += entry.size
                if entry.start < begun:
                    self._begun = self._size
        except (OSError, OutputError) as error:
            kept = self.path.with_name(f"{self.path.name}.{os.getpid()}.jsonl")
            with contextlib.suppress(OSError), kept.open("wb") as file:
                file.writelines(_line(old, entry) for _, entry in _in_order(entries))
            what = error.what if isinstance(error, OutputError) else error.strerror
            raise OutputError(
                str(self.path), f"it was replaced during the run ({what})", f"What was read is in {kept}"
            ) from error
        finally:
            if old is not self._file:
                old.close()

    def close(self, *, tidy: bool = True) -> None:
        """Leave one record per paper (if ``tidy``), and give the lock back.

        Raises:
            OutputError: the file cannot be replaced by a tidy one.
        """
        if self._file.closed:
            return
        try:
            self.sync()
            if self._stale and tidy:
                self._compact()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        finally:
            self._file.close()

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the valid records in the order of the file."""
        for _, entry in _in_order(self.entries):
            yield json.loads(_line(self._file, entry))

    def _scan(self) -> int:
        """Read where each record stands; return the size of the file without its torn last line."""
        at = 0
        with self._reading() as file:
            for number, line in enumerate(file, start=1):
                torn = not line.endswith(b"\n")
                found = None if torn else _entry(line, at)
                if number == 1 and found is None and not (line.startswith(BEGIN) or BEGIN.startswith(line)):
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

    def _reading(self) -> BinaryIO:
        """Return the open file, not whatever stands under its name now, from its beginning."""
        file = os.fdopen(os.dup(self._file.fileno()), "rb")
        file.seek(0)
        return file

    def _compact(self) -> None:
        """Replace the file, at once and whole, by one that holds only valid records."""
        beside = self.path.with_name(self.path.name + ".tmp")
        try:
            new = beside.open("wb")
        except OSError:  # a folder in which no file can be made
            self._close_ranks()
            return
        try:
            with new:
                new.writelines(_line(self._file, entry) for _, entry in _in_order(self.entries))
                new.flush()
                os.fsync(new.fileno())
            if os.name == "nt":  # an open file cannot be replaced there
                self._file.close()
            beside.replace(self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    def _close_ranks(self) -> None:
        """Move valid records to the front of the file, one after the other: each is whole in it at any time."""
        at = 0
        with self.path.open("r+b", buffering=0) as file:
            for _, entry in _in_order(self.entries):
                if entry.start != at:
                    line = _line(self._file, entry)
                    file.seek(at)
                    write_all(file, line)
                at += entry.size
            file.truncate(at)


def _in_order(entries: dict[str, LedgerEntry]) -> list[tuple[str, LedgerEntry]]:
    return sorted(entries.items(), key=lambda item: item[1].start)


def _line(file: BinaryIO, entry: LedgerEntry) -> bytes:
    file.seek(entry.start)
    data = b""
    while len(data) < entry.size and (more := file.read(entry.size - len(data))):
        data += more
    return data


def key(sha256: str, source: str) -> str:
    """Return what tells one paper from another: its content, or its name where it has none."""
    return sha256 or f"source:{source}"


def name_of(record: dict[str, Any]) -> str:
    """Return the ``key`` of a record; one of a duplicate stands for its name alone.

    Raises:
        KeyError, TypeError: it is no record.
    """
    paper = record["paper"]
    return key("" if "duplicate_of" in record else paper["sha256"], paper["source"])


def lines(path: Path) -> Iterator[bytes]:
    """Yield the whole lines of an output, without a torn last one.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with open_regular(path, most=1 << 50) as file:
            while line := file.readline(LONGEST):
                if line.endswith(b"\n"):
                    yield line
    except OSError as error:
        raise OutputError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error


def _entry(line: bytes, at: int) -> tuple[str, LedgerEntry] | None:
    """Return the hash and entry of a record, None for none.

    All of it is parsed: damage in its middle must show here, not when somebody needs the record.
    """
    try:
        record = json.loads(line)
        paper, maker = record["paper"], record.get("dlextract", {})
        version, patterns, model, selection = (str(maker.get(name, "")) for name in _MAKER)
        made = (version, patterns, model, selection)
        error = record.get("error", {}).get("type", "")
        first = record.get("duplicate_of", "")
        if not (error or first or (isinstance(record["facts"], list) and isinstance(record["answers"], list))):
            return None
        return "" if first else paper["sha256"], LedgerEntry(
            at, len(line), _shared(made), paper["source"], error, first
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@lru_cache(maxsize=256)
def _shared(maker: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Return one and the same object for equal makers: a million records have few."""
    return maker


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        str(path), f"it cannot be written ({error.strerror})", "Everything so far is kept; mend that and run it again"
    )
