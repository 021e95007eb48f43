"""The REST interface: what each address answers. The OpenAPI document says the same for programs."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from .._version import __version__
from ..bulk.desk import Closed, Desk, Full, QueuePlace
from ..bulk.pool import Done
from ..bulk.tally import Finished
from ..bulk.worker import Task
from ..writing import schema_text
from .drop_page import POLICY, pages
from .guard import LOOPBACK, Guard
from .in_worker import ANSWERS, Answered, Drawing, Reply
from .keeping import Keeper
from .metrics import MEDIA_TYPE, Metrics
from .openapi import text
from .problems import KINDS, Problem
from .receiving import Received, check, receive
from .replies import FORMS, TABLES, chosen

RETRY_AFTER = 5
"""Seconds after which a client that found no place is told to come again."""


_PAGE = re.compile("[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server behaves.

    ``most`` is the bytes of the largest paper, ``arrival`` the seconds within which it must be here. ``hosts`` are the
    names that the server goes by, ``questions`` what /questions says, ``keep`` the folder for what was read, if any.
    """

    most: int = 50 << 20
    arrival: float = 60.0
    hosts: frozenset[str] = frozenset(LOOPBACK)
    questions: Sequence[dict[str, Any]] = field(default_factory=tuple)
    keep: Path | None = None


class Service:
    """The addresses of one server, all over one desk."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._metrics = Metrics(desk)
        self._keeper = Keeper(settings.keep) if settings.keep else None

    def app(self) -> ASGIApp:
        """Return the ASGI application."""
        inner = Starlette(
            routes=[
                *(Route(path, self.page) for path in pages()),
                Route("/papers", self.papers, methods=["POST"]),
                Route("/pictures/{number}", self.picture, methods=["POST"]),
                Route("/questions", self.questions),
                Route("/schema", self.schema),
                Route("/health", self.health),
                Route("/metrics", self.metrics),
                Route("/openapi.json", self.openapi),
            ],
            exception_handlers={
                Problem: _problem,
                HTTPException: _problem,
                ClientDisconnect: _gone,
                Exception: _mistake,
            },
        )
        return Guard(inner, self._settings.hosts, self._count)

    async def papers(self, request: Request) -> Response:
        """Read the paper in the body."""
        media = chosen(request.headers.get("accept", ""))
        table = request.query_params.get("table", ANSWERS)
        if table not in TABLES:
            raise Problem("bad_request", f"There is no such table. Ask for {', '.join(TABLES)}.")
        paper, done = await self._done(request, Reply(FORMS[media], table))
        self._metrics.seconds.observe(done.seconds)
        answered: Answered = self._result(done)
        if self._keeper:
            await self._keep(self._keeper, paper, answered)
        return Response(answered.body, media_type=media)

    async def picture(self, request: Request) -> Response:
        """Draw a page of the paper in the body."""
        number = request.path_params["number"]
        if not _PAGE.fullmatch(number):
            raise Problem("not_found")
        _, done = await self._done(request, Drawing(int(number)))
        size, picture = self._result(done)
        headers = {"Page-Width": str(size.width), "Page-Height": str(size.height), "Page-Count": str(size.pages)}
        return Response(picture, headers=headers, media_type="image/jpeg")

    async def _done(self, request: Request, act: Callable[[Any, Task], Any]) -> tuple[Received, Done]:
        """Return the paper in the body, and what ``act`` made of it in a worker."""
        check(request, self._settings.most)
        with self._place() as place:
            paper = await receive(request, self._settings.most, self._settings.arrival)
            if not paper.data:
                raise Problem("bad_request", "The body is empty. Send a PDF or text file.")
            return paper, await _unless_gone(place.ask(paper.name, paper.data, act), request)

    def _place(self) -> QueuePlace:
        try:
            return self._desk.place()
        except Full:
            self._metrics.papers.labels("refused").inc()
            raise Problem("queue_full", headers={"Retry-After": str(RETRY_AFTER)}) from None
        except Closed:
            raise _stopping() from None

    def _result(self, done: Done) -> Any:
        """Return what came of a paper.

        Raises:
            Problem: it could not be read.
        """
        result = done.result
        if not isinstance(result, Finished):
            self._metrics.papers.labels("drawn" if isinstance(result, tuple) else "read").inc()
            return result
        self._metrics.papers.labels(result.error).inc()
        code = KINDS.get(result.error, "internal")
        if code == "internal":
            print(result.message, file=sys.stderr, flush=True)
            raise Problem(code)
        raise Problem(code, result.message)

    async def _keep(self, keeper: Keeper, paper: Received, answered: Answered) -> None:
        try:
            await asyncio.to_thread(keeper.keep, paper.data, answered.line)
        except OSError as error:
            print(f"--keep: {error.strerror}", file=sys.stderr, flush=True)
            raise Problem("not_kept") from None

    async def page(self, request: Request) -> Response:
        """Give the page to drop a paper on, or one of its files."""
        content, media = pages()[request.url.path]
        return Response(content, headers={"Content-Security-Policy": POLICY}, media_type=media)

    async def questions(self, request: Request) -> Response:
        """Say what is asked of every paper."""
        return JSONResponse(list(self._settings.questions))

    async def schema(self, request: Request) -> Response:
        """Give the JSON Schema of the records."""
        return Response(schema_text(), media_type="application/schema+json")

    async def health(self, request: Request) -> Response:
        """Say whether papers are read, or will be in a moment."""
        desk = self._desk
        state = "stopping" if desk.closed else "ok" if desk.fingerprint.done() else "starting"
        body = {"status": state, "version": __version__, "waiting": desk.waiting, "reading": desk.reading}
        return JSONResponse(body, 503 if desk.closed else 200)

    async def metrics(self, request: Request) -> Response:
        """Give the counts for Prometheus."""
        return Response(self._metrics.text(), headers={"Content-Type": MEDIA_TYPE})

    async def openapi(self, request: Request) -> Response:
        """Describe the interface."""
        return Response(text(), media_type="application/json")

    def _count(self, status: int) -> None:
        self._metrics.requests.labels(str(status)).inc()


async def _unless_gone(asked: Future[Done], request: Request) -> Done:
    """Return what becomes of a paper, for as long as the client is there.

    Raises:
        ClientDisconnect: it hung up.
        Problem: the server stops.
    """
    paper, gone = asyncio.wrap_future(asked), asyncio.ensure_future(_hung_up(request))
    either: set[asyncio.Future[Any]] = {paper, gone}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not paper.done():
            raise ClientDisconnect
        return paper.result()
    except Closed:
        raise _stopping() from None
    finally:
        gone.cancel()
        paper.cancel()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _stopping() -> Problem:
    return Problem("stopping", headers={"Retry-After": str(RETRY_AFTER)})


async def _problem(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return error.response()
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "bad_request")
    return Problem(code, headers=error.headers).response()


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody sees it; the metrics do


async def _mistake(request: Request, error: Exception) -> Response:
    return Problem("internal").response()
