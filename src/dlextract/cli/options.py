"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from ..errors import UsageError
from ..resources import shipped
from ..writing import ALL, COLUMNS, FORMATS, WIDE, Selection
from .door import say

if TYPE_CHECKING:
    from ..bibliography import Catalogue
    from ..knowledge import Knowledge

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SIZE = re.compile(r"(\d+(?:\.\d+)?) *([kmgt]?)i?b?", re.IGNORECASE)


class Size(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """A number of bytes: 2G, 500M, 0 for no limit."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the bytes."""
        if isinstance(value, int):
            return value
        found = _SIZE.fullmatch(value.strip())
        if not found:
            self.fail(f"{value!r} is no size such as 2G or 500M", param, ctx)
        return int(float(found[1]) * 1024 ** " kmgt".index(found[2].lower() or " "))


class Pages(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """Pages from one to another: 3-12, or a single one."""

    name = "pages"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return the first and the last page."""
        if isinstance(value, tuple):
            return value
        first, _, last = value.partition("-")
        last = last or first
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
            self.fail(f"{value!r} are no pages such as 3-12", param, ctx)
        return int(first), int(last)


class LabelPair(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """A label of a model and the label that it stands for: PRODUCT=GPU, ORG= for nothing."""

    name = "labels"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return both labels, the second one "" for nothing."""
        if isinstance(value, tuple):
            return value
        label, equals, place = value.partition("=")
        if not (label.strip() and equals):
            self.fail(f"{value!r} is no pair such as PRODUCT=GPU, or ORG= to leave it out", param, ctx)
        return label.strip(), place.strip()


class Grouped(click.Command):
    """A command whose help shows its options under headings, named by ``heading`` of each ``option``."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, heading by heading."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            if line := param.get_help_record(ctx):
                groups.setdefault(getattr(param, "heading", "Other options"), []).append(line)
        for heading, lines in groups.items():
            with formatter.section(heading):
                formatter.write_dl(lines)


class Headed(click.Option):
    """An option that stands under a heading in the help."""

    def __init__(self, *names: Any, heading: str = "Other options", **more: Any) -> None:
        super().__init__(*names, **more)
        self.heading = heading


def option(heading: str, *names: str, **more: Any) -> Callable[[_Command], _Command]:
    """Return a decorator that adds an option under ``heading``."""
    return click.option(*names, cls=Headed, heading=heading, **more)


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Return a decorator that adds ``options`` in this order."""

    def add(command: _Command) -> _Command:
        for one in reversed(options):
            command = one(command)
        return command

    return add


WIDTH = option("Output", "--width", type=click.IntRange(40), metavar="N", help="Columns of the readable output.")
COLOUR = option(
    "Output", "--color/--no-color", "colour", default=None, help="Colours: on a terminal, unless NO_COLOR is set."
)
QUIET = option("Output", "-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still said.")

_TABLE = "Which table csv, xlsx or parquet holds; wide: a row per paper.  [csv: answers, xlsx: wide, parquet: all]"

BIB = option(
    "Knowledge",
    "--bib",
    "bibliographies",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Bibliography (.bib, .json as CSL, .ris): its files, if no paper is named; keys, titles, DOIs and years.",
)
"""Adds the option that names bibliographies."""

_CHOSEN = together(
    option("Output", "-f", "--format", "form", type=click.Choice(FORMATS), help="Format of the output."),
    option("Output", "-o", "--output", type=click.Path(), help="File or folder; its suffix names the format."),
    option("Output", "--table", type=click.Choice((*COLUMNS, WIDE, ALL)), help=_TABLE),
    option("Output", "--columns", multiple=True, metavar="NAME", help="Columns of the table wide: title,5,gpu."),
    option("Output", "--all-facts", is_flag=True, help="Graphs: also what is only mentioned, searched or left out."),
    option(
        "Selection",
        "--cq",
        "questions",
        multiple=True,
        metavar="N",
        help="Only these questions: 20, 1-5, hardware; repeat or part by commas.",
    ),
    option("Selection", "--fields", multiple=True, metavar="LABEL", help="Only these labels of facts: GPU,DATASET."),
    option("Selection", "--only-stated", is_flag=True, help="Leave out what the paper does not state."),
    option(
        "Selection",
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="X",
        help="Leave out what is less certain (0 to 1).",
    ),
)

shown = together(
    option("Output", "--explain", is_flag=True, help="Say for each answer how it was found, or what was searched."),
    WIDTH,
    COLOUR,
)
"""Adds the options of the readable sheet."""

JOBS = option(
    "Many papers", "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Papers read at once.  [all cores]"
)
TIMEOUT = option(
    "Many papers",
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    metavar="S",
    show_default=True,
    help="Seconds that one paper may take, not counting waits for a processor; half an hour with --ocr.",
)
OCR_TIMEOUT = 1800.0
MEMORY = option(
    "Many papers",
    "--memory",
    type=Size(),
    default="2G",
    metavar="SIZE",
    show_default=True,
    help="Memory that one worker may take; 0 for no limit.",
)


def patience(ctx: click.Context, ocr: bool, quiet: bool, timeout: float) -> float:
    """Return the seconds that one paper may take, and say once what ``ocr`` costs.

    A scanned book takes minutes: unless --timeout is given, --ocr allows it half an hour.
    """
    if not ocr:
        return timeout
    if shutil.which("tesseract") is None:
        say("--ocr: tesseract is not installed (Debian: apt install tesseract-ocr). Papers that need it fail.")
    elif not quiet:
        say("--ocr: tesseract takes about 2 seconds for each page without a text layer.")
    given = ctx.get_parameter_source("timeout") is not ParameterSource.DEFAULT
    return timeout if given else OCR_TIMEOUT


def catalogue_of(paths: Sequence[str]) -> Catalogue:
    """Return what bibliographies say about papers, and say what is wrong with some of their entries.

    Raises:
        UsageError: one cannot be read.
    """
    from ..bibliography import Catalogue, Entry, read_bibliography
    from ..bulk.tally import MOST_LINES

    entries: list[Entry] = []
    for path in paths:
        found, told = read_bibliography(path)
        entries += found
        for line in told[:MOST_LINES]:
            say(line)
        if len(told) > MOST_LINES:
            say(f"{path}: {len(told) - MOST_LINES} more entries are left out.")
    return Catalogue(entries)


def chosen(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the format, and those that select a part of each record: one argument, ``wanted``."""

    @wraps(command)
    def with_selection(
        *args: Any,
        questions: tuple[str, ...],
        fields: tuple[str, ...],
        only_stated: bool,
        min_confidence: float,
        **more: Any,
    ) -> None:
        command(*args, wanted=_selection(questions, fields, only_stated, min_confidence), **more)

    return _CHOSEN(with_selection)


def _selection(questions: Sequence[str], fields: Sequence[str], only_stated: bool, min_confidence: float) -> Selection:
    """Return the selection that the options mean.

    Raises:
        UsageError: a range of questions makes no sense.
    """
    wanted: list[str] = []
    for word in _words(questions):
        first, dash, last = word.partition("-")
        if first.isdecimal() and dash:
            if not last.isdecimal() or int(first) > int(last) or int(last) > 999:
                raise UsageError("--cq", f"{word!r} is no range", "Write for example --cq 1-5")
            wanted += map(str, range(int(first), int(last) + 1))
        else:
            wanted.append(word)
    return Selection(tuple(dict.fromkeys(wanted)), tuple(_words(fields)), only_stated, min_confidence)


def _words(values: Sequence[str]) -> list[str]:
    return [word for value in values for word in re.split(r"[,\s]+", value) if word]


def knowledge_of(folders: Sequence[str]) -> Knowledge:
    """Return the shipped knowledge with the folders of DLEXTRACT_PATTERNS or the command line on top."""
    from ..patterns import load_knowledge

    return load_knowledge([shipped("patterns"), *map(Path, folders)])


def questions_of(folders: Sequence[str]) -> list[dict[str, Any]]:
    """Return what can be asked, as servers tell it to their clients."""
    return [
        {"cq": one.cq, "question": one.name, "ask": one.ask, "labels": list(one.labels)}
        for one in knowledge_of(folders).questions
    ]


def pattern_folders(given: Sequence[str]) -> list[str]:
    """Return the folders of DLEXTRACT_PATTERNS, then those given."""
    return [*filter(None, os.environ.get("DLEXTRACT_PATTERNS", "").split(os.pathsep)), *given]
