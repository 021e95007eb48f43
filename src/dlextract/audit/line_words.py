"""What every form says of a line of a checklist, and how many lines of which papers are what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from ..checklists import FILLED, NOT_READ, PARTLY, SILENT, STATES, Checklist, ChecklistItem
from .auditing import Audit
from .claim_check import Claimed
from .line_status import ItemFinding

MARKS = {FILLED: "+", PARTLY: "~", SILENT: "-", NOT_READ: "?"}
"""Signs of the states in a matrix."""
LEGEND = ", ".join(f"{mark} {state}" for state, mark in MARKS.items())


def numbered(item: ChecklistItem) -> str:
    """Return what a line asks, after its number."""
    return f"{item.number} {item.ask}" if item.number else item.ask


def counted(audit: Audit) -> str:
    """Return how many lines are what: "9 filled, 3 silent of 12"."""
    counts = Counter(finding.status for finding in audit.findings)
    told = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    return f"{told} of {len(audit.findings)}"


def grouped(audit: Audit) -> Iterator[tuple[str, list[ItemFinding]]]:
    """Yield the heading of each group ("" for none) and its findings."""
    for group, findings in groupby(audit.findings, key=lambda finding: finding.item.group):
        yield audit.checklist.groups.get(group, ""), list(findings)


def remarks(finding: ItemFinding) -> list[str]:
    """Return what is said of a line: what is stated and how sure that is, what it lacks, why it is not read."""
    if finding.status == NOT_READ:
        return [f"{finding.why}: {finding.text}" if finding.text else finding.why]
    sure = f" (confidence {finding.confidence:.2f})" if finding.evidence else ""
    told = finding.short or finding.text
    said = [told + sure] if told else []
    return said + ([f"without {', '.join(finding.missing)}"] if finding.status == PARTLY and finding.missing else [])


OWN_FORM = "The paper's own form, as its authors filled it"
"""Heading of what is printed in the paper."""


def answered(claim: Claimed) -> str:
    """Return what a line of the paper's own form asks, with its number and answer: "yes: 8 Compute resources"."""
    return f"{claim.answer or 'open'}: {' '.join(filter(None, (claim.number, claim.asked)))}"


def beside(claim: Claimed) -> str:
    """Return what the rest of the paper states on a line of its own form, "" where that was not looked for."""
    if not claim.verdict or claim.finding is None:
        return ""
    text = f" ({claim.finding.short or claim.finding.text})" if claim.finding.evidence else ""
    return f"in the rest of the paper: {claim.verdict}{text}"


@dataclass(slots=True)
class Matrix:
    """What the lines of a checklist are in the audits that went by: a row per paper that was ``read``."""

    checklist: Checklist
    failed: int = 0
    rows: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)

    def over(self, audits: Iterable[Audit]) -> Iterator[Audit]:
        """Yield ``audits`` and note source, sha256, title and the state of each line."""
        for audit in audits:
            self.failed += bool(audit.error)
            if not audit.error:
                states = tuple(finding.status for finding in audit.findings)
                self.rows.append((audit.source, audit.sha256, audit.title, states))
            yield audit

    @property
    def title(self) -> str:
        """What the matrix is of."""
        papers = "1 paper" if len(self.rows) == 1 else f"{len(self.rows)} papers"
        return f"{self.checklist.title}, {papers}" + (f" ({self.failed} not read)" if self.failed else "")

    def counts(self) -> Iterator[tuple[ChecklistItem, dict[str, int]]]:
        """Yield each line with the number of papers by its state there."""
        for number, item in enumerate(self.checklist.items):
            counts = Counter(states[number] for *_, states in self.rows)
            yield item, {state: counts[state] for state in STATES}

    def columns(self) -> list[str]:
        """Return a short name for each line: its number, or its place in the checklist."""
        return [item.number or str(place) for place, item in enumerate(self.checklist.items, start=1)]
