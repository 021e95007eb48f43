"""``dlextract PAPER…``: read papers and say what they state."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from ..errors import OutputError, UsageError
from .door import near, say
from .interrupt import stop_flag
from .options import (
    BIB,
    JOBS,
    MEMORY,
    QUIET,
    TIMEOUT,
    Grouped,
    catalogue_of,
    chosen,
    option,
    patience,
    shown,
)
from .output import Target, deliver, look_of, records_in, target_of
from .reader_settings import ReaderSettings, heed, knowing

if TYPE_CHECKING:
    from ..bibliography import Catalogue
    from ..bulk.engines import Work
    from ..bulk.inputs import Found, Skipped
    from ..bulk.ledger import Ledger
    from ..bulk.run import Plan, Run
    from ..bulk.tally import Finished
    from ..writing import Look, Record, Selection


class _Reading(Grouped):
    """The command without a name of its own."""

    class context_class(click.Context):
        """Shown as ``dlextract`` in usage lines."""

        @property
        def command_path(self) -> str:
            """The words that call it."""
            return self.parent.command_path if self.parent else "dlextract"


@click.command(cls=_Reading, options_metavar="[OPTIONS]")
@click.argument("papers", nargs=-1, metavar="PAPER...", type=click.Path(readable=False))
@chosen
@option("Output", "--json", "json_", is_flag=True, help="The same as -f json.")
@shown
@QUIET
@knowing
@BIB
@JOBS
@option(
    "Many papers",
    "--from-file",
    "lists",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Read the papers listed in FILE, one a line; - for standard input.",
)
@option(
    "Many papers",
    "--retry-errors",
    is_flag=True,
    help="Read papers again that failed before, for example for want of time or memory.",
)
@option("Many papers", "--overwrite", is_flag=True, help="Read all papers again and replace their records.")
@option("Many papers", "--fresh", is_flag=True, help="Start the output anew.")
@option(
    "Many papers", "--ordered/--unordered", default=None, help="Records in the order of the papers, or as they come."
)
@option("Many papers", "--shard", metavar="I/N", help="Only the I-th of N parts, the same on every machine.")
@option(
    "Many papers", "--log", "log", type=click.Path(), metavar="FILE", help="Append one JSON line per paper to FILE."
)
@TIMEOUT
@MEMORY
@option(
    "Many papers", "--engine", type=click.Choice(("local", "ray")), default="local", help="Where the papers are read."
)
@option("Many papers", "--address", metavar="ADDRESS", help="Ray cluster to use.")
@click.pass_context
def read(
    ctx: click.Context,
    papers: tuple[str, ...],
    form: str | None,
    output: str | None,
    table: str | None,
    columns: tuple[str, ...],
    all_facts: bool,
    wanted: Selection,
    json_: bool,
    explain: bool,
    width: int | None,
    colour: bool | None,
    quiet: bool,
    reader: ReaderSettings,
    bibliographies: tuple[str, ...],
    jobs: int | None,
    lists: tuple[str, ...],
    retry_errors: bool,
    overwrite: bool,
    fresh: bool,
    ordered: bool | None,
    shard: str | None,
    log: str | None,
    timeout: float,
    memory: int,
    engine: str,
    address: str | None,
) -> None:
    """Say what deep-learning papers state: 28 answers, each with its page and sentence.

    PAPER is a PDF or text file, one in JATS, TEI or HTML, a folder, a glob, a ZIP archive, or - for standard input. One
    paper gives a readable sheet; several, or a folder, give JSONL. A name that is also a command is reached as ./NAME.
    """
    from ..bulk.engines import Work
    from ..bulk.inputs import Skipped, find, listed, named
    from ..bulk.pool import Limits
    from ..bulk.run import Plan, parse_shard
    from ..bulk.tally import Finish

    catalogue = catalogue_of(bibliographies)
    arguments = [*papers, *(path for name in lists for path in listed(name))]
    from_library = bool(bibliographies) and not arguments
    if from_library:
        arguments = _named_by(catalogue, bibliographies, quiet)
    if not arguments:
        raise UsageError("dlextract", "no paper is given", "Name a PDF file or a folder, or see dlextract --help")
    if address and engine != "ray":
        raise UsageError("--address", "this is for Ray clusters", "Add --engine ray")
    skipped = Skipped()
    found = list(named(arguments) if from_library else find(arguments, skipped))
    _hint(found)
    several = from_library or len(arguments) > 1 or len(found) != 1 or found[0].source != arguments[0]
    heed(reader, wanted)
    target = target_of(
        "json" if json_ else form,
        output,
        several=several,
        table=table,
        columns=columns,
        inputs=[*arguments, *bibliographies],
        everything=all_facts,
    )
    style = look_of(width, colour, explain, target)
    memory_file = target.memory
    plan = Plan(
        selection=wanted.text,
        retry_errors=retry_errors,
        overwrite=overwrite,
        shard=parse_shard(shard) if shard else (1, 1),
        ordered=not (memory_file and memory_file == target.path) if ordered is None else ordered,
    )
    work = Work(
        build=reader.build,
        finish=Finish(wanted, catalogue),
        jobs=jobs,
        most=len(found),
        limits=Limits(patience(ctx, reader.ocr, quiet, timeout), memory),
        engine=engine,
        address=address,
    )
    code = _read_all(found, skipped, work, plan, target, style, several=several, quiet=quiet, fresh=fresh, log=log)
    if memory_file and memory_file != target.path:
        deliver(records_in([memory_file]), target, style)
    ctx.exit(code)


def _read_all(
    found: Sequence[Found],
    skipped: Skipped,
    work: Work,
    plan: Plan,
    target: Target,
    style: Look,
    *,
    several: bool,
    quiet: bool,
    fresh: bool,
    log: str | None,
) -> int:
    """Read the papers, write their records, and return the exit code."""
    from ..bulk.ledger import Ledger
    from ..bulk.progress import Progress
    from ..bulk.run import Run

    with ExitStack() as stack:
        stop = stack.enter_context(stop_flag())
        ledger = stack.enter_context(Ledger(target.memory, fresh=fresh)) if target.memory else None
        log_file = stack.enter_context(_opened(log)) if log else None
        progress = Progress(len(found), sys.stderr if several and not quiet else None, log_file)
        run = Run(
            found,
            stack.enter_context(work.start(stop, some=not all(paper.problem for paper in found))),
            plan,
            progress,
            ledger,
        )
        run.tally.skipped = skipped.suffixes
        run.tally.linked = skipped.linked
        results = run.results() if several and not quiet else _said(run.results())
        try:
            if ledger:
                _note(ledger)
                _record(ledger, run, results)
            else:
                deliver(_records(results, drop_failures=target.form == "text" and not several), target, style)
        except KeyboardInterrupt:
            progress.clear()
            if ledger:
                say(f"{ledger.path}: what was read is kept. The same command goes on from there.")
            elif several:
                say("dlextract: with -o FILE.jsonl the same command goes on from where it was interrupted.")
            raise
        finally:
            progress.clear()
            if several and not quiet:
                for line in run.tally.summary():
                    say(line)
    return run.tally.exit_code


def _named_by(catalogue: Catalogue, bibliographies: Sequence[str], quiet: bool) -> list[str]:
    """Return the files that bibliographies name, and say how many entries have none.

    Raises:
        UsageError: none of them has a file.
    """
    from ..bibliography.catalogue import best_file

    files = list(catalogue.papers())
    bare = sum(not best_file(entry) for entry in catalogue.entries)
    if not files:
        what = "none of its entries names a file that can be read"
        raise UsageError(f"--bib {bibliographies[0]}", what, "Export it with files, or name the papers as well")
    if bare and not quiet:
        say(f"{bare} of {len(catalogue.entries)} entries name no file that can be read.")
    return files


@contextmanager
def _opened(log: str) -> Iterator[TextIO]:
    try:
        file = Path(log).open("a", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
    except OSError as error:
        raise OutputError(log, f"the log cannot be written ({error.strerror})", "Choose another --log") from error
    try:
        yield file
    finally:
        with suppress(OSError):  # a full disk, which has been said
            file.close()


def _hint(found: Sequence[Found]) -> None:
    first = found[0]
    if first.problem and (command := near(first.source)):
        raise UsageError(first.source, "no such file or command", f"Did you mean: dlextract {command}?")


def _note(ledger: Ledger) -> None:
    """Say what was wrong with the output that is gone on with."""
    if ledger.torn:
        say(f"{ledger.path}: half a record at its end was dropped. Its paper is read again.")
    if len(ledger.damaged) == 1:
        say(f"{ledger.path}:{ledger.damaged[0]}: the line is no record and is left out. Its paper is read again.")
    elif ledger.damaged:
        some = ", ".join(map(str, ledger.damaged[:10])) + (", …" if len(ledger.damaged) > 10 else "")
        what = f"{len(ledger.damaged)} lines are no records and are left out ({some})"
        say(f"{ledger.path}: {what}. Their papers are read again.")


def _record(ledger: Ledger, run: Run, results: Iterable[Finished]) -> None:
    try:
        for finished in results:
            ledger.append(finished.line)
    except KeyboardInterrupt:
        for _, finished in sorted(run.held.items()):
            ledger.append(finished.line)
        raise
    ledger.sync()
    if ledger.moved:
        say(f"{ledger.path}: it was deleted or replaced during the run. All records were written to it anew.")


def _records(results: Iterable[Finished], *, drop_failures: bool) -> Iterator[Record]:
    """Yield the records; a failure that has been said on standard error needs no sheet."""
    for finished in results:
        if not (drop_failures and finished.error):
            yield json.loads(finished.line)


def _said(results: Iterable[Finished]) -> Iterator[Finished]:
    for finished in results:
        if finished.error:
            say(finished.message)
        yield finished
