"""``dlextract audit PAPER…``: whether papers state what is needed to repeat them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import click

from ..audit import DEFAULT, Audit, as_csv, as_html, as_json, as_markdown, as_summary, as_text, checklist, filled
from ..audit import audit as audited
from ..bulk.engines import Work
from ..bulk.inputs import Found, Skipped, find
from ..bulk.pool import Limits
from ..bulk.progress import Progress
from ..bulk.run import Plan, Run
from ..bulk.tally import Finish
from ..bulk.worker import Reader
from ..errors import UsageError
from ..writing import Look, Record
from .door import ALL_FAILED, OK, SOME_FAILED, say
from .interrupt import stop_flag
from .options import (
    COLOUR,
    JOBS,
    MEMORY,
    QUIET,
    TIMEOUT,
    WIDTH,
    Grouped,
    option,
    patience,
)
from .output import Target, look_of, put, records_in, spare, suffixed
from .reader_settings import ReaderSettings, heed, knowing

FORMATS = ("table", "csv", "json", "md", "html", "docx")
_SUFFIXES = {".txt": "table", ".htm": "html", **{f".{form}": form for form in FORMATS[1:]}}
_RECORDS = ".jsonl"


@click.command(cls=Grouped)
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...", type=click.Path(readable=False))
@option(
    "Output",
    "--checklist",
    "name",
    metavar="NAME",
    help="Fill dome, mlrc, reforms or another checklist of a patterns folder, or that of a .yaml file.",
)
@option("Output", "-f", "--format", "form", type=click.Choice(FORMATS), help="Format of the output.  [table]")
@option("Output", "-o", "--output", type=click.Path(), help="File; its suffix names the format.")
@option("Output", "--summary", is_flag=True, help="Only how many papers say what to each item.")
@WIDTH
@COLOUR
@QUIET
@knowing
@JOBS
@TIMEOUT
@MEMORY
@click.pass_context
def audit(
    ctx: click.Context,
    papers: tuple[str, ...],
    name: str | None,
    form: str | None,
    output: str | None,
    summary: bool,
    width: int | None,
    colour: bool | None,
    quiet: bool,
    reader: ReaderSettings,
    jobs: int | None,
    timeout: float,
    memory: int,
) -> None:
    """Say whether papers state what is needed to repeat them, or fill a checklist, with page and sentence.

    PAPER is a PDF or text file, a folder, a glob, a ZIP archive, or - for standard input; or a .jsonl output of
    dlextract, whose papers are not read again. The six variables of a reproducibility study (data, code, framework,
    architecture, hyperparameters, metrics) come first, then a reviewer's checklist. With --checklist each line of
    another one is filled, partly so, silent or not read; its authors have to confirm that.
    """
    path = Path(output) if output and output != "-" else None
    if path is not None:
        spare(path, papers)
    form = form or (suffixed(path, _SUFFIXES) if path else "table")
    if form == "docx" and path is None:
        raise UsageError("-f docx", "this format needs a file", "Add for example -o audit.docx")
    known = [Path(paper) for paper in papers if paper.endswith(_RECORDS)]
    found = list(find([paper for paper in papers if not paper.endswith(_RECORDS)], Skipped()))
    several = bool(known) or len(papers) > 1 or len(found) != 1 or found[0].source != papers[0]
    look = look_of(width, colour, False, Target(path, "text", several))
    failures = [0, 0]
    heed(reader)
    wanted = checklist(name or DEFAULT, reader.folders)
    with ExitStack() as stack:
        records = _read(
            stack,
            found,
            reader.build,
            jobs,
            Limits(patience(ctx, reader.ocr, quiet, timeout), memory),
            several,
            quiet,
        )
        audits = _counted((audited(record, wanted) for record in _chained(known, records)), failures)
        if name or form == "docx":
            # A failure that has been said on standard error needs no table.
            shown = (done for done in audits if several or not done.error or form != "table")
            base = str(path.parent) if path else ""
            put(filled(shown, wanted, form, look, several=several, base=base, alone=summary), path)
        else:
            put(as_summary(audits, form, look) if summary else _pieces(audits, form, several, look, path), path)
    read, failed = failures
    ctx.exit(OK if not failed else SOME_FAILED if read else ALL_FAILED)


def _read(
    stack: ExitStack,
    found: list[Found],
    build: Callable[[], Reader],
    jobs: int | None,
    limits: Limits,
    several: bool,
    quiet: bool,
) -> Iterator[Record]:
    """Yield the record of each paper, in order; what cannot be read is said on standard error."""
    if not found:
        return
    finish = Finish()
    work = Work(build, finish, jobs, len(found), limits, "local", None)
    stop = stack.enter_context(stop_flag())
    progress = Progress(len(found), sys.stderr if several and not quiet else None)
    stack.callback(progress.clear)
    engine = stack.enter_context(work.start(stop, some=not all(paper.problem for paper in found)))
    for finished in Run(found, engine, Plan(ordered=True), progress).results():
        if finished.error:
            progress.clear()
            say(finished.message)
        yield json.loads(finished.line)


def _chained(known: Iterable[Path], records: Iterator[Record]) -> Iterator[Record]:
    """Yield the records of all papers, of several with one content only the first."""
    yield from (record for record in chain(records_in(known), records) if "duplicate_of" not in record)


def _counted(audits: Iterable[Audit], failures: list[int]) -> Iterator[Audit]:
    for done in audits:
        failures[bool(done.error)] += 1
        yield done


def _pieces(audits: Iterator[Audit], form: str, several: bool, look: Look, path: Path | None) -> Iterator[str]:
    base = str(path.parent) if path else ""
    if form == "html":
        return as_html(audits, base)
    if form == "md":
        return as_markdown(audits, base)
    if form == "csv":
        return as_csv(audits)
    if form == "json":
        return as_json(audits, several=several)
    # A failure that has been said on standard error needs no table.
    return as_text((done for done in audits if several or not done.error), look)
