"""The routes of the review: one page, its scripts, the records as JSON, pictures of pages, and decisions."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..errors import DlextractError, UsageError
from ..viewing import ASSETS, PageSize, page_picture, page_size
from .acts import REASONS, Act, fold
from .session import Session

PAGE = Path(__file__).parent / "page"
"""The folder of the page, its scripts and its style."""

_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_MOST_SENT = 16 << 20
"""Bytes of a request."""


def app_of(session: Session) -> Starlette:
    """Return the application that answers for ``session``."""
    files = {path.name: path.read_bytes() for folder in (PAGE, ASSETS) for path in sorted(folder.iterdir())}
    files[""] = files["index.html"]

    async def file(request: Request) -> Response:
        name = request.path_params.get("name", "")
        if name not in files:
            return Response("There is no such file.", 404)
        kind = _TYPES.get(Path(name).suffix, "text/html")
        return Response(files[name], media_type=kind)

    def route(path: str, answer: Callable[[Session, Request], Awaitable[Response]], *methods: str) -> Route:
        async def safe(request: Request) -> Response:
            try:
                return await answer(session, request)
            except DlextractError as error:
                return JSONResponse({"error": str(error)}, 400 if isinstance(error, UsageError) else 422)

        return Route(path, safe, methods=methods or ("GET",))

    return Starlette(
        routes=[
            route("/corpus.json", _corpus),
            route("/paper/{number:int}.json", _paper),
            route("/page/{number:int}/{page:int}.json", _size),
            route("/page/{number:int}/{page:int}.jpg", _picture),
            route("/search.json", _search),
            route("/facts.json", _facts),
            route("/acts", _decide, "POST"),
            route("/mark", _mark, "POST"),
            route("/draft", _draft, "POST"),
            Route("/", file),
            Route("/{name}", file),
        ]
    )


async def _corpus(session: Session, request: Request) -> Response:
    """All papers and what the tool says to each question, as ``[stated, confidence, short, page]`` or null."""
    corpus = session.corpus
    names = list(corpus.questions)
    papers = [
        {
            "title": row.title,
            "source": row.source,
            "sha": row.sha256,
            "error": row.error,
            "cells": [row.told.get(name) for name in names],
            "twice": row.twice,
        }
        for row in corpus.rows
    ]
    return _json(
        {
            "file": corpus.path.name,
            "journal": session.journal.path.name,
            "reviewer": session.who,
            "notices": session.told,
            "reasons": REASONS,
            "questions": [{"key": key, "cq": cq, "ask": ask} for key, (cq, ask) in corpus.questions.items()],
            "papers": papers,
            "acts": [_shown(act) for act in fold(session.journal.acts).values() if corpus.holds(act.cell)],
            "changed": await run_in_threadpool(session.changed),
            **_settled(session),
        }
    )


def _settled(session: Session) -> dict[str, Any]:
    """Return the differences of two readers: their names, and each cell with what both have decided."""
    if not session.settlement:
        return {}
    differences = [
        [session.corpus.number_of(cell.paper), cell.kind, cell.key, *(act and _shown(act) for act in sides)]
        for cell, sides in session.settlement.sides.items()
    ]
    return {"readers": session.settlement.readers, "differences": differences}


async def _paper(session: Session, request: Request) -> Response:
    """One paper: its cells with all that speaks for them."""
    number = _number(session, request)
    return _json({"items": await run_in_threadpool(session.items, number)})


async def _facts(session: Session, request: Request) -> Response:
    """Facts that the authors used, of all papers, as ``[paper, key, confidence]``."""
    return _json({"facts": [(number, *held) for number, row in enumerate(session.corpus.rows) for held in row.facts]})


async def _size(session: Session, request: Request) -> Response:
    number, page = _number(session, request), request.path_params["page"]
    size: PageSize = await run_in_threadpool(session.drawn, number, page_size, page)
    return _json(size._asdict())


async def _picture(session: Session, request: Request) -> Response:
    number, page = _number(session, request), request.path_params["page"]
    picture = await run_in_threadpool(session.picture, number, page_picture, page)
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


async def _search(session: Session, request: Request) -> Response:
    words = request.query_params.get("q", "")[:200]
    facts = request.query_params.get("kind") == "fact"
    hits = await run_in_threadpool(lambda: list(session.corpus.search(words, facts)))
    return _json({"hits": hits})


async def _decide(session: Session, request: Request) -> Response:
    """Write decisions; the answer holds what stands now for their cells (null: nothing)."""
    sent = await _sent(request)
    acts = await run_in_threadpool(session.decide, sent.get("acts"))
    standing = fold(session.journal.acts)
    cells = dict.fromkeys(act.cell for act in acts)
    return _json({"cells": [[*cell, _shown(standing[cell]) if cell in standing else None] for cell in cells]})


async def _mark(session: Session, request: Request) -> Response:
    sent = await _sent(request)
    try:
        number, page = int(sent["number"]), int(sent["page"])
        box = [float(side) for side in sent["box"]]
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("box", "it is none", "Draw it again") from error
    if not 0 <= number < len(session.corpus.rows) or len(box) != 4:
        raise UsageError("box", "it is none", "Draw it again")
    return _json(await run_in_threadpool(session.marked, number, page, box, str(sent.get("question", ""))))


async def _draft(session: Session, request: Request) -> Response:
    sent = await _sent(request)
    number = sent.get("number")
    if not isinstance(number, int) or not 0 <= number < len(session.corpus.rows):
        raise UsageError("rule", "its paper is none of the records", "Reload the page")
    label, sentence = str(sent.get("label", "")), str(sent.get("sentence", ""))
    return _json(await run_in_threadpool(session.drafted, number, label, sentence))


def _shown(act: Act) -> dict[str, Any]:
    """Return what is in an act; a thousand papers have many, and much of each is empty."""
    return {name: value for name, value in asdict(act).items() if value}


def _number(session: Session, request: Request) -> int:
    number = int(request.path_params["number"])
    if number >= len(session.corpus.rows):
        raise UsageError("paper", f"there is no paper {number}", "Reload the page")
    return number


async def _sent(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise UsageError("request", "it is no JSON", "Reload the page")
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > _MOST_SENT:
            raise UsageError("request", "it is too long", "Send less at once")
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError("request", "it is no JSON", "Reload the page") from error
    if not isinstance(sent, dict):
        raise UsageError("request", "it is no object", "Reload the page")
    return sent


def _json(content: Any) -> Response:
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return Response(text, media_type="application/json")
