"""What changes when patterns change: facts and answers before and after, paper by paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PaperError
from ..extractor import Extractor
from ..records import Answer, Fact
from ..report import Report


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``kind`` is fact or answer; ``what`` is a label or the name of a question.

    ``before`` and ``after`` say it in words ("" where there was, or is, nothing).
    """

    kind: str
    what: str
    before: str
    after: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """The differences in one paper; ``error`` where it cannot be read."""

    source: str
    changes: tuple[Change, ...]
    error: str = ""


def compare(before: Extractor, after: Extractor, papers: Iterable[str | Path]) -> Iterator[Compared]:
    """Yield what differs between what two extractors say about each paper."""
    read = (before.knowledge.sections, before.knowledge.words)
    same = read == (after.knowledge.sections, after.knowledge.words)
    for source in papers:
        try:
            paper = before.paper(source)
            other = paper if same else after.paper(source)
        except PaperError as error:
            yield Compared(str(source), (), str(error))
            continue
        yield Compared(str(source), tuple(changes(before.read_record(paper), after.read_record(other))))


def changes(before: Report, after: Report) -> Iterator[Change]:
    """Yield what differs between two reports of one paper, facts first."""
    old, new = _facts(before.facts), _facts(after.facts)
    labels = list(dict.fromkeys(key[0] for key in (*old, *new)))
    for label in labels:
        for key in dict.fromkeys((*old, *new)):
            if key[0] != label:
                continue
            was, now = _said(old.get(key)), _said(new.get(key))
            if was != now:
                fact = new.get(key) or old[key]
                yield Change("fact", label, was, now, fact.evidence[0].page if fact.evidence else 0)
    answers = {a.cq: a for a in before.answers}
    later = {a.cq: a for a in after.answers}
    for cq in sorted({*answers, *later}):
        was, now = _answered(answers.get(cq)), _answered(later.get(cq))
        if was != now:
            yield Change("answer", (later.get(cq) or answers[cq]).question, was, now)


def _facts(facts: Sequence[Fact]) -> dict[tuple[str, str, str], Fact]:
    return {(fact.label, fact.value.lower(), fact.scope): fact for fact in facts}


def _said(fact: Fact | None) -> str:
    if fact is None:
        return ""
    parts = [fact.value or fact.text]
    parts += [f"[{fact.scope}]"] if fact.scope else []
    parts += [f"({fact.status}{', ' + ' '.join(fact.roles) if fact.roles else ''})"]
    parts += [f"{name}={value}" for name, value in fact.attributes]
    return " ".join(parts)


def _answered(answer: Answer | None) -> str:
    return answer.text if answer else ""


def as_dict(compared: Compared) -> dict[str, Any]:
    """Return the comparison for JSON."""
    return {
        "source": compared.source,
        **({"error": compared.error} if compared.error else {}),
        "changes": [
            {
                "kind": change.kind,
                ("label" if change.kind == "fact" else "question"): change.what,
                "before": change.before or None,
                "after": change.after or None,
                **({"page": change.page} if change.page else {}),
            }
            for change in compared.changes
        ],
    }
