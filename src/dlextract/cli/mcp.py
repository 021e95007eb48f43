"""``dlextract mcp FOLDER…``: papers for agents, over standard input and output."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path

import click

from ..bulk.pool import Limits, cores
from ..errors import UsageError
from . import read as reading
from .options import JOBS, MEMORY, TIMEOUT, Grouped, heed, knowing, knowledge_of, patience, pattern_folders


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
    patterns: tuple[str, ...],
    model: str | None,
    judges: str | None,
    ocr: bool,
    pdf_backend: str,
    pages: tuple[int, int] | None,
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

    used = pattern_folders(patterns)
    heed(used)
    shelf = Shelf([Path(folder) for folder in folders])
    questions = [
        {"cq": one.cq, "question": one.name, "ask": one.ask, "labels": list(one.labels)}
        for one in knowledge_of(used).questions
    ]
    build = partial(reading._build, used, model, judges, ocr, pdf_backend, pages)
    side_by_side = jobs or cores()
    limits = Limits(patience(ctx, ocr, True, timeout), memory)
    with Desk(build, side_by_side, limits, side_by_side + _WAITING) as desk, Aside(_DRAWING) as aside:
        make_server(Papers(shelf, desk, aside), questions, checklists(used)).run("stdio")


_WAITING = 64
"""Papers that may wait: those of several calls of compare."""
_DRAWING = 30.0
"""Seconds that a picture of a page may take."""
