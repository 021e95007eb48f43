"""With what papers are read: options that several commands share, as one argument, and the reader they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..writing import EVERYTHING, Selection
from .door import NEAR, say
from .options import LabelPair, Pages, knowledge_of, option, pattern_folders, together

if TYPE_CHECKING:
    from ..bulk.worker import Reader


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What the options under "Knowledge" say. ``folders`` are those of patterns, of DLEXTRACT_PATTERNS first."""

    folders: list[str]
    model: str | None
    judges: str | None
    ocr: bool
    pdf_backend: str
    pages: tuple[int, int] | None
    model_labels: tuple[tuple[str, str], ...] = ()

    @property
    def foreign(self) -> bool:
        """Tell whether a model is named that may have labels of its own."""
        if not self.model:
            return bool(self.model_labels)
        from ..extractor import DEFAULT_MODEL, NO_MODEL

        return bool(self.model_labels) or self.model not in {DEFAULT_MODEL, NO_MODEL}

    @property
    def build(self) -> Callable[[], Reader]:
        """What makes the reader, in each worker."""
        return partial(make_reader, self)


def make_reader(settings: ReaderSettings) -> Reader:
    """Return the reader that the settings mean."""
    from ..extractor import DEFAULT_MODEL, SHIPPED_JUDGES, Extractor

    return Extractor(
        settings.folders,
        settings.model or DEFAULT_MODEL,
        pdf_backend=settings.pdf_backend,
        judges=settings.judges or SHIPPED_JUDGES,
        model_labels=dict(settings.model_labels),
        ocr=settings.ocr,
        pages=settings.pages,
    )


def heed(reader: ReaderSettings, wanted: Selection = EVERYTHING) -> None:
    """Say what is odd about patterns and model, and check that there are the questions and labels of ``wanted``.

    Raises:
        UsageError: one is unknown, or labels of no model are mapped.
        PatternError: the pattern files have a mistake.
        ModelError: there is no such model, or a label of it stands for one that there is not.
    """
    if not (reader.folders or reader.foreign or wanted.questions or wanted.labels):
        return
    knowledge = knowledge_of(reader.folders)
    notes: tuple[str, ...] = ()
    if reader.foreign:
        from ..extractor import DEFAULT_MODEL, model_path
        from ..pipeline.places import places_of, with_own

        given = dict(reader.model_labels)
        places = places_of(model_path(reader.model or DEFAULT_MODEL, given), given, knowledge)
        knowledge, notes = with_own(knowledge, places), places.notes
    for warning in (*knowledge.warnings, *notes):
        say(warning)
    numbers = sorted(question.cq for question in knowledge.questions)
    names = {question.name for question in knowledge.questions}
    for word in wanted.questions:
        if word.isdecimal() and int(word) not in numbers:
            todo = (
                f"Questions are {numbers[0]} to {numbers[-1]}" if numbers else "dlextract questions shows what there is"
            )
            raise UsageError("--cq", f"there is no question {word}", todo)
        if not word.isdecimal() and word not in names:
            raise UsageError("--cq", f"there is no question {word!r}", _meant(word, names, "dlextract questions"))
    labels = {label.upper() for label in knowledge.patterns}
    for word in wanted.labels:
        if word.upper() not in labels:
            todo = _meant(word.upper(), labels, "dlextract patterns list")
            raise UsageError("--fields", f"there is no label {word!r}", todo)


def _meant(word: str, names: Iterable[str], lister: str) -> str:
    """Return which of ``names`` may have been meant by ``word``, or else the command that lists them."""
    near = get_close_matches(word, sorted(names), n=1, cutoff=NEAR)
    return f"Did you mean {near[0]}?" if near else f"{lister} shows what there is"


_KNOWLEDGE = together(
    option(
        "Knowledge",
        "--patterns",
        multiple=True,
        type=click.Path(),
        metavar="DIR",
        help="Folder with your own pattern files, on top of those of DLEXTRACT_PATTERNS and the shipped ones; "
        "repeatable.",
    ),
    option("Knowledge", "--model", metavar="NAME", help="Trained pipeline: a folder, a spaCy package, or none."),
    option(
        "Knowledge",
        "--model-label",
        "model_labels",
        multiple=True,
        type=LabelPair(),
        metavar="ITS=LABEL",
        help="What a label of the model stands for: PRODUCT=GPU; ORG= leaves it out; repeatable.",
    ),
    option(
        "Knowledge",
        "--judges",
        metavar="DIR",
        help="Weights that dlextract train judges made, or none for rules alone.",
    ),
    option(
        "Knowledge", "--ocr", is_flag=True, help="Read pages without a text layer with tesseract, about 2 s a page."
    ),
    option(
        "Knowledge",
        "--pdf-backend",
        type=click.Choice(("pdfium", "pdfplumber")),
        default="pdfium",
        show_default=True,
        help="What reads the PDF files; pdfplumber is slow, and another opinion where a text looks wrong.",
    ),
    option("Knowledge", "--pages", type=Pages(), metavar="N-M", help="Only these pages of each PDF file."),
)


def knowing(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say with what papers are read; ``command`` gets them as one argument, ``reader``."""

    @wraps(command)
    def with_settings(
        *args: Any,
        patterns: tuple[str, ...],
        model: str | None,
        model_labels: tuple[tuple[str, str], ...],
        judges: str | None,
        ocr: bool,
        pdf_backend: str,
        pages: tuple[int, int] | None,
        **more: Any,
    ) -> None:
        settings = ReaderSettings(pattern_folders(patterns), model, judges, ocr, pdf_backend, pages, model_labels)
        command(*args, reader=settings, **more)

    return _KNOWLEDGE(with_settings)
