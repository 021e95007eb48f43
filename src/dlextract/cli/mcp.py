"""``dlextract mcp FOLDER…``: papers for agents, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from ..bulk.pool import Limits, cores
from ..errors import UsageError
from .options import JOBS, MEMORY, TIMEOUT, Grouped, patience, questions_of
from .reader_settings import ReaderSettings, heed, knowing


@click.command(cls=Grouped)
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path())
@knowing
@JOBS
@TIMEOUT
@MEMORY
@click.pass_context
def mcp(
    ctx: click.Context,
    folders: tuple[str, ...],
    reader: ReaderSettings,
    jobs: int | None,
    timeout: float,
    memory: int,
) -> None:
    """Let agents read the papers in FOLDER, over the Model Context Protocol on standard input and output.

    Nothing outside of the folders is read, and nothing in them is changed. An agent's client starts this command.
    """
    if find_spec("mcp") is None:
        raise UsageError("mcp", "the SDK is not installed", "Run: pip install 'dlextract[mcp]'")
    from ..agents.papers import Papers
    from ..agents.server import make_server
    from ..agents.shelf import Shelf
    from ..audit import checklists
    from ..bulk.desk import Desk
    from ..viewing import Aside

    heed(reader)
    shelf = Shelf([Path(folder) for folder in folders])
    side_by_side = jobs or cores()
    limits = Limits(patience(ctx, reader.ocr, True, timeout), memory)
    with Desk(reader.build, side_by_side, limits, side_by_side + _WAITING) as desk, Aside(_DRAWING) as aside:
        make_server(Papers(shelf, desk, aside), questions_of(reader.folders), checklists(reader.folders)).run("stdio")


_WAITING = 64
"""Papers that may wait: those of several calls of compare."""
_DRAWING = 30.0
"""Seconds that a picture of a page may take."""
