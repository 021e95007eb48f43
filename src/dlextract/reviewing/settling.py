"""What two readers differ in, in the papers that both have done, and what they agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import UsageError
from .acts import Act, ReviewedCell, fold, now
from .agreement import same
from .corpus import Corpus, PaperRow

Standing = Mapping[ReviewedCell, Act]
Sides = tuple[Act | None, Act | None]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The differences of two readers.

    ``readers`` are their names, ``papers`` the hashes of the papers of which both have decided all questions; nothing
    of other papers is told. ``sides`` holds, for each cell on which they differ, what each has decided: in the order
    of the papers, questions first. Of a fact one of them may be None: that reader left it as the tool has it. ``same``
    are the acts on which they agree, those of the first. ``last`` is the time of the last act that stands on each of
    these cells. ``waiting`` says of each other paper how many questions each reader has left.
    """

    readers: tuple[str, str]
    papers: frozenset[str]
    sides: Mapping[ReviewedCell, Sides]
    same: tuple[Act, ...]
    last: Mapping[ReviewedCell, str]
    waiting: Mapping[str, tuple[int, int]]

    @property
    def left(self) -> list[str]:
        """How many questions each reader has left in the papers that are not open yet."""
        counts = [sum(each) for each in zip(*self.waiting.values(), strict=True)] or [0, 0]
        return [f"{name} has {count or 'no'} questions left" for name, count in zip(self.readers, counts, strict=True)]

    @property
    def told(self) -> list[str]:
        """What to tell about papers that are not open yet."""
        if not self.waiting:
            return []
        count = "1 paper is" if len(self.waiting) == 1 else f"{len(self.waiting)} papers are"
        return [f"{count} not open yet, as not both are done: {', '.join(self.left)}"]

    def opening(self, who: str, acts: Sequence[Act]) -> list[Act]:
        """Return the acts with which a session begins: all that both agree on, and what has to be settled anew.

        Args:
            who: the name of whoever settles.
            acts: of earlier sessions. Where a reader has decided otherwise since, what was settled is taken back.
        """
        when, undone = now(), list[Act]()
        while True:
            standing = {cell: act for cell, act in fold([*acts, *undone]).items() if cell.paper in self.papers}
            old = [act for cell, act in standing.items() if self._is_older(act, cell)]
            if not old:
                break
            undone += [replace(act, when=when, verdict="undo", reason="", value=None) for act in old]
        fresh = [act for act in self.same if act.cell not in standing]
        return [*undone, *(replace(act, who=who, when=when, how="consensus") for act in fresh)]

    def _is_older(self, settled: Act, cell: ReviewedCell) -> bool:
        """Tell whether a reader has decided about ``cell`` after it was settled."""
        return settled.when < self.last.get(cell, "")

    def taken(self, cell: ReviewedCell, reader: str, who: str) -> Act:
        """Return what ``reader`` has decided about ``cell``, as an act of ``who``.

        Raises:
            UsageError: that reader has decided nothing there.
        """
        sides = dict(zip(self.readers, self.sides.get(cell, (None, None)), strict=True))
        if (act := sides.get(reader)) is None:
            raise UsageError("decision", f"{reader!r} has decided nothing there", "Reload the page")
        return replace(act, who=who, when=now(), how="consensus")


def settlement(corpus: Corpus, readers: tuple[str, str], one: Sequence[Act], two: Sequence[Act]) -> Settlement:
    """Compare two readers.

    Args:
        corpus: the records.
        readers: their names.
        one: the acts of the first, as in the file.
        two: those of the second.
    """
    first, second = fold(one), fold(two)
    done, waiting = set(), {}
    for row in corpus.rows:
        if row.error:
            continue
        left = _left(row, first), _left(row, second)
        if any(left) or not row.told:
            waiting[row.sha256] = left
        else:
            done.add(row.sha256)
    sides: dict[ReviewedCell, Sides] = {}
    agreed, last = [], {}
    for cell in _ordered(corpus, done, {*first, *second}):
        mine, other = first.get(cell), second.get(cell)
        last[cell] = max(act.when for act in (mine, other) if act)
        if mine and other and same(mine, other):
            agreed.append(mine)
        elif (mine and other) or (mine or other).verdict != "accept":  # type: ignore[union-attr]
            sides[cell] = mine, other
    return Settlement(readers, frozenset(done), sides, tuple(agreed), last, waiting)


def _left(row: PaperRow, acts: Standing) -> int:
    """Return how many questions of a paper are not decided."""
    return sum(ReviewedCell(row.sha256, "question", name) not in acts for name in row.told)


def _ordered(corpus: Corpus, papers: Collection[str], cells: Collection[ReviewedCell]) -> Iterator[ReviewedCell]:
    of_paper: dict[str, list[ReviewedCell]] = {}
    for cell in cells:
        of_paper.setdefault(cell.paper, []).append(cell)
    order = {name: number for number, name in enumerate(corpus.questions)}
    for row in corpus.rows:
        if row.sha256 not in papers:
            continue
        known = [cell for cell in of_paper.get(row.sha256, ()) if cell.kind == "fact" or cell.key in order]
        yield from sorted(known, key=lambda cell: (cell.kind == "fact", order.get(cell.key, 0), cell.key))
