"""``dlextract review RECORDS``: see, correct and confirm what was found, in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import OutputError, UsageError
from .door import say
from .options import Grouped, option, pattern_folders
from .output import records_in

if TYPE_CHECKING:
    from ..reviewing import Journal
    from ..reviewing.corpus import Corpus
    from ..reviewing.settling import Settlement


@click.command(cls=Grouped)
@click.argument("records", type=click.Path())
@option("Review", "--reviewer", default="", metavar="NAME", help="Who reviews; each has a file of their own.")
@option("Review", "--settle", nargs=2, metavar="NAME NAME", help="Settle what two reviewers differ in.")
@option("Review", "--pdfs", multiple=True, type=click.Path(), metavar="DIR", help="Where PDFs are that have moved.")
@option("Review", "--apply", "table", type=click.Path(), metavar="FILE", help="Take corrections from an edited table.")
@option("Review", "--patterns", multiple=True, type=click.Path(), metavar="DIR", help="Your own patterns, for drafts.")
@option("Page", "--no-browser", is_flag=True, help="Only print the address.")
@option("Page", "--port", default=0, type=click.IntRange(0, 65535), metavar="N", help="Port.  [a free one]")
def review(
    records: str,
    reviewer: str,
    settle: tuple[str, str] | None,
    pdfs: tuple[str, ...],
    table: str | None,
    patterns: tuple[str, ...],
    no_browser: bool,
    port: int,
) -> None:
    """Review RECORDS (JSONL output of dlextract) in the browser: each value beside its place on the page.

    Decisions are added to RECORDS.review.jsonl, one line each; dlextract export --reviewed takes them. With --settle
    only papers that both reviewers have done are opened, and only what they differ in is asked. Nothing leaves this
    machine.
    """
    from ..reviewing import Journal, journal_of

    path = Path(records)
    if settle:
        reviewer = reviewer or "consensus"
        _three(path, settle, reviewer, table)
    if missing := [folder for folder in pdfs if not Path(folder).is_dir()]:
        raise UsageError(f"--pdfs {missing[0]}", "there is no such folder", "Check the path")
    journal_path = journal_of(path, reviewer)
    if table:
        records_of(path)
        with Journal(journal_path) as journal:
            _apply(path, Path(table), journal, reviewer or _user())
        return
    _needed()
    from ..reviewing.corpus import Corpus
    from ..reviewing.server import listen, serve
    from ..reviewing.session import Session
    from ..viewing import Pdfs

    folders = pattern_folders(patterns)
    with (
        Corpus(path) as corpus,
        Journal(journal_path) as journal,
        Session(
            corpus,
            journal,
            reviewer or _user(),
            Pdfs(map(Path, pdfs), path.parent),
            folders,
            _settlement(corpus, settle, journal, reviewer) if settle else None,
        ) as session,
    ):
        if not corpus.rows:
            raise OutputError(records, "it has no records", "Read some papers first")
        for line in session.told:
            say(f"{line}.")
        before = len(journal.acts)
        serve(session, listen(port), lambda address: _ready(address, journal_path, no_browser))
        say(f"{len(journal.acts) - before} decisions were added to {journal_path}.")
        if settle:
            say(f"To make gold of it: dlextract train gold {records} --reviewed {journal_path} -o gold")


def _three(path: Path, settle: tuple[str, str], reviewer: str, table: str | None) -> None:
    """Make sure that two reviewers and whoever settles have a file each."""
    from ..reviewing import journal_of

    if table:
        raise UsageError("--apply", "a table cannot settle anything", "Leave out --settle")
    if len({journal_of(path, name) for name in (*settle, reviewer)}) < 3:
        raise UsageError("--settle", "two reviewers and a third name are needed", "Add another --reviewer NAME")


def _settlement(corpus: Corpus, settle: tuple[str, str], journal: Journal, reviewer: str) -> Settlement:
    """Return what two reviewers differ in; what they agree on is written, and all other papers are left out.

    Raises:
        OutputError: there is no paper that both have done.
    """
    from ..reviewing import journal_of, read_acts
    from ..reviewing.settling import settlement

    files = [journal_of(corpus.path, name) for name in settle]
    read = [read_acts(file) for file in files]
    for file, lines in zip(files, read, strict=True):
        if lines.told:
            say(f"{file}: {lines.told}.")
    found = settlement(corpus, settle, read[0].acts, read[1].acts)
    if not found.papers:
        problem = f"no paper is done by both ({', '.join(found.left)})"
        raise OutputError(", ".join(map(str, files)), problem, "Go on with these reviews first")
    corpus.keep(found.papers)
    opening = found.opening(reviewer, journal.acts)
    journal.add(opening)
    back = sum(act.verdict == "undo" for act in opening)
    if back:
        say(f"{back} decisions are taken back, as {' or '.join(settle)} has decided anew since.")
    say(
        f"{' and '.join(settle)} have both done {len(found.papers)} of the papers: they agree on {len(found.same)} "
        f"decisions, and differ in {len(found.sides)}."
    )
    return found


def _ready(address: str, journal: Path, quiet: bool) -> None:
    say(f"Decisions go to {journal}. Ctrl-C ends the review.")
    click.echo(f"Review at {address}")  # last, as whoever reads it may end the review at once
    if not quiet:
        import webbrowser

        webbrowser.open(address)


def _apply(path: Path, table: Path, journal: Journal, who: str) -> None:
    from ..reviewing import fold
    from ..reviewing.applying import reviewed
    from ..reviewing.corpus import Corpus
    from ..reviewing.sent_acts import acts_of
    from ..reviewing.spreadsheet import corrections, table_rows

    rows = table_rows(table)
    standing = fold(journal.acts)
    found = corrections(rows, [reviewed(record, standing) for record in records_in([path])])
    for line in found.told:
        say(f"{table}: {line}.")
    with Corpus(path) as corpus:
        acts = acts_of(found.acts, corpus, who)
    journal.add(acts)
    papers = len({act.paper for act in acts})
    click.echo(f"{len(acts)} corrections of {papers} papers are added to {journal.path}.")


def records_of(path: Path) -> None:
    """Make sure that there are records at ``path``.

    Raises:
        OutputError: there are none.
    """
    if next(records_in([path]), None) is None:
        raise OutputError(str(path), "it has no records", "Read some papers first")


def _needed() -> None:
    try:
        import PIL  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "dlextract review", f"it needs {error.name}", "Run: pip install 'dlextract[review]'"
        ) from error


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reader"
