"""What every request of the review passes: the address with the token, this machine, this page."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ..viewing.web import with_headers

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """An ASGI middleware: what does not name ``hosts`` and the token gets nothing.

    Args:
        app: what answers; it sees paths without the token.
        token: the first part of every path.
        hosts: the values of ``Host`` that are this server. A page of another site can make a name of its own lead
            here, but cannot hide that name.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str]) -> None:
        self._app, self._token, self._hosts = app, token, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        marked = with_headers(send, HEADERS)
        refused = self._refused(scope)
        if refused:
            await PlainTextResponse(refused, 403)(scope, receive, marked)
            return
        rest = scope["path"][len(self._token) + 1 :]
        await self._app({**scope, "path": rest, "raw_path": rest.encode()}, receive, marked)

    def _refused(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return "This server does not go by that name."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host:
            return "This server answers its own page only."
        # A link from elsewhere (the terminal, a mail) may open the page; nothing else may come from another site.
        if headers.get("sec-fetch-site", "none") == "cross-site" and scope["path"] != f"/{self._token}/":
            return "This server answers its own page only."
        first = scope["path"][1:].partition("/")[0]
        if not hmac.compare_digest(first.encode(), self._token.encode()) or not scope["path"].startswith(f"/{first}/"):
            return "The address is not that of a review. Open the one that dlextract review printed."
        return ""
