"""What can go wrong with a request, as one JSON object (RFC 9457) with a code that programs can rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

CODES: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request is not what the interface expects."),
    "cross_site": (403, "A page of another site sent the request."),
    "not_found": (404, "There is no such address."),
    "method_not_allowed": (405, "The address does not know the method."),
    "not_acceptable": (406, "None of the media types in Accept can be given."),
    "too_slow": (408, "The paper did not arrive in time."),
    "too_large": (413, "The paper is larger than the server takes."),
    "unsupported_type": (415, "The body is no PDF, no text, no XML or HTML and no form with a file."),
    "wrong_host": (421, "The Host header names another server."),
    "unreadable": (422, "The paper cannot be read: it is empty, damaged, encrypted or no PDF or text."),
    "memory_limit": (422, "The paper needs more memory than it may take."),
    "crash": (422, "The paper ended the process that read it."),
    "queue_full": (429, "All places are taken. Retry-After says when to ask again."),
    "internal": (500, "dlextract made a mistake."),
    "stopping": (503, "The server is stopping, and reads no further paper."),
    "time_limit": (504, "The paper takes longer to read than it may."),
    "not_kept": (507, "The paper was read, but the server cannot keep it."),
}
"""Code → status, and when it is given; the same table stands in the OpenAPI document and in docs/serve.md."""

KINDS = {
    "PaperError": "unreadable",
    "MemoryLimit": "memory_limit",
    "Crash": "crash",
    "TimeLimit": "time_limit",
    "InternalError": "internal",
}
"""Kind of a failed record → code."""


class Problem(Exception):
    """An answer that is no record.

    Args:
        code: one of ``CODES``.
        detail: one line for people: what is wrong, and what to do.
        headers: further headers of the answer.
    """

    def __init__(self, code: str, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.status, about = CODES[code]
        self.detail = detail or about
        self.headers = dict(headers or {})
        super().__init__(code, self.detail)

    def response(self) -> Response:
        """Return the answer: one line of JSON."""
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": " ".join(self.detail.split()),
        }
        content = json.dumps(problem).encode("ascii") + b"\n"
        return Response(content, self.status, self.headers, media_type=MEDIA_TYPE)
