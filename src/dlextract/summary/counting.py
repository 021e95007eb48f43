"""Rows → what is counted over all papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..accuracy import Counts, Measured
from ..errors import UsageError
from ..statistics import Estimate, corrected, wilson
from ..writing import Record
from .rows import LABELS, Row, asked, is_part, row_of

LOW = 0.6
"""Confidence below which an answer is unsure."""

_LEAST, _MOST = 5, 10
"""Values of a label that are shown: those of several papers, but at least and at most so many."""

_UNSURE = 0.25
"""Share of the stated answers from which on unsure ones make a paper need a look."""

_LEAST_UNSURE = 3


@dataclass(frozen=True, slots=True)
class Told:
    """How many papers state the answer to a question: ``stated`` of ``papers``, ``unsure`` of them with low confidence.

    ``share`` is the share of findings, ``true`` the share corrected for their measured error (None where it cannot be).
    """

    cq: int
    name: str
    ask: str
    stated: int
    papers: int
    unsure: int
    share: Estimate
    true: Estimate | None
    measured: Counts


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many papers use one value; ``years`` counts them by year of publication, where that is known."""

    name: str
    papers: int
    share: Estimate
    years: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """The values of a label: ``papers`` name any, ``values`` are the commonest, ``different`` how many there are."""

    name: str
    papers: int
    share: Estimate
    different: int
    values: tuple[ValueCount, ...]


@dataclass(frozen=True, slots=True)
class PaperToLookAt:
    """A paper that a person should look at, and why."""

    row: Row
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What was counted over ``rows``, which were read; ``failed`` were not, ``copies`` had the content of another.

    ``years`` counts the papers by year of publication, None for unknown. ``made`` are the versions, patterns and models
    that made the records, the commonest first. ``fits`` tells whether ``measured`` is about the same judges.
    """

    rows: tuple[Row, ...]
    failed: tuple[Row, ...]
    copies: int
    questions: tuple[Told, ...]
    labels: tuple[Label, ...]
    years: Mapping[int | None, int]
    looks: tuple[PaperToLookAt, ...]
    made: tuple[tuple[str, str, str], ...]
    measured: Measured = field(default_factory=Measured)
    fits: bool = True


def summarise(records: Iterable[Record], measured: Measured, judges: str = "") -> Summary:
    """Count what ``records`` say.

    Args:
        records: may be a generator; little of each is kept.
        measured: how often the findings are right, by question.
        judges: the mark of the judges that were measured, as records name it ("" for any).

    Raises:
        UsageError: answers were left out of the records.
    """
    rows: list[Row] = []
    failed: list[Row] = []
    copies = 0
    names: dict[int, tuple[str, str]] = {}
    for record in records:
        if "duplicate_of" in record:
            copies += 1
            continue
        if is_part(record):
            problem = "answers were left out of its record, so shares would be wrong"
            raise UsageError(record["paper"]["source"], problem, "Read it again without --only-stated and the like")
        row = row_of(record)
        (failed if row.error else rows).append(row)
        names.update(asked(record))
    made = Counter(row.made for row in rows)
    return Summary(
        rows=tuple(rows),
        failed=tuple(failed),
        copies=copies,
        questions=tuple(_told(cq, *names[cq], rows, measured.of(cq)) for cq in sorted(names)),
        labels=tuple(label for name in LABELS if (label := _label(name, rows)).papers),
        years=dict(sorted(Counter(row.year for row in rows).items(), key=lambda pair: (pair[0] is None, pair[0] or 0))),
        looks=tuple(_looks(rows, failed)),
        made=tuple(maker for maker, _ in made.most_common()),
        measured=measured,
        fits=all(judges in model for _, _, model in made) if judges else True,
    )


def _told(cq: int, name: str, ask: str, rows: Sequence[Row], known: Counts) -> Told:
    found = [said for row in rows if (said := row.said(cq))]
    stated = [said for said in found if said.stated]
    unsure = sum(said.confidence is not None and said.confidence < LOW for said in stated)
    share, true = wilson(len(stated), len(found)), corrected(len(stated), len(found), known)
    return Told(cq, name, ask, len(stated), len(found), unsure, share, true, known)


def _label(name: str, rows: Sequence[Row]) -> Label:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for value in (row.values or {}).get(name, ()):
            found.setdefault(value, []).append(row)
    naming = sum(name in (row.values or {}) for row in rows)
    first = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].casefold()))
    several = sum(len(some) > 1 for _, some in first)
    first = first[: min(_MOST, max(_LEAST, several))]
    values = tuple(
        ValueCount(
            value,
            len(some),
            wilson(len(some), len(rows)),
            dict(sorted(Counter(row.year for row in some if row.year).items())),
        )
        for value, some in first
    )
    return Label(name, naming, wilson(naming, len(rows)), len(found), values)


def _looks(rows: Iterable[Row], failed: Iterable[Row]) -> Iterable[PaperToLookAt]:
    yield from (PaperToLookAt(row, (f"not read: {row.error}",)) for row in failed)
    looks = [PaperToLookAt(row, reasons) for row in rows if (reasons := tuple(_reasons(row)))]
    yield from sorted(looks, key=lambda look: -len(look.reasons))


def _reasons(row: Row) -> Iterable[str]:
    answers = row.answers or {}
    stated = [cq for cq, said in answers.items() if said.stated]
    if answers and not stated:
        yield "nothing found"
    if row.unreadable:
        yield f"{len(row.unreadable)} of {row.pages} pages unreadable"
    if row.language not in ("", "en"):
        yield f"language {row.language}"
    if not row.title:
        yield "no title"
    unsure = [cq for cq in stated if (sure := answers[cq].confidence) is not None and sure < LOW]
    if len(unsure) >= max(_LEAST_UNSURE, _UNSURE * len(stated)):
        yield f"{len(unsure)} unsure answers ({', '.join(map(str, unsure))})"
