"""With what papers are read: options that several commands share, as one argument, and the reader they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from .options import Pages, option, pattern_folders, together

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
        ocr=settings.ocr,
        pages=settings.pages,
    )


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
        judges: str | None,
        ocr: bool,
        pdf_backend: str,
        pages: tuple[int, int] | None,
        **more: Any,
    ) -> None:
        settings = ReaderSettings(pattern_folders(patterns), model, judges, ocr, pdf_backend, pages)
        command(*args, reader=settings, **more)

    return _KNOWLEDGE(with_settings)
