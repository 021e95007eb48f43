"""``dlextract summary RECORDS``: what many papers state, with intervals, and which of them need a look."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import OutputError
from .options import COLOUR, WIDTH, Grouped, option
from .output import Target, look_of, put, records_in, spare, suffixed

_SUFFIXES = {".txt": "table", ".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}


@click.command(cls=Grouped)
@click.argument("records", nargs=-1, required=True, type=click.Path())
@option(
    "Output", "-f", "--format", "form", type=click.Choice(("table", "csv", "json", "html")), help="Format.  [table]"
)
@option("Output", "-o", "--output", type=click.Path(), help="File; its suffix names the format.")
@WIDTH
@COLOUR
def summary(
    records: tuple[str, ...], form: str | None, output: str | None, width: int | None, colour: bool | None
) -> None:
    """Count over RECORDS (JSONL outputs of dlextract) how many papers state what.

    Shares come with 95 % intervals, and beside them corrected for the measured error of the findings; then the
    commonest GPUs, datasets, architectures and frameworks, the papers that need a look, and a paragraph for a methods
    section.
    """
    from ..accuracy import read_measured
    from ..resources import fingerprint, shipped
    from ..summary import as_csv, as_html, as_json, as_text, summarise

    path = Path(output) if output and output != "-" else None
    if path is not None:
        spare(path, records)
    form = form or (suffixed(path, _SUFFIXES) if path else "table")
    judges = fingerprint(shipped("models") / "judges")[7:15]
    found = summarise(records_in(map(Path, records)), read_measured(), judges)
    if not found.rows and not found.failed:
        raise OutputError(", ".join(records), "there is no record in it", "Read some papers first")
    if form == "html":
        pieces = list(as_html(found, str(path.parent) if path else ""))
    elif form == "csv":
        pieces = list(as_csv(found))
    elif form == "json":
        pieces = [as_json(found)]
    else:
        terminal = look_of(width, colour, False, Target(path, "text", True))
        pieces = [as_text(found, terminal)]
    put(pieces, path)
