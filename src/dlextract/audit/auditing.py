"""A record → a filled checklist, and what a form that is printed in the paper says beside it."""

from __future__ import annotations

from dataclasses import dataclass

from ..checklists import Checklist
from ..writing import Record
from .checklist import checklist as named
from .claim_check import Claimed, claimed
from .line_status import ItemFinding, findings_of


@dataclass(frozen=True, slots=True)
class Audit:
    """One paper, audited; ``error`` is why it could not be read, ``findings`` are then empty.

    ``claims`` are the lines of a venue's form that is printed in the paper.
    """

    checklist: Checklist
    source: str
    sha256: str
    title: str = ""
    findings: tuple[ItemFinding, ...] = ()
    error: str = ""
    claims: tuple[Claimed, ...] = ()


def audit(record: Record, checklist: Checklist | None = None) -> Audit:
    """Return what the record of a paper says about each item of ``checklist``, or of the default one."""
    paper = record["paper"]
    checklist = checklist or named()
    if "error" in record:
        return Audit(checklist, paper["source"], paper["sha256"], error=record["error"]["message"])
    return Audit(
        checklist,
        paper["source"],
        paper["sha256"],
        paper.get("title", ""),
        findings_of(record, checklist),
        claims=claimed(record),
    )
