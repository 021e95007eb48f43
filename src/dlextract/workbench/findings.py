"""What a check has to say about a pattern file."""

from __future__ import annotations

from dataclasses import dataclass

from ..knowledge import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (or, where ``error`` is False, that could be better), with the lines around it."""

    place: Place
    label: str
    what: str
    todo: str = ""
    error: bool = True
    excerpt: str = ""

    def __str__(self) -> str:
        what = self.what if self.what.endswith((".", "?", "!")) else f"{self.what}."
        todo = f" {self.todo}" + ("" if self.todo.endswith((".", "?", "!")) else ".") if self.todo else ""
        return f"{self.place}: {self.label}: {what}{todo}" if self.label else f"{self.place}: {what}{todo}"
