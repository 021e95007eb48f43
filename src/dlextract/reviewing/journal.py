"""The file of a reader's acts: lines are only ever added, and each is on the disk before the reader goes on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ..bulk.lock import is_at, locked, sync, write_all
from ..errors import OutputError
from ..files import read_regular
from .acts import BEGIN, Act, line_of, of_line


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands in a review file: the acts in order, and the numbers of lines that are none (from 1)."""

    acts: tuple[Act, ...] = ()
    foreign: tuple[int, ...] = ()

    @property
    def told(self) -> str:
        """What to tell about lines that were left out, "" where there are none."""
        if not self.foreign:
            return ""
        named = ", ".join(map(str, self.foreign[:5])) + (", …" if len(self.foreign) > 5 else "")
        one = len(self.foreign) == 1
        return f"line{'' if one else 's'} {named} {'is' if one else 'are'} no act of a review, and left out"


def journal_of(records: Path, reviewer: str = "") -> Path:
    """Return the review file beside ``records``: ``papers.review.jsonl``, or ``papers.NAME.review.jsonl``."""
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in reviewer).strip(".")
    stem = records.name.removesuffix(".jsonl").removesuffix(".json")
    return records.with_name(".".join(filter(None, (stem, name, "review.jsonl"))))


def read_acts(path: Path) -> Lines:
    """Return what stands in a review file; a torn last line and foreign lines are left out, and named.

    Raises:
        OutputError: it cannot be read, or nothing in it is an act of a review.
    """
    try:
        data = read_regular(path)
    except OSError as error:
        raise OutputError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error
    found = _parsed(data)
    if found.foreign and not found.acts and not data.startswith(BEGIN):
        raise OutputError(str(path), "it is no review", "Give a file that dlextract review wrote")
    return found


def _parsed(data: bytes) -> Lines:
    acts, foreign = [], []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        act = of_line(line)
        if act is None:
            foreign.append(number)
        else:
            acts.append(act)
    return Lines(tuple(acts), tuple(foreign))


class Journal:
    """A review file, open for adding and locked against a second writer; a context manager.

    Nothing in the file is ever changed or taken away, lines that are no acts included.

    Args:
        path: the file; it is made with the first act.

    Raises:
        OutputError: it is no review, cannot be written, or another process is writing it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.acts: list[Act] = []
        """All acts, those of earlier sessions first."""
        self.told = ""
        """What to tell about lines that were left out."""
        existed = path.exists()
        try:
            self._file = locked(path)
        except OSError as error:
            raise _unwritable(path, error) from error
        except OutputError as error:
            raise OutputError(
                str(path), "another dlextract is writing it", "Close that review, or add --reviewer NAME"
            ) from error
        try:
            found = read_acts(path) if existed else Lines()
        except BaseException:
            self._file.close()
            raise
        self._size = os.fstat(self._file.fileno()).st_size
        self.acts += found.acts
        self.told = found.told

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, acts: Iterable[Act]) -> None:
        """Write ``acts`` at the end, all or none; they are on the disk when this returns.

        Raises:
            OutputError: they cannot be written; the file is as it was.
        """
        new = list(acts)
        try:
            if not is_at(self._file, self.path) or os.fstat(self._file.fileno()).st_size != self._size:
                self._again()
            self._append(b"".join(map(line_of, new)))
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self.acts += new

    def _append(self, data: bytes) -> None:
        size = os.fstat(self._file.fileno()).st_size
        if size:
            self._file.seek(size - 1)
            if self._file.read(1) != b"\n":  # half a line, which a kill had left there, stays a line of its own
                data = b"\n" + data
        try:
            write_all(self._file, data)
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(size)
            raise
        sync(self._file)
        self._size = size + len(data)

    def _again(self) -> None:
        """Go on in whatever stands under ``path`` now: the file was taken away or changed (``rm``, editors, rsync)."""
        self._file.close()
        self._file = locked(self.path)
        held = set(read_acts(self.path).acts)
        missing = [act for act in self.acts if act not in held]
        if missing:
            self._append(b"".join(map(line_of, missing)))

    def close(self) -> None:
        """Give the lock back; a file without any line is taken away."""
        if self._file.closed:
            return
        with contextlib.suppress(OSError):
            if not os.fstat(self._file.fileno()).st_size and is_at(self._file, self.path):
                self.path.unlink()
        self._file.close()


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        str(path), f"it cannot be written ({error.strerror})", "What was decided before is kept; mend that and go on"
    )
