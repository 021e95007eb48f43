"""``dlextract export``: turn records into another format, without reading the papers again."""

from __future__ import annotations

from pathlib import Path

import click

from .options import Grouped, chosen, selection, shown
from .output import deliver, look_of, records_in, target_of


@click.command(cls=Grouped)
@click.argument("records", nargs=-1, required=True, type=click.Path())
@chosen
@shown
def export(
    records: tuple[str, ...],
    form: str | None,
    output: str | None,
    table: str | None,
    columns: tuple[str, ...],
    all_facts: bool,
    questions: tuple[str, ...],
    fields: tuple[str, ...],
    only_stated: bool,
    min_confidence: float,
    explain: bool,
    width: int | None,
    colour: bool | None,
) -> None:
    """Convert RECORDS (JSONL outputs of dlextract) to another format, or join several into one.

    Of several records of one paper the last counts. Parquet makes a folder with a file per table; csv holds one table.
    """
    target = target_of(form, output, several=True, table=table, columns=columns, inputs=records, everything=all_facts)
    wanted = selection(questions, fields, only_stated, min_confidence)
    found = (wanted.apply(record) for record in records_in(map(Path, records)))
    deliver(found, target, look_of(width, colour, explain, target))
