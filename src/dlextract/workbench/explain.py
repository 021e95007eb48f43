"""Why is this the answer? Every candidate of a label: which rule found it, and each step of what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..build import RULES
from ..candidates import ASIDE, FROM_LIST, FROM_TABLE, Candidate, Decided, Step
from ..covering import covered
from ..doc_keys import SKIP
from ..errors import UsageError
from ..extractor import Extractor
from ..judging.explaining import Sum, sum_of
from ..judging.segments import QUESTIONS
from ..knowledge import Knowledge, Pattern, Question
from ..records import SILENT_ROLES, Answer, Fact, Paper

_LONGEST_CELL = 80
_MOST_MISSES = 3
_STEM = 6


@dataclass(frozen=True, slots=True)
class Explained:
    """One candidate: where it stands, which rule found it, what was done with it, and the fact it became.

    ``steps`` are ``(name, effect, place)``, ``place`` being ``file:line:column`` ("" where no pattern file says so);
    ``rule`` is the place of the first of them. ``status`` is that of this candidate alone ("set aside" where it gives
    no fact), ``because`` the cue, section or rule that decided. ``fact`` is the id of the fact that it is part of (""
    if none), ``fact_status`` that fact's status.
    """

    label: str
    page: int
    section: str
    before: str
    found: str
    after: str
    value: str
    rule: str
    found_by: str
    status: str
    because: str
    steps: tuple[tuple[str, str, str], ...] = ()
    fact: str = ""
    fact_status: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A fact, and the steps that made one fact of its candidates, as ``(name, effect, place)``."""

    fact: Fact
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence that has the words which a rule of ``label`` needs, but which none matches."""

    label: str
    page: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known about some labels in one paper, and about the question they answer, if one was asked for."""

    labels: tuple[str, ...]
    candidates: tuple[Explained, ...]
    facts: tuple[Made, ...]
    misses: tuple[Miss, ...]
    question: Question | None = None
    answer: Answer | None = None
    sum: Sum | None = None
    skipped: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def explain(extractor: Extractor, paper: Paper, labels: Sequence[str] = (), cq: int = 0) -> Explanation:
    """Return how ``labels``, or those of question ``cq``, fared in the paper.

    Raises:
        UsageError: there is no such label or question.
    """
    knowledge = extractor.knowledge
    question = _question(knowledge, cq)
    wanted = tuple(dict.fromkeys((*labels, *(question.labels if question else ()))))
    for label in wanted:
        if label not in knowledge.patterns and not question:
            raise UsageError(label, "there is no such label", "dlextract patterns list shows them")
    doc = extractor.nlp(extractor.make_doc(paper))
    decided = extractor.decide(doc, paper)
    report = extractor.report(decided, paper)
    fact_of = {number: item.fact for item in decided.facts for number in item.candidates}
    candidates = [
        _explained(candidate, fact_of.get(candidate.number), paper)
        for candidate in decided.candidates
        if candidate.mention.label in wanted
    ]
    candidates.sort(key=lambda c: (wanted.index(c.label), c.status == ASIDE))
    steps = {item.fact.id: _steps(item.steps) for item in decided.facts}
    found = {candidate.label for candidate in candidates}
    answers = {a.cq: a for a in report.answers}
    return Explanation(
        labels=wanted,
        candidates=tuple(candidates),
        facts=tuple(Made(fact, steps[fact.id]) for fact in report.facts if fact.label in wanted),
        misses=tuple(
            miss
            for label in wanted
            if label not in found and label in knowledge.patterns
            for miss in _misses(knowledge.patterns[label], extractor, doc, paper)
        ),
        question=question,
        answer=answers.get(question.cq) if question else None,
        sum=_sum(extractor, decided, paper, question) if question else None,
        skipped=tuple(section.title or section.role for section in paper.sections if section.role in SILENT_ROLES),
        warnings=report.warnings,
    )


def _sum(extractor: Extractor, decided: Decided, paper: Paper, question: Question) -> Sum | None:
    """Return how the judges weighed the question; None where there are none."""
    if extractor.judges is None or not decided.lines or question.cq > QUESTIONS:
        return None
    facts = [item.fact for item in decided.facts]
    drafts, _ = extractor.draft(facts, paper)
    return sum_of(extractor.judges, decided.lines, decided.scores, facts, drafts, question)


def _question(knowledge: Knowledge, cq: int) -> Question | None:
    if not cq:
        return None
    for question in knowledge.questions:
        if question.cq == cq:
            return question
    raise UsageError("--cq", f"there is no question {cq}", "dlextract questions shows them")


def _explained(candidate: Candidate, fact: Fact | None, paper: Paper) -> Explained:
    mention, steps = candidate.mention, _steps(candidate.steps)
    if steps and mention.found_by.startswith((FROM_TABLE, FROM_LIST)):
        name, effect, place = steps[0]
        steps = ((name, f"{effect}{_in_table(mention.start, paper)}", place), *steps[1:])
    return Explained(
        label=mention.label,
        page=paper.page_at(mention.start),
        section=candidate.section,
        before=paper.text[candidate.start : mention.start],
        found=candidate.text,
        after=paper.text[mention.end : candidate.end].rstrip(),
        value=fact.value if fact else candidate.value or mention.value,
        rule=steps[0][2] if steps else "",
        found_by=mention.found_by,
        status=ASIDE if candidate.aside else candidate.verdict.status,
        because=candidate.aside or candidate.verdict.reason,
        steps=steps,
        fact=fact.id if fact else "",
        fact_status=fact.status if fact else "",
    )


def _in_table(at: int, paper: Paper) -> str:
    """Return in which table, row and column the cell at an offset stands, as words; "" where it stands in none.

    A column is told with all headings over it, a row with its first cell.
    """
    table = next((table for table in paper.tables if table.start <= at < table.end), None)
    cell = next((one for row in table.rows for one in row if one.start <= at <= one.end), None) if table else None
    if table is None or cell is None:
        return ""
    head = max(1, table.heading_rows)
    over = [
        one.text
        for row in table.rows[:head]
        for one in row
        if one.column <= cell.column < one.column + max(1, one.span) and one.row < cell.row
    ]
    first = next((one.text for one in table.rows[cell.row] if one.start != cell.start), "") if cell.column else ""
    caption = " ".join(paper.text[slice(*table.caption)].split())
    said = [f"row {cell.row + 1}{_quoted(first)}", f"column {cell.column + 1}{_quoted(' / '.join(over))}"]
    return f" in {', '.join(said)} of the table{_quoted(caption)}"


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    if not short:
        return ""
    return f' "{short if len(short) <= _LONGEST_CELL else short[: _LONGEST_CELL - 1] + "…"}"'


def _steps(steps: Iterable[Step]) -> tuple[tuple[str, str, str], ...]:
    return tuple((step.name, step.effect, str(step.place or "")) for step in steps)


def _misses(pattern: Pattern, extractor: Extractor, doc: Any, paper: Paper) -> list[Miss]:
    """Return the sentences that have the words of most rules of a label that found nothing."""
    needs = extractor.nlp.get_pipe(RULES).needs(pattern.label)
    named = [re.compile(rf"\b{word[:_STEM]}") for word in pattern.label.lower().split("_") if len(word) > 2]
    skip = doc.user_data.get(SKIP, ())
    ranked: list[tuple[float, int, int]] = []
    for sent in doc.sents:
        start, end = sent.start_char, sent.end_char
        if covered(start, skip) or not 20 < end - start < 600:
            continue
        lower = paper.text[start:end].lower()
        names = sum(bool(word.search(lower)) for word in named)
        hits = sum(all(any(word in lower for word in words) for words in sets) for sets in needs)
        if names == len(named) or (names and hits):
            ranked.append((names / len(named) + min(hits, 5) / 10, start, end))
    ranked.sort(key=lambda item: (-item[0], item[1]))
    return [
        Miss(pattern.label, paper.page_at(start), " ".join(paper.text[start:end].split()))
        for _, start, end in ranked[:_MOST_MISSES]
    ]
