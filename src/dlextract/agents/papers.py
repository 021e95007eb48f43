"""What is known about a paper: read once, in the worker pool, and remembered by its content."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from .. import cache
from ..bulk.desk import Closed, Desk, Full
from ..bulk.tally import Finished
from ..bulk.worker import Task
from ..errors import DlextractError, PaperError
from ..viewing import Aside
from ..writing import Record
from .in_worker import record_line
from .marked_page import marked_page
from .shelf import Held, Shelf

Result = TypeVar("Result")

_IN_MEMORY = 64
_ON_DISK = 500
_KIND = "record"
DPI = 96
"""Dots per inch of a page for a model to look at: as few as leave print of usual size readable."""


class Papers:
    """The papers on a shelf. May be used from any thread.

    Args:
        shelf: opens them.
        desk: reads them.
        aside: draws their pages.
    """

    def __init__(self, shelf: Shelf, desk: Desk, aside: Aside) -> None:
        self._shelf = shelf
        self._desk = desk
        self._aside = aside
        self._records: OrderedDict[str, Record] = OrderedDict()

    def open(self, name: str) -> Held:
        """Return a paper.

        Raises:
            PaperError: it may not or cannot be read.
        """
        return self._shelf.open(name)

    def record(self, name: str) -> Record:
        """Return the record of a paper, as ``dlextract -f json`` writes it.

        Raises:
            DlextractError: it cannot be read.
        """
        held = self.open(name)
        record = self._records.get(held.sha256) or self._stored(held)
        if record is None:
            line: bytes = self._act(held, record_line)
            record = json.loads(line)
            cache.store(_KIND, self._key(held), line.decode(), keep=_ON_DISK)
        record = {**record, "paper": {**record["paper"], "source": held.name}}
        self._records[held.sha256] = record
        self._records.move_to_end(held.sha256)
        while len(self._records) > _IN_MEMORY:
            self._records.popitem(last=False)
        return record

    def ask(self, name: str, act: Callable[[Any, Task], Result]) -> Result:
        """Return what ``act`` gives for the reader and the paper, in a worker.

        Raises:
            DlextractError: the paper cannot be read.
        """
        return self._act(self.open(name), act)

    def picture(self, name: str, page: int, boxes: list[list[float]] | None = None) -> bytes:
        """Return a page as JPEG, with ``boxes`` (in points from the top left) drawn on it.

        Raises:
            PaperError: there is no such page.
        """
        held = self.open(name)
        if not held.data.lstrip()[:5] == b"%PDF-":
            raise PaperError(held.name, "a text has no pages to look at", "Leave the picture out")
        return self._aside.call(held.name, marked_page, str(held.path), held.sha256, page, boxes or [], DPI)

    def _stored(self, held: Held) -> Record | None:
        found = cache.load(_KIND, self._key(held))
        record: Record | None = json.loads(found) if isinstance(found, str) else None
        return record

    def _key(self, held: Held) -> str:
        try:
            return cache.key(held.sha256, *self._desk.fingerprint.result())
        except Closed as closed:
            raise _closed(closed) from None

    def _act(self, held: Held, act: Callable[[Any, Task], Result]) -> Result:
        try:
            with self._desk.place() as place:
                done = place.ask(held.name, held.data, act).result()
        except Full:
            raise DlextractError(held.name, "too many papers are asked for at once", "Ask again") from None
        except Closed as closed:
            raise _closed(closed) from None
        if isinstance(done.result, Finished):
            raise _Said(done.result.message)
        result: Result = done.result
        return result


class _Said(DlextractError):
    """An error whose line is known already."""

    def __init__(self, line: str) -> None:
        super().__init__("", line)

    def __str__(self) -> str:
        return self.what


def _closed(closed: Closed) -> DlextractError:
    cause = closed.__cause__
    return cause if isinstance(cause, DlextractError) else DlextractError("dlextract", "the server is stopping")
