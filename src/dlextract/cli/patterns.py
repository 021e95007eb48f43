"""``dlextract patterns``: write, list and check pattern files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..resources import shipped
from .options import pattern_folders


@click.group(no_args_is_help=True)
def patterns() -> None:
    """Write, list and check pattern files."""


def folders_of(given: Sequence[str]) -> list[Path]:
    """Return the shipped folder, those of DLEXTRACT_PATTERNS, and those given."""
    return [shipped("patterns"), *(Path(folder) for folder in pattern_folders(given))]


@patterns.command()
@click.argument("folders", nargs=-1, metavar="[DIR]...", type=click.Path())
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Check only this label; repeatable.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors, no advice and no summary.")
def check(folders: tuple[str, ...], labels: tuple[str, ...], quiet: bool) -> None:
    """Check pattern files: mistakes, examples, regexes that can take forever.

    DIR is a folder of your own, put on top of the shipped one; only what it changes is checked. Without DIR the shipped
    patterns are checked.
    """
    from ..workbench.check import check as run

    checked = run(folders_of(folders), labels=labels, own_only=bool(folders) and not labels)
    for finding in checked.findings:
        if finding.error or not quiet:
            click.echo(("" if finding.error else "advice: ") + str(finding), err=True)
            if finding.excerpt:
                click.echo(finding.excerpt, err=True)
    if not quiet:
        summary = f"{checked.labels} labels, {checked.regexes} regexes, {checked.examples} examples"
        todo = f" ({checked.todo} todo)" if checked.todo else ""
        click.echo(f"{summary}{todo}: {checked.errors} errors.", err=True)
    if checked.errors:
        sys.exit(2)
