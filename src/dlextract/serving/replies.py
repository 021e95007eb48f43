"""The forms of an answer, and which of them a client accepts."""

from __future__ import annotations

from ..writing import COLUMNS, WIDE
from .problems import Problem

FORMS = {
    "application/json": "json",
    "text/html": "html",
    "text/csv": "csv",
    "application/ld+json": "jsonld",
    "text/turtle": "ttl",
    "application/n-quads": "nq",
}
"""Media type → format; the first is given to those who accept anything."""

TABLES = (*COLUMNS, WIDE)
"""What CSV can hold."""

_LONGEST_ACCEPT = 2000


def chosen(accept: str) -> str:
    """Return the media type that the header ``Accept`` likes best ("" for none: anything).

    Raises:
        Problem: it likes none, or is no such header.
    """
    if not accept.strip():
        return next(iter(FORMS))
    if len(accept) > _LONGEST_ACCEPT:
        raise Problem("not_acceptable", f"Accept is longer than {_LONGEST_ACCEPT} characters.")
    ranges = [_range(part) for part in accept.split(",")]
    best, found = 0.0, ""
    for media in FORMS:
        weight = max((liked for liked in (_liking(media, *one) for one in ranges)), default=(0, 0.0))[1]
        if weight > best:
            best, found = weight, media
    if not found:
        raise Problem("not_acceptable", f"Ask for {', '.join(FORMS)}.")
    return found


def _range(part: str) -> tuple[str, float]:
    """Return a media range and its weight; one that is malformed weighs nothing."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return media, 0.0
            return media, weight if 0 <= weight <= 1 else 0.0
    return media, 1.0


def _liking(media: str, wanted: str, weight: float) -> tuple[int, float]:
    """Return how closely a range names ``media``, and the weight it gives to it: the closest one decides."""
    if wanted == media:
        return 3, weight
    if wanted == media.partition("/")[0] + "/*":
        return 2, weight
    return (1, weight) if wanted == "*/*" else (0, 0.0)
