"""What a record says, cell by cell, with all that a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..writing import SAID_TWICE, Record, short_of
from .acts import Act, fact_key

MOST_PLACES = 9
"""Pieces of evidence of a cell: as many as there are keys."""
_ASIDE = 3
"""So many of them are left to what was set aside."""

_STATUSES = ("used", "searched", "mentioned", "negated")

Item = dict[str, Any]


def items_of(record: Record) -> list[Item]:
    """Return the cells of a record: its questions by number, then its facts by label, those of the authors first.

    Each is JSON-ready: ``kind``, ``key``, ``title``, ``stated``, ``value`` (None where nothing is stated),
    ``confidence``, ``places`` (see ``_place``), ``near`` (places of what was set aside), ``about`` (``(name, text)`` of
    what spoke for it and what was searched), ``labels`` and ``facts``.
    """
    facts = {fact["id"]: fact for fact in record.get("facts", ())}
    boxes = {
        (place.get("start"), place.get("end")): place["boxes"] for fact in facts.values() for place in fact["evidence"]
    }
    answers = sorted(record.get("answers", ()), key=lambda answer: int(answer["cq"]))
    items = [*(_question(answer, facts, boxes) for answer in answers), *_facts(record)]
    twice = said_twice(record)
    for item in items:
        item["about"] += [(SAID_TWICE, text) for text in twice.get((item["kind"], item["key"]), ())]
    return items


def added_item(key: str) -> Item:
    """Return the cell of a fact that the tool does not have, from the key that a reader gave it."""
    nothing: Item = {"stated": False, "value": None, "text": "", "confidence": None, "places": [], "near": []}
    about = [("Found by", "a reader")]
    return {"kind": "fact", "key": key, "title": key.partition("=")[0], **nothing, "about": about, "added": True}


def item_of(record: Record, kind: str, key: str) -> Item | None:
    """Return one cell of a record, None where it has none of that name."""
    return next((item for item in items_of(record) if (item["kind"], item["key"]) == (kind, key)), None)


def said_twice(record: Record) -> dict[tuple[str, str], list[str]]:
    """Return what a record holds to be said twice, differently, by kind and key of the cells that it concerns."""
    facts = {fact["id"]: fact for fact in record.get("facts", ())}
    found: dict[tuple[str, str], list[str]] = {}
    for one in record.get("contradictions", ()):
        names = {name for name in one.get("facts", ()) if name in facts}
        cells = [("question", answer["question"]) for answer in record["answers"] if names & set(answer["facts"])]
        cells += [("fact", fact_key(facts[name])) for name in one.get("facts", ()) if name in names]
        for cell in dict.fromkeys(cells):
            found.setdefault(cell, []).append(one["text"])
    return found


def said(record: Record, kind: str, key: str) -> tuple[bool, str | None]:
    """Return whether a record has the cell, and what the tool says there (None: not stated)."""
    if kind == "question":
        for answer in record.get("answers", ()):
            if answer["question"] == key:
                return True, short_of(answer) if answer["stated"] else None
    else:
        for fact in record.get("facts", ()):
            if fact_key(fact) == key:
                return True, fact["value"] or fact["text"]
    return False, None


def _question(answer: Record, facts: dict[str, Record], boxes: dict[Any, Any]) -> Item:
    resting = [facts[name] for name in answer["facts"] if name in facts]
    places = [_place(place, boxes, "the answer") for place in answer["evidence"]]
    places += [_place(place, boxes, _named(fact)) for fact in resting for place in fact["evidence"]]
    near = [
        _place(fact["evidence"][0], boxes, _named(fact), fact["value"] or fact["text"])
        for fact in _set_aside(answer, facts, resting)
        if fact["evidence"]
    ]
    places = _distinct(places)[: MOST_PLACES - min(len(near), _ASIDE)]
    return {
        "kind": "question",
        "key": answer["question"],
        "cq": answer["cq"],
        "title": answer["ask"],
        "stated": answer["stated"],
        "value": short_of(answer) if answer["stated"] else None,
        "text": answer["text"],
        "confidence": answer.get("confidence"),
        "places": places,
        "near": _distinct(near)[: MOST_PLACES - len(places)],
        "about": list(_about_answer(answer, resting)),
    }


def _set_aside(answer: Record, facts: dict[str, Record], resting: list[Record]) -> list[Record]:
    """Return the facts that could have been the answer, or part of it, the nearest first."""
    if not answer["stated"]:
        return [facts[name] for name in answer.get("nearest", ()) if name in facts]
    labels = {fact["label"] for fact in resting}
    aside = [fact for fact in facts.values() if fact["label"] in labels and fact["status"] != "used"]
    return sorted(aside, key=lambda fact: fact["confidence"])  # the less sure, the nearer


def _about_answer(answer: Record, resting: list[Record]) -> Iterator[tuple[str, str]]:
    if answer.get("because"):
        yield "What spoke for (+) and against (−)", "; ".join(answer["because"])
    rules = dict.fromkeys(place["found_by"] for fact in resting for place in fact["evidence"][:1])
    if rules:
        yield "Found by", ", ".join(rules)
    if answer["stated"]:
        return
    searched = answer.get("searched", {})
    if answer.get("pointer"):
        yield "The paper points elsewhere", answer["pointer"]
    if searched.get("sections"):
        yield "Sections searched", ", ".join(searched["sections"])
    if searched.get("patterns"):
        yield "Looked for", ", ".join(searched["patterns"])
    if searched.get("unreadable_pages"):
        yield "Pages that could not be read", ", ".join(map(str, searched["unreadable_pages"]))


def _facts(record: Record) -> Iterator[Item]:
    seen: set[str] = set()
    order = {label: number for number, label in enumerate(dict.fromkeys(f["label"] for f in record.get("facts", ())))}
    ranked = sorted(
        record.get("facts", ()),
        key=lambda fact: (order[fact["label"]], _STATUSES.index(fact["status"]), -fact["confidence"]),
    )
    for fact in ranked:
        key = fact_key(fact)
        if key in seen:
            continue
        seen.add(key)
        value = fact["value"] or fact["text"]
        yield {
            "kind": "fact",
            "key": key,
            "title": fact["label"],
            "stated": True,
            "value": value,
            "text": fact["text"] if fact["text"] != value else "",
            "confidence": fact["confidence"],
            "places": _distinct([_place(place, {}, "") for place in fact["evidence"]])[:MOST_PLACES],
            "near": [],
            "about": list(_about_fact(fact)),
        }


def _about_fact(fact: Record) -> Iterator[tuple[str, str]]:
    yield "Status", fact["status"] + (f" ({fact['reason']})" if fact.get("reason") else "")
    if fact["roles"]:
        yield "Role", ", ".join(fact["roles"])
    if fact["scope"]:
        yield "Holds for", fact["scope"]
    if fact["attributes"]:
        yield "With it", ", ".join(f"{name} {value}" for name, value in fact["attributes"].items())
    if fact["evidence"]:
        yield "Found by", fact["evidence"][0]["found_by"]
        yield "Section", fact["evidence"][0]["section"]


def _named(fact: Record) -> str:
    named = f"{fact['label']}: {fact['value'] or fact['text']}"
    return named if fact["status"] == "used" else f"{named} ({fact['status']})"


def _place(place: Record, boxes: dict[Any, Any], name: str, value: str = "") -> Item:
    """Return a piece of evidence: ``quote`` in three parts around the found words, ``boxes`` in points on ``page``."""
    quote, start = place["quote"], place.get("start", 0) - place.get("quote_start", 0)
    end = start + place.get("end", 0) - place.get("start", 0)
    if not 0 <= start <= end <= len(quote):
        start, end = 0, len(quote)
    found = place.get("boxes") or boxes.get((place.get("start"), place.get("end"))) or []
    return {
        "page": place["page"],
        "quote": [quote[:start], quote[start:end], quote[end:]],
        "boxes": found,
        "name": name,
        "value": value,
    }


def _distinct(places: list[Item]) -> list[Item]:
    """Return ``places`` without those whose words stand there already."""
    kept: dict[tuple[Any, ...], Item] = {}
    for place in places:
        kept.setdefault((place["page"], *place["quote"]), place)
    return list(kept.values())


def changed(act: Act, record: Any, fingerprint: str) -> str:
    """Return what a new version of the tool made of the ground of an act, "" where it stands as it did.

    Args:
        act: a standing act on a cell of ``record``.
        record: what the tool says now.
        fingerprint: of what made ``record``.
    """
    if not act.fingerprint or act.fingerprint == fingerprint:
        return ""
    known, tool = said(record, act.kind, act.key)
    if not known:
        return "the tool no longer finds this" if act.tool is not None else ""
    if tool != act.tool:
        return f"the tool now says {tool!r}" if tool is not None else "the tool now says that it is not stated"
    if act.quote and act.verdict == "accept" and act.quote not in _quotes(record, act):
        return "the sentence that was accepted is no longer among the evidence"
    return ""


def _quotes(record: Any, act: Act) -> Sequence[str]:
    item = item_of(record, act.kind, act.key)
    return ["".join(place["quote"]) for place in (*item["places"], *item["near"])] if item else []
