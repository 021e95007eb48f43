"""What the workers do for the service. They import this module, and nothing of the server."""

from __future__ import annotations

from dataclasses import dataclass

from ..bulk.worker import Reader, Task
from ..viewing import PageSize, page_in
from ..writing import dump_line, stream, to_dict

ANSWERS = "answers"
"""The table that CSV holds where none is named."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A paper that was read: its record as one line of JSON, and the body of the answer."""

    line: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """Reads a paper and puts its record into a form; called in the worker."""

    form: str = "json"
    table: str = ANSWERS

    def __call__(self, reader: Reader, task: Task) -> Answered:
        """Return the answer to ``task``.

        Raises:
            PaperError: the paper cannot be read.
        """
        record = to_dict(reader.read(task.source, task.data))
        line = dump_line(record)
        if self.form == "json":
            return Answered(line, line)
        pieces = stream([record], self.form, several=False, table=self.table, base=None)
        return Answered(line, b"".join(pieces))


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws a page of a paper; called in the worker."""

    number: int

    def __call__(self, reader: Reader, task: Task) -> tuple[PageSize, bytes]:
        """Return size and picture of the page.

        Raises:
            PaperError: it is no PDF, or there is no such page.
        """
        return page_in(task.data or b"", task.source, self.number)
