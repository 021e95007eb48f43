"""How many papers say yes to each item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .auditing import Audit


@dataclass(slots=True)
class YesCounts:
    """Counts of the audits that went by: papers ``read``, ``failed`` ones, and those that say yes by item."""

    read: int = 0
    failed: int = 0
    yes: dict[str, int] = field(default_factory=dict)

    def over(self, audits: Iterable[Audit]) -> Iterator[Audit]:
        """Yield ``audits`` and count them."""
        for audit in audits:
            self.read += not audit.error
            self.failed += bool(audit.error)
            for finding in audit.findings:
                self.yes[finding.item.name] = self.yes.get(finding.item.name, 0) + finding.yes
            yield audit

    @property
    def title(self) -> str:
        """What the counts are."""
        papers = "1 paper" if self.read == 1 else f"{self.read} papers"
        return f"Yes, of {papers}" + (f" ({self.failed} not read)" if self.failed else "")

    def rows(self) -> Iterator[tuple[str, int]]:
        """Yield each item as people read it, and how many papers say yes to it."""
        yield from ((name.replace("_", " "), count) for name, count in self.yes.items())
