"""What the servers of dlextract have in common: a uvicorn that says nothing of itself, and private answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Send


def quiet(app: ASGIApp, **more: Any) -> uvicorn.Config:
    """Return the settings of a server that writes no log, names no software and believes no proxy; ``more`` of them."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what clients do wrong is told to them
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        **more,
    )


def with_headers(send: Send, headers: Mapping[str, str], told: Callable[[int], None] | None = None) -> Send:
    """Return a ``send`` that adds the headers that an answer lacks; ``told`` is called with its status."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = MutableHeaders(scope=message)
            for name, value in headers.items():
                own.setdefault(name, value)
            if told is not None:
                told(message["status"])
        await send(message)

    return marked
