"""The paper in a request: within its limits of size and time, held in memory only."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from .problems import Problem

FORM = "multipart/form-data"
MARKUP = ("application/xml", "text/xml", "application/xhtml+xml", "text/html")
TYPES = ("application/pdf", "text/plain", "application/octet-stream", *MARKUP, FORM)
"""Media types of a body; what is in it decides how it is read."""

UNNAMED = "-"
"""Name of a paper that came without one, as on standard input."""

_LONGEST_NAME = 200
_FORM_ROOM = 16 << 10
"""Bytes that a form may hold besides the paper."""
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Received:
    """A paper that arrived, and what it is called."""

    name: str
    data: bytes


class _InMemory(MultiPartParser):
    """The parser of forms, kept from writing large files to disk."""

    spool_max_size = 0  # no size at which a file moves to disk


def check(request: Request, most: int) -> None:
    """Look at the headers, before a byte of the body is read.

    Raises:
        Problem: the body is of another type, or too large.
    """
    kind = _kind(request)
    if kind and kind not in TYPES:
        raise Problem("unsupported_type", f"Send {', '.join(TYPES)}.")
    room = most + (_FORM_ROOM if kind == FORM else 0)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > room:
        raise _too_large(most)


async def receive(request: Request, most: int, seconds: float) -> Received:
    """Return the paper in the body.

    Args:
        request: whose headers ``check`` has seen.
        most: bytes that it may have.
        seconds: within which all of it must be here.

    Raises:
        Problem: it is too large, too slow, or a form without exactly one file.
        ClientDisconnect: the client hung up.
    """
    try:
        return await asyncio.wait_for(_received(request, most), seconds)
    except asyncio.TimeoutError:
        raise Problem("too_slow", f"The paper did not arrive within {seconds:g} s. Send it again.") from None


async def _received(request: Request, most: int) -> Received:
    if _kind(request) != FORM:
        data = b"".join([chunk async for chunk in _limited(request, most, most)])
        return Received(_suffixed(named(request.query_params.get("name", "")), _kind(request)), data)
    try:
        parser = _InMemory(request.headers, _limited(request, most + _FORM_ROOM, most), max_files=1, max_fields=8)
        form = await parser.parse()
    except (MultiPartException, FormParserError):
        raise Problem("bad_request", "The form cannot be read. Send one file, and mind the boundary.") from None
    files = [value for _, value in form.multi_items() if not isinstance(value, str)]
    if len(files) != 1:
        raise Problem("bad_request", "The form holds no file. Send the paper as a file of the form.")
    data = await files[0].read()
    await form.close()
    if len(data) > most:
        raise _too_large(most)
    return Received(named(request.query_params.get("name", "") or files[0].filename or ""), data)


async def _limited(request: Request, room: int, most: int) -> AsyncGenerator[bytes, None]:
    """Yield the body, as long as it has no more than ``room`` bytes."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > room:
            raise _too_large(most)
        yield chunk


def named(name: str) -> str:
    """Return what a paper is called in its record: the last part of ``name``, without characters that steer."""
    last = re.split(r"[/\\]", name)[-1]
    return _STEERING.sub("", last)[:_LONGEST_NAME].strip() or UNNAMED


def _suffixed(name: str, kind: str) -> str:
    """Return ``name``, with the suffix of XML or HTML where the media type says so and the name does not."""
    if kind not in MARKUP or name.lower().endswith((".xml", ".nxml", ".html", ".htm", ".xhtml")):
        return name
    return name + (".html" if "html" in kind else ".xml")


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _too_large(most: int) -> Problem:
    return Problem("too_large", f"The paper is larger than {most / (1 << 20):g} MB. Send a smaller file.")
