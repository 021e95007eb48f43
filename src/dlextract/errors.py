"""What can go wrong, as exceptions with one clear line: ``where: what. What to do.``"""

from __future__ import annotations


class DlextractError(Exception):
    """Base of all errors that dlextract raises on purpose.

    Args:
        where: the file, ``file:line:column``, option or page that the error is about.
        what: what is wrong, a clause without its full stop.
        todo: what the user can do about it, a sentence without its full stop, or a question (may be empty).
    """

    def __init__(self, where: str, what: str, todo: str = "") -> None:
        self.where = where
        self.what = what
        self.todo = todo
        super().__init__(where, what, todo)

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.where}: {closed(self.what)}", closed(self.todo))))


def closed(sentence: str) -> str:
    """Return ``sentence`` with one mark at its end."""
    return sentence if sentence.endswith(("?", "!", ".", "…")) or not sentence else f"{sentence}."


class PaperError(DlextractError):
    """A paper that cannot be read (missing, no PDF, encrypted, damaged, empty)."""


class PatternError(DlextractError):
    """A mistake in a pattern file; ``where`` is ``file:line:column``."""


class ModelError(DlextractError):
    """A spaCy model that cannot be loaded, used or trained."""


class OutputError(DlextractError):
    """A result that cannot be written."""


class UsageError(DlextractError):
    """An option or argument that makes no sense."""
