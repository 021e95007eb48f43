"""One act of a reader as one line of JSON, and what stands after all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timezone
from typing import Any, NamedTuple

from ..records import Box

VERSION = "1.0"
"""Version of the lines; inside a major version keys are only added, and unknown ones are passed over."""

BEGIN = b'{"review_version":'
"""How every line begins."""

KINDS = ("question", "fact")

VERDICTS = ("accept", "edit", "reject", "absent", "missed", "undo")
"""``accept``: the tool is right. ``edit``: the value is another one. ``reject``: it is wrong, for a ``reason``.
``absent``: the paper really does not state it. ``missed``: the paper states it, and the tool did not say so.
``undo``: the reader's last act on the cell that still stands is taken back."""

REASONS = ("wrong value", "wrong status", "wrong role", "wrong place", "not this paper")

HOWS = ("page", "bulk", "table", "consensus")
"""One at a time on the page, many at once without a look at each, from an edited table, or settled between readers."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST = 1 << 20
"""Bytes of the longest line that is parsed."""
# As in the records: what str.splitlines() takes for a line end, and what cannot be encoded.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class ReviewedCell(NamedTuple):
    """What an act is about: a question or a fact of one paper, the paper by the hash of its content."""

    paper: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a reader decided about one cell.

    ``when`` is UTC as ISO 8601 with milliseconds. ``paper`` is the SHA-256 of the file. ``key`` is the name of a
    question, or ``fact_key`` of a fact. ``verdict`` is one of ``VERDICTS``, ``reason`` one of ``REASONS`` ("" but for
    ``reject``), ``how`` one of ``HOWS``.

    ``value`` is what holds after the act, None where the paper states nothing or the value was rejected. ``tool`` is
    what the tool had said, None for "not stated". ``page`` (None where there is none), ``quote`` and ``words`` (the
    part of the quote that states it) are the place that the reader chose; ``boxes`` lie on that page, in points from
    its top left corner. ``fingerprint`` names the version, patterns and model that had made the record. ``role`` is
    that of a fact which the reader adds.
    """

    who: str
    when: str
    paper: str
    kind: str
    key: str
    verdict: str
    reason: str = ""
    value: str | None = None
    tool: str | None = None
    page: int | None = None
    quote: str = ""
    words: str = ""
    boxes: tuple[Box, ...] = ()
    note: str = ""
    how: str = "page"
    fingerprint: str = ""
    role: str = ""

    @property
    def cell(self) -> ReviewedCell:
        """The cell that the act is about."""
        return ReviewedCell(self.paper, self.kind, self.key)


def fact_key(fact: dict[str, Any]) -> str:
    """Return what a fact of a record is known by in every version: label, value and scope."""
    scope = f" @ {fact['scope']}" if fact.get("scope") else ""
    return f"{fact['label']}={fact['value'] or fact['text']}{scope}"


def fold(acts: Iterable[Act]) -> dict[ReviewedCell, Act]:
    """Return the act that stands for each cell: the last one that was not taken back.

    Args:
        acts: in the order of the file. An ``undo`` takes back the last act of the same reader on the same cell.
    """
    standing: dict[ReviewedCell, list[Act]] = {}
    for act in acts:
        mine = standing.setdefault(act.cell, [])
        if act.verdict != "undo":
            mine.append(act)
            continue
        for index in range(len(mine) - 1, -1, -1):
            if mine[index].who == act.who:
                del mine[index]
                break
    return {cell: mine[-1] for cell, mine in standing.items() if mine}


def line_of(act: Act) -> bytes:
    """Return ``act`` as one line, with its line end."""
    text = json.dumps(
        {"review_version": VERSION, **asdict(act)}, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode("utf-8") + b"\n"


def of_line(line: bytes) -> Act | None:
    """Return the act in ``line``, None where it holds none; never raises."""
    if len(line) > _LONGEST:
        return None
    try:
        found = json.loads(line)
        if str(found["review_version"]).partition(".")[0] != VERSION.partition(".")[0]:
            return None
        act = Act(**{field.name: found[field.name] for field in fields(Act) if field.name in found})
        return checked(act)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def checked(act: Act) -> Act:
    """Return ``act`` with its boxes as tuples.

    Raises:
        ValueError, TypeError: a part of it is not what it can be; the message says which.
    """
    texts = {
        name: getattr(act, name) for name in ("who", "when", "key", "quote", "words", "note", "fingerprint", "role")
    }
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is no text")
    for name in ("value", "tool"):
        if not isinstance(getattr(act, name), str | None):
            raise TypeError(f"{name} is no text")
    if not isinstance(act.page, int | None) or isinstance(act.page, bool):
        raise TypeError("page is no number")
    if not isinstance(act.paper, str) or not _SHA256.fullmatch(act.paper):
        raise ValueError("paper is no SHA-256")
    known = {"kind": KINDS, "verdict": VERDICTS, "how": HOWS, "reason": ("", *REASONS)}
    for name, values in known.items():
        if getattr(act, name) not in values:
            raise ValueError(f"{name} is none of {', '.join(filter(None, values))}")
    boxes = tuple(_box(box) for box in act.boxes)
    given: dict[str, Any] = {field.name: getattr(act, field.name) for field in fields(Act)}
    return Act(**{**given, "boxes": boxes})


def _box(box: Any) -> Box:
    x0, y0, x1, y1 = (round(float(side), 1) for side in box)
    if not all(abs(side) < 1e6 for side in (x0, y0, x1, y1)):
        raise ValueError("a box lies off every page")
    return x0, y0, x1, y1


def now() -> str:
    """Return the time as ISO 8601 in UTC, with milliseconds."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
