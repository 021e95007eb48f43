"""``dlextract agreement A B``: how far two readers agree, or a reader and the tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import OutputError
from .door import say
from .options import WIDTH, Grouped, option
from .output import Target, look_of, put, records_in, spare, suffixed

if TYPE_CHECKING:
    from ..reviewing import ReviewedCell
    from ..reviewing.agreement import Opinion

_SUFFIXES = {".txt": "table", ".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}
_TABLES = ("figures", "differences")


@click.command(cls=Grouped)
@click.argument("first", type=click.Path())
@click.argument("second", type=click.Path())
@option(
    "Output", "-f", "--format", "form", type=click.Choice(("table", "csv", "json", "html")), help="Format.  [table]"
)
@option("Output", "-o", "--output", type=click.Path(), help="File; its suffix names the format.")
@option("Output", "--table", type=click.Choice(_TABLES), default="figures", help="Which table csv holds.  [figures]")
@option("Output", "--records", type=click.Path(), metavar="FILE", help="The records, for the titles of the papers.")
@WIDTH
def agreement(
    first: str,
    second: str,
    form: str | None,
    output: str | None,
    table: str,
    records: str | None,
    width: int | None,
) -> None:
    """Say how far two reviews agree, or a review and the records that it is about.

    FIRST and SECOND are files of dlextract review; SECOND may also be the JSONL output of dlextract. For each question
    and label: percent, Cohen's kappa with its 95 % interval, and what differs. dlextract review --settle settles it.
    """
    from ..reviewing.agreement import agreement as compared
    from ..reviewing.agreement_forms import as_csv, as_html, as_json, as_text

    path = Path(output) if output and output != "-" else None
    if path is not None:
        spare(path, [name for name in (first, second, records) if name])
    form = form or (suffixed(path, _SUFFIXES) if path else "table")
    titles: dict[str, str] = {}
    if records:
        titles.update(
            (record["paper"]["sha256"], record["paper"].get("title") or record["paper"]["source"])
            for record in records_in([Path(records)])
        )
    one, two = (_opinions(Path(name), titles) for name in (first, second))
    found = compared(first, one, second, two, titles)
    if not found.figures:
        raise OutputError(f"{first}, {second}", "they have no judged cell in common", "Review the same papers in both")
    if form == "html":
        pieces = list(as_html(found))
    elif form == "csv":
        pieces = list(as_csv(found, table))
    elif form == "json":
        pieces = [as_json(found)]
    else:
        pieces = [as_text(found, look_of(width, False, False, Target(path, "text", True)))]
    put(pieces, path)


def _opinions(path: Path, titles: dict[str, str]) -> dict[ReviewedCell, Opinion]:
    """Return what a file says: of a reader, or of the tool."""
    from ..bulk.ledger import BEGIN, lines
    from ..reviewing import fold, read_acts
    from ..reviewing.agreement import of_acts, of_records

    if next(lines(path), b"").startswith(BEGIN):
        return of_records(records_in([path]), titles)
    found = read_acts(path)
    if found.told:
        say(f"{path}: {found.told}.")
    return of_acts(fold(found.acts))
