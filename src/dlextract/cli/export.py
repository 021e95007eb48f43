"""``dlextract export``: turn records into another format, without reading the papers again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ..writing import Record, Selection
from . import bundle as pages
from .door import say
from .options import BIB, Grouped, catalogue_of, chosen, option, shown
from .output import deliver, look_of, records_in, target_of


@click.command(cls=Grouped)
@click.argument("records", nargs=-1, required=True, type=click.Path())
@option(
    "Selection", "--reviewed", multiple=True, type=click.Path(), metavar="FILE", help="With the values of a review."
)
@chosen
@shown
@BIB
@option("Pages", "--bundle", is_flag=True, help="An HTML report that carries the pages on which evidence stands.")
@option("Pages", "--highlight", type=click.Path(), metavar="DIR", help="Copies of the PDFs with the evidence marked.")
@option(
    "Pages", "--pdfs", multiple=True, type=click.Path(), metavar="DIR", help="Where PDFs that moved are; repeatable."
)
def export(
    records: tuple[str, ...],
    reviewed: tuple[str, ...],
    form: str | None,
    output: str | None,
    table: str | None,
    columns: tuple[str, ...],
    all_facts: bool,
    wanted: Selection,
    explain: bool,
    width: int | None,
    colour: bool | None,
    bibliographies: tuple[str, ...],
    bundle: bool,
    highlight: str | None,
    pdfs: tuple[str, ...],
) -> None:
    """Convert RECORDS (JSONL outputs of dlextract) to another format, or join several into one.

    Of several records of one paper the last counts. Parquet makes a folder with a file per table; csv holds one table.
    With --reviewed, what readers decided stands, and all is marked as by a reader or by the tool.
    """
    catalogue = catalogue_of(bibliographies)

    def found() -> Iterator[Record]:
        read = records_in(map(Path, records))
        if reviewed:
            read = _reviewed(read, [Path(name) for name in reviewed])
        return (wanted.apply(catalogue.apply(record)) for record in read)

    if highlight:
        pages.highlight(found(), highlight, pdfs)
        if not (form or output or bundle):
            return
    target = target_of(form, output, several=True, table=table, columns=columns, inputs=records, everything=all_facts)
    if bundle:
        pages.bundle(found(), target, pdfs)
    else:
        deliver(found(), target, look_of(width, colour, explain, target))


def _reviewed(records: Iterable[Record], reviews: list[Path]) -> Iterator[Record]:
    """Yield ``records`` with what the readers decided; of several files the last that decides a cell counts."""
    from ..reviewing import Act, fold, read_acts
    from ..reviewing.applying import cells_of, homeless
    from ..reviewing.applying import reviewed as with_review

    acts: list[Act] = []
    for path in reviews:
        found = read_acts(path)
        if found.told:
            say(f"{path}: {found.told}.")
        acts += found.acts
    standing = fold(acts)
    cells = set()
    changed = 0
    for record in records:
        cells |= cells_of(record)
        new = with_review(record, standing)
        changed += sum("changed" in one.get("review", ()) for one in (*new.get("facts", ()), *new.get("answers", ())))
        yield new
    if changed:
        say(f"{changed} decisions are about what the tool no longer says, or says otherwise; they stand.")
    if left := homeless(cells, standing):
        say(f"{len(left)} decisions are about papers or questions that are not in these records, and are left out.")
