"""Why is this the answer? Every find of a label: which rule found it, and what became of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..answers import answer
from ..deciding.cues import Context
from ..errors import UsageError
from ..extractor import Extractor
from ..knowledge import Knowledge, Pattern, Question
from ..pipeline.finds import Find
from ..records import MENTIONS, SILENT_ROLES, SKIP, Answer, Fact, Mention, Paper

_MOST_MISSES = 3
_STEM = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """One find: where it stands, which rule made it, and what became of it.

    ``rule`` is ``file:line:column`` of the regex, "term …", "table" or "ner". ``status`` is that of this find alone
    ("set aside" where it did not become part of a fact), ``because`` the cue, section or rule that decided.
    ``fact`` is the id of the fact it is evidence for ("" if none), and ``fact_status`` that fact's status.
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
    fact: str = ""
    fact_status: str = ""


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
    candidates: tuple[Candidate, ...]
    misses: tuple[Miss, ...]
    question: Question | None = None
    answer: Answer | None = None
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
    doc = extractor.make_doc(paper)
    kept: list[Find] = []
    dropped: list[Find] = []
    for _, component in extractor.nlp.pipeline:
        if hasattr(component, "trace"):
            kept, dropped = component.trace(doc)
        doc = component(doc)
    facts = extractor.find_facts(doc, paper)
    judge = _Judge(doc, paper, knowledge, facts)
    made_by = {(f.mention.label, f.mention.start, f.mention.end): f for f in kept}
    candidates = [
        judge.candidate(mention, made_by.get((mention.label, mention.start, mention.end)))
        for mention in doc.user_data[MENTIONS]
        if mention.label in wanted
    ]
    candidates += [judge.candidate(find.mention, find) for find in dropped if find.mention.label in wanted]
    candidates += judge.elsewhere(wanted, {(c.label, c.found, c.before) for c in candidates})
    candidates.sort(key=lambda c: (wanted.index(c.label), c.status == "set aside"))
    found = {candidate.label for candidate in candidates}
    answers = {a.cq: a for a in answer(knowledge.questions, facts, paper, knowledge)}
    return Explanation(
        labels=wanted,
        candidates=tuple(candidates),
        misses=tuple(
            miss
            for label in wanted
            if label not in found and label in knowledge.patterns
            for miss in _misses(knowledge.patterns[label], extractor, doc, paper)
        ),
        question=question,
        answer=answers.get(question.cq) if question else None,
        skipped=tuple(section.title or section.role for section in paper.sections if section.role in SILENT_ROLES),
        warnings=(*paper.warnings, *doc.user_data.get("dlextract.warnings", ())),
    )


def _question(knowledge: Knowledge, cq: int) -> Question | None:
    if not cq:
        return None
    for question in knowledge.questions:
        if question.cq == cq:
            return question
    raise UsageError("--cq", f"there is no question {cq}", "dlextract questions shows them")


class _Judge:
    """Says what became of finds."""

    def __init__(self, doc: Any, paper: Paper, knowledge: Knowledge, facts: Sequence[Fact]) -> None:
        self._paper = paper
        self._sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        self._starts = [start for start, _ in self._sentences]
        self._context = Context(knowledge.cues).of(paper)
        self._facts = {(f.label, e.start, e.end): f for f in facts for e in f.evidence}
        self._by_value: dict[tuple[str, str], Fact] = {}
        for fact in facts:
            self._by_value.setdefault((fact.label, fact.value.lower()), fact)
        self._all = facts

    def candidate(self, mention: Mention, find: Find | None) -> Candidate:
        """Return a find with what became of it."""
        paper = self._paper
        index = max(0, bisect_right(self._starts, mention.start) - 1)
        start, end = self._sentences[index]
        end = max(end, mention.end)
        fact = self._facts.get((mention.label, mention.start, mention.end))
        fact = fact or self._by_value.get((mention.label, mention.value.lower()))
        if find is not None and find.dropped:
            status, because, fact = "set aside", find.dropped, None
        else:
            verdict = self._context.judge(mention, start, end)
            status, because = verdict.status, verdict.reason
        if find is None:
            rule = mention.found_by
        elif find.rule is not None:
            rule = str(find.rule.place)
        else:
            rule = f"term {find.term!r}"
        return Candidate(
            label=mention.label,
            page=paper.page_at(mention.start),
            section=paper.role_at(mention.start),
            before=paper.text[start : mention.start],
            found=paper.text[mention.start : mention.end],
            after=paper.text[mention.end : end].rstrip(),
            value=fact.value if fact else mention.value,
            rule=rule,
            found_by=mention.found_by,
            status=status,
            because=because,
            fact=fact.id if fact else "",
            fact_status=fact.status if fact else "",
        )

    def elsewhere(self, wanted: Sequence[str], known: set[tuple[str, str, str]]) -> list[Candidate]:
        """Return the evidence of facts that no rule made: parameter tables, links."""
        found = []
        for fact in self._all:
            if fact.label not in wanted:
                continue
            for e in fact.evidence:
                at = e.start - e.quote_start
                before, text = e.quote[:at], self._paper.text[e.start : e.end]
                if not e.found_by.startswith(("table", "link")) or (fact.label, text, before) in known:
                    continue
                found.append(
                    Candidate(
                        label=fact.label,
                        page=e.page,
                        section=e.section,
                        before=before,
                        found=text,
                        after=e.quote[at + len(text) :],
                        value=fact.value,
                        rule=e.found_by,
                        found_by=e.found_by,
                        status=fact.status,
                        because=fact.reason,
                        fact=fact.id,
                        fact_status=fact.status,
                    )
                )
        return found


def _misses(pattern: Pattern, extractor: Extractor, doc: Any, paper: Paper) -> list[Miss]:
    """Return the sentences that have the words of most rules of a label that found nothing."""
    needs = extractor.nlp.get_pipe("dlextract_rules").needs(pattern.label)
    named = [re.compile(rf"\b{word[:_STEM]}") for word in pattern.label.lower().split("_") if len(word) > 2]
    skip = doc.user_data.get(SKIP, ())
    ranked: list[tuple[float, int, int]] = []
    for sent in doc.sents:
        start, end = sent.start_char, sent.end_char
        if any(first <= start < last for first, last in skip) or not 20 < end - start < 600:
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
