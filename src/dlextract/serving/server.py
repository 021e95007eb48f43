"""The server itself: one socket, and an end that loses no paper that is being read."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from ..bulk.desk import Closed, Desk
from ..errors import DlextractError, UsageError
from ..viewing.web import quiet

_MOST_CONNECTIONS = 512
"""Beyond these a connection is answered with a bare 503."""


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        UsageError: the address cannot be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        told = error.strerror or str(error)
        raise UsageError(f"{host}:{port}", f"nothing can listen there ({told})", "Choose another --port") from error


def address(listening: socket.socket) -> str:
    """Return the URL of what listens."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: ASGIApp, desk: Desk, listening: socket.socket, stop: threading.Event) -> None:
    """Answer requests until ``stop`` is set; papers that are being read then are finished.

    Raises:
        DlextractError: papers cannot be read any more.
    """
    config = quiet(app, limit_concurrency=_MOST_CONNECTIONS)
    desk.ended.add_done_callback(lambda _: stop.set())
    asyncio.run(_serve(_Server(config), desk, listening, stop))
    try:
        desk.ended.result(0) if desk.ended.done() else None
    except Closed as closed:
        if isinstance(closed.__cause__, DlextractError):
            raise closed.__cause__ from None
        raise


async def _serve(server: uvicorn.Server, desk: Desk, listening: socket.socket, stop: threading.Event) -> None:
    async def watch() -> None:
        await asyncio.to_thread(stop.wait)
        desk.drain()
        server.should_exit = True

    watching = asyncio.ensure_future(watch())
    try:
        await server.serve(sockets=[listening])
    finally:
        stop.set()
        await watching
