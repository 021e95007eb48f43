"""A record → yes or no for each item of the checklist, with the sentences that show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..writing import Record
from .checklist import CHECKLIST, Item, Source

_MOST_EVIDENCE = 3
_MOST_VALUES = 6
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """One item, judged.

    ``text`` says what is stated; for a no, what came near it, or where the paper sends its reader ("" if nothing did).
    ``evidence`` are pieces of evidence as in the record, the best first; empty for a no.
    """

    item: Item
    yes: bool
    text: str = ""
    evidence: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """One paper, audited; ``error`` is why it could not be read, ``findings`` are then empty."""

    source: str
    sha256: str
    title: str = ""
    findings: tuple[Finding, ...] = ()
    error: str = ""


def audit(record: Record, checklist: Sequence[Item] = CHECKLIST) -> Audit:
    """Return what the record of a paper says about each item of ``checklist``; nothing is read anew."""
    paper = record["paper"]
    if "error" in record:
        return Audit(paper["source"], paper["sha256"], error=record["error"]["message"])
    answers = {answer["question"]: answer for answer in record["answers"]}
    facts = {fact["id"]: fact for fact in record["facts"]}
    passages = paper["pages"] == 1 and not paper["source"].lower().endswith(".pdf")
    findings = tuple(_presumed(_find(item, answers, facts), passages) for item in checklist)
    return Audit(paper["source"], paper["sha256"], paper.get("title", ""), findings)


def _find(item: Item, answers: dict[str, Record], facts: dict[str, Record]) -> Finding:
    near = ""
    for source in item.sources:
        answer = answers.get(source.question)
        if answer is None:
            continue
        if not answer["stated"]:
            near = near or answer.get("pointer", "")
            continue
        if source == Source(source.question):
            return Finding(item, True, answer["text"], tuple(answer["evidence"]))
        counting = [(fact, list(_shown(fact, source))) for name in answer["facts"] if (fact := facts.get(name))]
        if shown := [(fact, evidence) for fact, evidence in counting if evidence]:
            return Finding(item, True, _values(fact for fact, _ in shown), _first(shown))
        near = near or (f"not enough: {answer['text']}" if not source.labels else "")
    return Finding(item, False, near)


def _presumed(finding: Finding, passages: bool) -> Finding:
    """Return the finding; for silent passages what papers usually say, where that is known."""
    usual = finding.item.usual
    if finding.yes or not passages or usual < _EVEN:
        return finding
    return replace(finding, yes=True, text=f"not in these passages; {usual:.0%} of such papers say it")


def _shown(fact: Record, source: Source) -> Iterator[Record]:
    """Yield the evidence by which ``fact`` counts."""
    if source.labels and fact["label"] not in source.labels:
        return
    if source.attribute and source.attribute not in fact["attributes"]:
        return
    if fact["confidence"] < source.least:
        return
    if source.not_value and any(re.search(source.not_value, fact[key]) for key in ("value", "text")):
        return
    for evidence in fact["evidence"]:
        if re.search(source.found_by, evidence["found_by"]) and not (
            source.not_quote and re.search(source.not_quote, evidence["quote"])
        ):
            yield evidence


def _values(facts: Iterator[Record]) -> str:
    said = dict.fromkeys(_said(fact) for fact in facts)
    return ", ".join(list(said)[:_MOST_VALUES])


def _said(fact: Record) -> str:
    version = fact["attributes"].get("version", "")
    return " ".join(filter(None, (" ".join((fact["value"] or fact["text"]).split()), str(version))))


def _first(shown: Sequence[tuple[Record, list[Record]]]) -> tuple[Record, ...]:
    """Return the best sentence of each fact, each sentence once."""
    places = {evidence[0]["quote_start"]: evidence[0] for _, evidence in reversed(shown)}
    ordered = [evidence[0] for _, evidence in shown]
    kept = [piece for piece in ordered if places.pop(piece["quote_start"], None) is not None]
    return tuple(kept[:_MOST_EVIDENCE])
