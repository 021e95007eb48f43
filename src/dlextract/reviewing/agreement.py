"""How far two readers agree, or a reader and the tool: cell by cell, and beyond chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..statistics import interval, kappa
from ..writing import Record
from .acts import Act, ReviewedCell
from .applying import cells_of
from .cells import said

_SPACE = re.compile(r"[\s;,.]+")
_PLACE = "wrong place"
"""The reason of a rejection that leaves the value as it is."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one side says of a cell: ``value`` None where the paper does not state it, or the value was rejected."""

    value: str | None
    verdict: str = ""
    reason: str = ""
    page: int | None = None
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell that both sides have judged; ``group`` is its question or label."""

    cell: ReviewedCell
    group: str
    one: Opinion
    two: Opinion

    @property
    def stated(self) -> tuple[bool, bool]:
        """Whether each side says that the paper states it."""
        return self.one.value is not None, self.two.value is not None

    @property
    def same(self) -> bool:
        """Whether both say the same, but for spaces, full stops and case."""
        return same(self.one, self.two)


@dataclass(frozen=True, slots=True)
class AgreementFigures:
    """The agreement of a group of cells.

    ``percent`` is the share of ``cells`` of which both say the same; ``kappa`` is Cohen's, of stated or not, with a
    95 % interval by bootstrap over papers. ``values`` is the share of same values among the ``both`` cells that both
    sides say are stated.
    """

    group: str
    kind: str
    cells: int
    percent: float
    kappa: float
    low: float
    high: float
    both: int
    values: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What came of comparing ``first`` and ``second``, which are the names of the files.

    ``only_first`` and ``only_second`` count the cells that only one side has judged.
    """

    first: str
    second: str
    figures: tuple[AgreementFigures, ...]
    differences: tuple[Pair, ...]
    only_first: int
    only_second: int
    titles: Mapping[str, str]


def of_acts(acts: Mapping[ReviewedCell, Act]) -> dict[ReviewedCell, Opinion]:
    """Return the opinions of a reader, from the acts that stand."""
    return {
        cell: Opinion(act.value, act.verdict, act.reason, act.page, act.quote, act.note) for cell, act in acts.items()
    }


def of_records(records: Iterable[Record], titles: dict[str, str]) -> dict[ReviewedCell, Opinion]:
    """Return the opinions of the tool; the titles of the papers are put into ``titles``, by their hashes."""
    found = {}
    for record in records:
        paper = record["paper"]
        titles[paper["sha256"]] = paper.get("title") or paper["source"]
        for cell in cells_of(record) if record.get("answers") else ():
            found[cell] = Opinion(said(record, cell.kind, cell.key)[1], "tool")
    return found


def agreement(
    first: str,
    one: Mapping[ReviewedCell, Opinion],
    second: str,
    two: Mapping[ReviewedCell, Opinion],
    titles: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Agreement:
    """Compare the opinions of two sides.

    Args:
        first: name of the one side.
        one: its opinions.
        second: name of the other.
        two: its opinions.
        titles: titles of papers by their hashes.
        seed: of the bootstrap.
    """
    shared = sorted(one.keys() & two.keys())
    pairs = [Pair(cell, _group(cell), one[cell], two[cell]) for cell in shared]
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault((pair.cell.kind, f"all {pair.cell.kind}s"), []).append(pair)
    for pair in pairs:
        groups.setdefault((pair.cell.kind, pair.group), []).append(pair)
    order = sorted(groups, key=lambda key: (key[0] == "fact", not key[1].startswith("all "), key[1]))
    return Agreement(
        first=first,
        second=second,
        figures=tuple(_figures(group, kind, groups[kind, group], seed) for kind, group in order),
        differences=tuple(pair for pair in pairs if not pair.same),
        only_first=len(one.keys() - two.keys()),
        only_second=len(two.keys() - one.keys()),
        titles=titles or {},
    )


def same(one: Opinion | Act, two: Opinion | Act) -> bool:
    """Tell whether two sides say the same: the same value, but for spaces, full stops and case, at a right place."""
    return _plain(one.value) == _plain(two.value) and (one.reason == _PLACE) == (two.reason == _PLACE)


def _group(cell: ReviewedCell) -> str:
    return cell.key if cell.kind == "question" else cell.key.partition("=")[0]


def _figures(group: str, kind: str, pairs: Sequence[Pair], seed: int) -> AgreementFigures:
    both = [pair for pair in pairs if all(pair.stated)]
    low, high = interval(_by_paper(pairs), _over_papers(_kappa), seed)
    return AgreementFigures(
        group=group,
        kind=kind,
        cells=len(pairs),
        percent=sum(pair.same for pair in pairs) / len(pairs),
        kappa=_kappa(pairs),
        low=low,
        high=high,
        both=len(both),
        values=sum(pair.same for pair in both) / len(both) if both else 0.0,
    )


def _kappa(pairs: Sequence[Pair]) -> float:
    return kappa([pair.stated for pair in pairs])


def _by_paper(pairs: Sequence[Pair]) -> list[list[Pair]]:
    papers: dict[str, list[Pair]] = {}
    for pair in pairs:
        papers.setdefault(pair.cell.paper, []).append(pair)
    return list(papers.values())


def _over_papers(figure: Callable[[Sequence[Pair]], float]) -> Callable[[Sequence[list[Pair]]], float]:
    return lambda papers: figure([pair for paper in papers for pair in paper])


def _plain(value: str | None) -> str | None:
    return None if value is None else _SPACE.sub(" ", value).strip().casefold()
