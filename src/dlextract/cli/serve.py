"""``dlextract serve``: a page and a REST interface."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from ..bulk.pool import Limits, cores
from ..errors import UsageError
from .door import say
from .interrupt import stop_flag
from .options import (
    MEMORY,
    QUIET,
    TIMEOUT,
    Grouped,
    Size,
    option,
    patience,
    questions_of,
)
from .reader_settings import ReaderSettings, heed, knowing

_NEEDS = ("starlette", "uvicorn", "python_multipart", "prometheus_client", "PIL")


@click.command(cls=Grouped)
@option("Server", "--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@option("Server", "--port", type=click.IntRange(0, 65535), default=8377, show_default=True, help="0 for any free one.")
@option(
    "Server",
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another name that the server goes by; * for any. Repeatable.",
)
@option("Server", "--keep", type=click.Path(), metavar="DIR", help="Keep papers and records in DIR, named by content.")
@option("Limits", "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Papers read at once.  [all cores]")
@option(
    "Limits",
    "--queue",
    type=click.IntRange(0),
    default=16,
    show_default=True,
    metavar="N",
    help="Papers that may wait for their turn.",
)
@option("Limits", "--max-size", type=Size(), default="50M", show_default=True, metavar="SIZE", help="Largest paper.")
@option(
    "Limits",
    "--arrival",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="S",
    help="Seconds within which a paper must arrive.",
)
@QUIET
@knowing
@TIMEOUT
@MEMORY
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    keep: str | None,
    jobs: int | None,
    queue: int,
    max_size: int,
    arrival: float,
    quiet: bool,
    reader: ReaderSettings,
    timeout: float,
    memory: int,
) -> None:
    """Read papers that are sent over HTTP, from a page or a program.

    Anybody who can reach the address can have papers read; there are no accounts. Ctrl-C ends the server once the
    papers that it is reading are done.
    """
    if missing := [name for name in _NEEDS if find_spec(name) is None]:
        raise UsageError("serve", f"{missing[0]} is not installed", "Run: pip install 'dlextract[serve]'")
    from ..bulk.desk import Desk
    from ..serving.app import Service, Settings
    from ..serving.guard import LOOPBACK
    from ..serving.server import address, listen
    from ..serving.server import serve as run

    heed(reader)
    if host in ("0.0.0.0", "::", "") and not hosts:
        raise UsageError(f"--host {host}", "it has no name of its own", "Add --allow-host NAME, or --allow-host '*'")
    names = frozenset(name.lower().strip("[]") for name in (*LOOPBACK, host, *hosts))
    settings = Settings(max_size, arrival, names, questions_of(reader.folders), Path(keep) if keep else None)
    side_by_side = jobs or cores()
    limits = Limits(patience(ctx, reader.ocr, quiet, timeout), memory)
    with (
        stop_flag() as stop,
        listen(host, port) as listening,
        Desk(reader.build, side_by_side, limits, side_by_side + queue) as desk,
    ):
        app = Service(desk, settings).app()
        if not quiet:
            say(f"dlextract: papers are read at {address(listening)}. Ctrl-C ends it.")
        run(app, desk, listening, stop)
