"""The server of a review: loopback, a port of the system's choice, and an end that is heard at once."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from ..errors import UsageError
from ..viewing.web import quiet
from .app import app_of
from .guard import Guard
from .session import Session

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """A server that says when it takes requests, and signals."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and call ``ready`` in a thread of its own: a browser may take its time."""
        await super().startup(sockets)
        threading.Thread(target=self._ready, daemon=True).start()


def listen(port: int = 0) -> socket.socket:
    """Return a socket that listens on loopback; 0 for a free port.

    Raises:
        UsageError: the port cannot be used.
    """
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        told = error.strerror or str(error)
        raise UsageError(f"--port {port}", f"nothing can listen there ({told})", "Choose another one") from error


def guarded(session: Session, port: int, token: str) -> ASGIApp:
    """Return the application that answers under the token, as this server alone."""
    hosts = frozenset(f"{name}:{port}" for name in (HOST, "localhost"))
    return Guard(app_of(session), token, hosts)


def serve(session: Session, listening: socket.socket, ready: Callable[[str], None]) -> None:
    """Answer until interrupted (SIGINT, SIGTERM).

    Args:
        session: what is reviewed.
        listening: see ``listen``; it is closed at the end.
        ready: called with the address once requests are taken.
    """
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    config = quiet(guarded(session, port, token), timeout_graceful_shutdown=2)
    address = f"http://{HOST}:{port}/{token}/"
    with suppress(KeyboardInterrupt):  # raised anew at the end, and here the usual way to leave
        _Server(config, lambda: ready(address)).run(sockets=[listening])
