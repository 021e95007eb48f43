"""What every request passes: it must be meant for this server, and its answer is counted and marked as private."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ..viewing.web import with_headers
from .problems import Problem

ANY = "*"
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_HOST = re.compile(r"\[([0-9a-f:.]+)\](?::\d*)?|([^:\[\]/@\s]+)(?::\d*)?", re.IGNORECASE)
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Guard:
    """An ASGI middleware.

    Args:
        app: what answers.
        hosts: names by which the server may be called; ``*`` for any. A page of another site can make a name of its own
            lead here, but cannot hide that name.
        count: is told the status of each answer.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], count: Callable[[int], None]) -> None:
        self._app = app
        self._hosts = hosts
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        marked = with_headers(send, _HEADERS, self._count)
        try:
            self._check(scope)
        except Problem as problem:
            await problem.response()(scope, receive, marked)
            return
        await self._app(scope, receive, marked)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if ANY not in self._hosts and host_of(host) not in self._hosts:
            raise Problem("wrong_host", "This server does not go by that name. --allow-host gives it one.")
        if scope["method"] in ("GET", "HEAD"):
            return
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc.lower() != host.lower()
        if foreign or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise Problem("cross_site", "Papers are taken from programs and from the server's own page only.")


def host_of(header: str) -> str:
    """Return the name in a ``Host`` header, in small letters and without port and brackets; "" where it has none."""
    found = _HOST.fullmatch(header)
    return (found[1] or found[2]).lower() if found else ""
