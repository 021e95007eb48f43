"""Records as the readers left them: what a reader decided stands, all else is the tool's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..writing import Record
from .acts import Act, ReviewedCell, fact_key
from .cells import changed
from .corpus import fingerprint_of

Acts = Mapping[ReviewedCell, Act]


def reviewed(record: Record, acts: Acts) -> Record:
    """Return ``record`` with the values that readers gave: each fact and answer says ``by`` whom it is.

    Those of a reader have ``review``: who, when, verdict, reason, note and, where a new version of the tool took the
    ground away, what is ``changed``. Rejected facts are left out; a rejected answer is no longer stated.

    Args:
        record: as the tool made it.
        acts: what stands, see ``acts.fold``; those of other papers are passed over.
    """
    if "answers" not in record:
        return record
    mine = {(cell.kind, cell.key): act for cell, act in acts.items() if cell.paper == record["paper"]["sha256"]}
    made = fingerprint_of(record)
    facts, left = _facts(record, mine, made)
    kept = {fact["id"] for fact in facts}
    answers = []
    for answer in record["answers"]:
        act = mine.get(("question", answer["question"]))
        new = {**answer, "facts": [name for name in answer["facts"] if name in kept], "by": "tool"}
        answers.append(_answer(new, act, changed(act, record, made)) if act else new)
    for act in left:
        facts.append(_added(act, len(facts) + 1, changed(act, record, made)))
    return still_twice({**record, "facts": facts, "answers": answers})


def still_twice(record: Record) -> Record:
    """Return ``record`` without the contradictions that a reader settled: a fact is gone, or has another value."""
    said = {fact["id"]: fact["value"] or fact["text"] for fact in record["facts"]}
    twice = record.get("contradictions", ())
    stand = [one for one in twice if [said.get(name) for name in one["facts"]] == one["values"]]
    kept = {name: content for name, content in record.items() if name != "contradictions"}
    return {**kept, "contradictions": stand} if stand else kept


def homeless(record_cells: set[ReviewedCell], acts: Acts) -> list[Act]:
    """Return the acts that no record has a place for: of other papers, or of questions that are not asked any more."""
    papers = {cell.paper for cell in record_cells}
    return [
        act
        for cell, act in acts.items()
        if cell not in record_cells and (cell.paper not in papers or cell.kind == "question")
    ]


def cells_of(record: Record) -> set[ReviewedCell]:
    """Return the cells of a record."""
    sha256 = record["paper"]["sha256"]
    asked = {ReviewedCell(sha256, "question", answer["question"]) for answer in record.get("answers", ())}
    return asked | {ReviewedCell(sha256, "fact", fact_key(fact)) for fact in record.get("facts", ())}


def _facts(record: Record, mine: dict[tuple[str, str], Act], made: str) -> tuple[list[Record], list[Act]]:
    """Return the facts that stand, and the acts of facts that the record does not have but a reader does."""
    facts: list[Record] = []
    seen = set()
    for fact in record["facts"]:
        key = fact_key(fact)
        seen.add(key)
        act = mine.get(("fact", key))
        if act is None:
            facts.append({**fact, "by": "tool"})
        elif act.value is not None:
            new = {**fact, "value": act.value, "confidence": 1.0, "by": "reader"}
            if act.verdict in ("edit", "missed") and act.page:
                new["evidence"] = [_evidence(act, fact["evidence"]), *_others(act, fact["evidence"])]
            elif act.reason == "wrong place":
                new["evidence"] = []
            facts.append({**new, "review": _review(act, changed(act, record, made))})
    left = [act for (kind, key), act in mine.items() if kind == "fact" and key not in seen and act.value is not None]
    return facts, left


def _added(act: Act, number: int, note: str) -> Record:
    label, _, rest = act.key.partition("=")
    _, _, scope = rest.partition(" @ ")
    return {
        "id": f"r{number}",
        "label": label,
        "text": act.words or act.value,
        "value": act.value,
        "status": "used",
        "roles": [act.role] if act.role else [],
        "scope": scope,
        "attributes": {},
        "confidence": 1.0,
        "reason": "a reader says so",
        "evidence": [_evidence(act, [])] if act.page else [],
        "by": "reader",
        "review": _review(act, note),
    }


def _answer(answer: Record, act: Act, note: str) -> Record:
    new: Record = {**answer, "by": "reader", "confidence": 1.0, "review": _review(act, note)}
    if act.verdict == "accept":
        # What was accepted holds, also where a new version of the tool says something else.
        same = answer["stated"] and (answer.get("short") or answer["text"]) == act.value
        return new if same else _stating(new, act)
    if act.verdict in ("edit", "missed"):
        return _stating(new, act)
    if act.verdict == "absent":
        return {**_silent(new), "text": "Not stated.", "short": "not stated"}
    if act.value is not None and answer["stated"]:  # the value is right, its place is not
        return {**new, "evidence": []}
    return {**_silent(new), "text": f"Rejected by the reader: {act.reason}.", "short": f"rejected ({act.reason})"}


def _stating(answer: Record, act: Act) -> Record:
    for name in ("searched", "nearest", "pointer"):
        answer.pop(name, None)
    evidence = [_place(act, answer["evidence"])] if act.page else []
    return {**answer, "stated": True, "text": act.value, "short": act.value, "evidence": evidence}


def _silent(answer: Record) -> Record:
    searched = answer.get("searched", {"sections": [], "patterns": [], "unreadable_pages": []})
    silent = {"stated": False, "facts": [], "evidence": [], "searched": searched}
    return {**answer, **silent, "nearest": answer.get("nearest", []), "pointer": answer.get("pointer", "")}


def _place(act: Act, known: list[Record]) -> Record:
    """Return the place that the reader chose; the tool's own where it is one of those."""
    for place in known:
        if place["page"] == act.page and place["quote"] == act.quote:
            return place
    return {"page": act.page, "quote": act.quote, "boxes": [list(box) for box in act.boxes]}


def _evidence(act: Act, known: list[Record]) -> Record:
    place = _place(act, known)
    return {"section": "other", "found_by": "reader", **place}


def _others(act: Act, known: list[Record]) -> list[Record]:
    return [place for place in known if (place["page"], place["quote"]) != (act.page, act.quote)]


def _review(act: Act, note: str) -> dict[str, Any]:
    told = {"who": act.who, "when": act.when, "verdict": act.verdict, "how": act.how}
    more = {"reason": act.reason, "note": act.note, "changed": note}
    return {**told, **{name: text for name, text in more.items() if text}}
