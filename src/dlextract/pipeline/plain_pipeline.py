"""The components one after the other, without spaCy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .cut_text import CutText


class PlainPipeline:
    """Cuts a text into words and lets the components read it.

    ``meta`` says what the model is, ``vocab`` is what there is to forget of the words of papers: nothing.
    """

    def __init__(self) -> None:
        self.pipeline: list[tuple[str, Any]] = []
        self.meta: dict[str, str] = {}
        self.vocab: tuple[str, ...] = ()

    def add(self, name: str, component: Callable[[CutText], CutText]) -> None:
        """Put a component behind the others."""
        self.pipeline.append((name, component))

    def get_pipe(self, name: str) -> Any:
        """Return the component of this name.

        Raises:
            KeyError: there is none.
        """
        return dict(self.pipeline)[name]

    def make_doc(self, text: str) -> CutText:
        """Return the text, not yet read."""
        return CutText(text)

    def __call__(self, doc: str | CutText) -> CutText:
        """Let all components read a text."""
        read = CutText(doc) if isinstance(doc, str) else doc
        for _, component in self.pipeline:
            read = component(read)
        return read

    @contextmanager
    def memory_zone(self) -> Iterator[None]:
        """Do what spaCy's pipelines do to forget words: here, what is kept of words has a limit of its own."""
        yield
