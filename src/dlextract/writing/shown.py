"""What the readable forms show beside the answers: facts that no question asks for, warnings, links to the paper."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote as url_quote

from .record import Record

SAID_TWICE = "Said twice, differently"
"""The heading over what contradicts itself."""

_ON_PAGE = re.compile(r"page (\d{1,9}): (.*)", re.DOTALL)
_NUMBER = re.compile(r"\d+")
_PLAIN = re.compile(r"\d[\d.,]*")
_TELLING = 40
"""Characters by which an answer is known as a sentence of its evidence."""


@dataclass(frozen=True, slots=True)
class Also:
    """The facts of one label that no question asks for; ``text`` names them, ``evidence`` is the best of each."""

    label: str
    text: str
    evidence: tuple[Record, ...]


def also_found(record: Record) -> list[Also]:
    """Return the facts that stand in no answer but were asked for, or are of a user's own labels, label by label."""
    wanted = set(record.get("also", ()))
    facts = [fact for fact in record.get("facts", ()) if fact["id"] in wanted]
    found = []
    for label in dict.fromkeys(fact["label"] for fact in facts):
        mine = [fact for fact in facts if fact["label"] == label]
        names = dict.fromkeys(_named(fact) for fact in mine)
        evidence = tuple(fact["evidence"][0] for fact in mine if fact["evidence"])
        found.append(Also(label, "; ".join(names), evidence))
    return found


def _named(fact: Record) -> str:
    """Return the value of ``fact``, or its words where these say what a number counts ("12,480 images")."""
    text = fact["value"] or fact["text"]
    if _PLAIN.fullmatch(text) and _PLAIN.match(fact["text"]):
        text = fact["text"]
    return text if fact["status"] == "used" else f"{text} ({fact['status']})"


def short_of(answer: Record) -> str:
    """Return the short form of ``answer``; records of older versions have the sentences alone."""
    return str(answer.get("short") or answer["text"])


def beside_short(answer: Record) -> str:
    """Return the sentences of ``answer`` where they say more than its short form and the quotes below them, else ""."""
    text, short = str(answer["text"]), short_of(answer)
    quoted = " ".join(" ".join(place["quote"].split()) for place in answer["evidence"])
    more = text[len(short) :] if text.casefold().startswith(short.casefold()) else text
    more = more.lstrip(" .;")
    return "" if not more or more[:_TELLING] in quoted else text


def counted(record: Record) -> str:
    """Return how many questions are answered: "3 of 28 questions answered"."""
    stated = sum(answer["stated"] for answer in record["answers"])
    asked = record.get("dlextract", {}).get("asked", len(record["answers"]))
    rest = "; the rest left out" if asked > len(record["answers"]) else ""
    return f"{stated} of {asked} questions answered{rest}"


def gathered(warnings: Sequence[str]) -> Iterator[str]:
    """Yield ``warnings``, those that say the same of several pages in one line: "pages 3, 5-9: …"."""
    pages: dict[str, list[tuple[int, str]]] = {}
    for warning in warnings:
        on_page = _ON_PAGE.fullmatch(warning)
        kind = _NUMBER.sub("#", on_page[2]) if on_page else warning
        pages.setdefault(kind, []).append((int(on_page[1]), on_page[2]) if on_page else (0, warning))
    for kind, places in pages.items():
        numbers = sorted({number for number, _ in places})
        text = _over_all(kind, [text for _, text in places])
        if numbers == [0]:
            yield text
        else:
            yield f"{'page' if len(numbers) == 1 else 'pages'} {_ranges(numbers)}: {text}"


def _over_all(kind: str, texts: list[str]) -> str:
    """Return one text for ``texts``, which differ in their numbers alone: from the least to the greatest."""
    if len(set(texts)) == 1:
        return texts[0]
    columns = zip(*[map(int, _NUMBER.findall(text)) for text in texts], strict=True)
    spans = iter([(min(column), max(column)) for column in columns])
    return re.sub("#", lambda _: "{}-{}".format(*span) if len(set(span := next(spans))) > 1 else str(span[0]), kind)


def _ranges(numbers: list[int]) -> str:
    """Return ``numbers`` in short: 3, 5-9."""
    breaks = [index for index, (a, b) in enumerate(pairwise(numbers), 1) if b > a + 1]
    runs = [numbers[a:b] for a, b in pairwise([0, *breaks, len(numbers)])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def is_pdf(source: str) -> bool:
    """Tell whether ``source`` names a PDF, to whose pages a link can lead."""
    return source.lower().endswith(".pdf")


def link_to(source: str, page: int, base: str = "") -> str:
    """Return the address of a page of a PDF, as seen from the folder ``base`` ("" for the working folder)."""
    if base and not os.path.isabs(source):  # noqa: PTH117 (paths stay as they were given)
        source = os.path.relpath(source, base)
    try:
        path = os.fsencode(source)
    except UnicodeEncodeError:  # half a surrogate pair, in a record that was edited: no file has such a name
        path = source.encode("utf-8", "replace")
    if os.name == "nt":
        path = path.replace(b"\\", b"/")
    # Without "./" a file called "javascript:….pdf" would be read as a scheme.
    return ("" if path.startswith(b"/") else "./") + f"{url_quote(path)}#page={page}"
