"""Parts of a record, small enough for a model to read at once.

Lists end where the room is used up; ``total`` says how many there are, ``next`` where to go on (None at the end).
Longer texts are cut, and say so. Words of the paper stand in a fence: they are data, whatever they say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeVar

from ..audit import Audit
from ..checklists import STATES
from ..errors import UsageError
from ..writing import Record
from ..writing.quotes import printable
from .shapes import (
    AnswerRow,
    AnswerView,
    AuditRow,
    AuditView,
    ComparedRow,
    Considered,
    EvidenceView,
    ExplainView,
    FactRow,
    FactsView,
    PaperView,
    Quote,
)
from .shelf import handle

if TYPE_CHECKING:
    from ..workbench.explain import Explanation

View = TypeVar("View")

ROOM = 5900
"""Characters of JSON that an answer may take: about 2,000 tokens."""
QUOTE, LINE = 700, 240
"""Characters of a quote, and of a text in a row, that are shown."""

_MOST_CLAIMS = 20
_MOST_MISSES = 3
_FENCE = re.compile("<(/?)(paper)", re.IGNORECASE)


def filled(view: View, name: str, rows: Sequence[Any], start: int) -> View:
    """Return ``view`` with those of ``rows`` from ``start`` in its list ``name`` that there is room for, at least one.

    Raises:
        UsageError: ``start`` is beyond them.
    """
    if not 0 <= start <= len(rows):
        raise UsageError("cursor", f"{start} is not between 0 and {len(rows)}", "Give the last 'next', or leave it out")
    room = ROOM - _size(view)
    taken: list[Any] = []
    for row in rows[start:]:
        room -= _size(row) + 1
        if taken and room < 0:
            break
        taken.append(row)
    after = start + len(taken)
    more: dict[str, Any] = {name: taken, "total": len(rows), "next": after if after < len(rows) else None}
    return replace(view, **more)  # type: ignore[type-var]


def _size(record: Any) -> int:
    return len(json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")))


def cut(text: str, most: int = LINE) -> str:
    """Return ``text`` on one line, which says how much of it is left out."""
    text = printable(text)
    return text if len(text) <= most else f"{text[:most].rstrip()} … [{len(text) - most} more characters]"


def fenced(text: str, most: int = QUOTE) -> str:
    """Return words of a paper in a fence that they cannot leave."""
    return f"<paper>{cut(_FENCE.sub(lambda found: f'‹{found[1]}{found[2]}', text), most)}</paper>"


def paper_view(record: Record, start: int = 0) -> PaperView:
    """Return the answers of a record in short."""
    paper = record["paper"]
    view = PaperView(
        handle(paper["sha256"]),
        paper["source"],
        cut(paper["title"]),
        paper["pages"],
        sum(answer["stated"] for answer in record["answers"]),
        len(record["warnings"]),
    )
    return filled(view, "answers", [_row(answer) for answer in record["answers"]], start)


def _row(answer: Record) -> AnswerRow:
    page = answer["evidence"][0]["page"] if answer["stated"] and answer["evidence"] else None
    return AnswerRow(
        answer["cq"], answer["question"], cut(said(answer)), answer["stated"], page, answer.get("confidence")
    )


def said(answer: Record) -> str:
    """Return an answer in short."""
    return str(answer.get("short") or answer["text"]) if answer["stated"] else "not stated"


def answer_of(record: Record, cq: int) -> Record:
    """Return the answer to question ``cq``.

    Raises:
        UsageError: there is no such question.
    """
    for answer in record["answers"]:
        if answer["cq"] == cq:
            return dict(answer)
    numbers = [answer["cq"] for answer in record["answers"]]
    raise UsageError(f"question {cq}", "there is none", f"Questions are {min(numbers)} to {max(numbers)}")


def answer_view(record: Record, cq: int, start: int = 0) -> AnswerView:
    """Return the answer to one question with its quotes."""
    answer = answer_of(record, cq)
    searched = answer.get("searched", {})
    view = AnswerView(
        handle(record["paper"]["sha256"]),
        cq,
        answer["ask"],
        answer["stated"],
        cut(said(answer)),
        cut(answer["text"], QUOTE) if answer["stated"] else "",
        answer.get("confidence"),
        answer["facts"],
        [f"unreadable page {page}" for page in searched.get("unreadable_pages", ())] + searched.get("sections", []),
        answer.get("nearest", []),
        cut(answer.get("pointer", "")),
    )
    return filled(view, "quotes", [_quote(place) for place in answer["evidence"]], start)


def _quote(place: Record) -> Quote:
    boxes = [list(box) for box in place.get("boxes", ())]
    return Quote(place["page"], fenced(place["quote"]), boxes, place.get("section", ""), place.get("found_by", ""))


def facts_view(record: Record, labels: Sequence[str], statuses: Sequence[str], start: int = 0) -> FactsView:
    """Return the facts of some labels and statuses (all if there are none)."""
    wanted, kept = {label.upper() for label in labels}, {status.lower() for status in statuses}
    if unknown := kept - {"used", "searched", "mentioned", "negated"}:
        raise UsageError(f"status {min(unknown)!r}", "there is none", "Ask for used, searched, mentioned or negated")
    found = [
        _fact(fact)
        for fact in record["facts"]
        if (not wanted or fact["label"] in wanted) and (not kept or fact["status"] in kept)
    ]
    return filled(FactsView(handle(record["paper"]["sha256"])), "facts", found, start)


def _fact(fact: Record) -> FactRow:
    return FactRow(
        fact["id"],
        fact["label"],
        cut(fact["value"] or fact["text"]),
        fact["status"],
        cut(fact["scope"]),
        fact["roles"],
        {name: cut(value) if isinstance(value, str) else value for name, value in fact["attributes"].items()},
        fact["confidence"],
        fact["evidence"][0]["page"] if fact["evidence"] else None,
    )


def evidence_of(record: Record, name: str) -> tuple[str, list[Record]]:
    """Return what fact ``name`` ("f12") or question ``name`` ("cq20") says, and the places where it stands.

    Raises:
        UsageError: there is no such fact or question.
    """
    if re.fullmatch(r"cq\d{1,4}", name):
        answer = answer_of(record, int(name[2:]))
        return said(answer), answer["evidence"]
    for fact in record["facts"]:
        if fact["id"] == name:
            return f"{fact['label']}: {fact['value'] or fact['text']} ({fact['status']})", fact["evidence"]
    raise UsageError(
        f"id {name[:40]!r}", "there is none", "Give the id of a fact such as f1, or a question such as cq20"
    )


def evidence_view(record: Record, name: str, start: int, shown: int | None) -> EvidenceView:
    """Return the places of a fact or an answer."""
    says, places = evidence_of(record, name)
    view = EvidenceView(handle(record["paper"]["sha256"]), name, cut(says), shown)
    return filled(view, "quotes", [_quote(place) for place in places], start)


def compared(record: Record, cq: int) -> ComparedRow:
    """Return what one paper says to a question."""
    paper, answer = record["paper"], answer_of(record, cq)
    row = _row(answer)
    name = handle(paper["sha256"])
    return ComparedRow(name, paper["source"], cut(paper["title"]), row.answer, row.stated, row.page, row.confidence)


def audit_view(audited: Audit, start: int = 0) -> AuditView:
    """Return the findings of an audit."""
    rows = [
        AuditRow(
            audited.checklist.groups.get(finding.item.group, ""),
            finding.item.number,
            finding.item.name,
            finding.item.ask,
            finding.status,
            cut(finding.short or finding.text),
            list(finding.missing),
            finding.why,
            finding.evidence[0]["page"] if finding.evidence else None,
            finding.confidence if finding.evidence else None,
            fenced(finding.evidence[0]["quote"], LINE) if finding.evidence else "",
        )
        for finding in audited.findings
    ]
    counts = {state: sum(row.status == state for row in rows) for state in STATES}
    form = [f"{fenced(claim.asked, LINE)}: {claim.answer or 'open'}; {claim.verdict}" for claim in audited.claims]
    checklist = audited.checklist
    view = AuditView(handle(audited.sha256), checklist.title, checklist.reference, counts, form[:_MOST_CLAIMS])
    return filled(view, "items", rows, start)


def explain_view(sha256: str, explanation: Explanation, start: int = 0) -> ExplainView:
    """Return why a question has the answer that it has."""
    question, answer, sums = explanation.question, explanation.answer, explanation.sum
    assert question
    rows = [
        Considered(
            one.label,
            one.page,
            fenced(one.found, LINE),
            cut(one.value),
            one.status,
            cut(one.because),
            one.rule,
            one.fact,
        )
        for one in explanation.candidates
    ]
    view = ExplainView(
        handle(sha256),
        question.cq,
        question.ask,
        bool(answer and answer.stated),
        round(sums.chance, 3) if sums else None,
        [cut(line) for line in sums.reasons] if sums else [],
        [
            f"page {miss.page}, {miss.label}: {fenced(miss.sentence, LINE)}"
            for miss in explanation.misses[:_MOST_MISSES]
        ],
    )
    return filled(view, "candidates", rows, start)
