"""One review while it runs: the records, the reader's file, the PDFs, and the process that opens them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from ..errors import PaperError
from ..viewing import Aside, Pdfs
from ..writing import is_pdf
from .acts import Act, fold
from .applying import cells_of
from .cells import Item, added_item, changed, items_of
from .corpus import Corpus
from .drawn_boxes import drafted, marked
from .journal import Journal
from .sent_acts import acts_of
from .settling import Settlement

Result = TypeVar("Result")

_DRAW_SECONDS, _READ_SECONDS = 20.0, 180.0
_PICTURES = 24 << 20
"""Bytes of pictures that are kept."""


class Session:
    """A context manager; it owns the corpus, the journal and the processes aside.

    Args:
        corpus: the records.
        journal: the reader's file.
        who: the reader.
        pdfs: where the papers are.
        patterns: folders with the user's own pattern files, for drafts of rules.
        settlement: what two readers differ in, where that is what is to be decided.
    """

    def __init__(
        self,
        corpus: Corpus,
        journal: Journal,
        who: str,
        pdfs: Pdfs,
        patterns: Iterable[str] = (),
        settlement: Settlement | None = None,
    ) -> None:
        self.corpus, self.journal, self.who, self.settlement = corpus, journal, who, settlement
        self._pdfs = pdfs
        self._patterns = tuple(patterns)
        self._drawing, self._reading = Aside(_DRAW_SECONDS), Aside(_READ_SECONDS)
        self._lock = threading.Lock()
        self._finding = threading.Lock()
        self._pictures: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *error: Any) -> None:
        self._drawing.__exit__(*error)
        self._reading.__exit__(*error)
        self.journal.close()
        self.corpus.__exit__(*error)

    @property
    def told(self) -> list[str]:
        """What to tell the reader about the files at the start."""
        lines = [f"{self.journal.path.name}: {self.journal.told}"] if self.journal.told else []
        if self.corpus.damaged:
            named = ", ".join(map(str, self.corpus.damaged[:5]))
            lines.append(f"{self.corpus.path.name}: lines {named} are no records, and left out")
        if self.settlement:
            return [*lines, *self.settlement.told]
        others = {act.paper for act in self.journal.acts if not self.corpus.holds(act.cell)}
        if others:
            count = f"{len(others)} paper{'s that are' if len(others) > 1 else ' that is'}"
            lines.append(f"{self.journal.path.name}: it also has decisions about {count} not in these records")
        return lines

    def changed(self) -> list[tuple[str, str, str, str]]:
        """Return ``(paper, kind, key, what)`` of decisions whose ground a new version of the tool took away."""
        found = []
        records: dict[int, Any] = {}
        for cell, act in fold(self.journal.acts).items():
            number = self.corpus.number_of(cell.paper)
            if number is None or act.fingerprint == self.corpus.rows[number].fingerprint:
                continue
            if number not in records:
                records = {number: self.corpus.record(number)}
            if what := changed(act, records[number], self.corpus.rows[number].fingerprint):
                found.append((*cell, what))
        return found

    def decide(self, sent: Any) -> list[Act]:
        """Write what the page asks for, and return it; see ``acts_of`` and ``Journal.add``."""
        acts = acts_of(sent, self.corpus, self.who, self.settlement)
        with self._lock:
            self.journal.add(acts)
        return acts

    def items(self, number: int) -> list[Item]:
        """Return the cells of row ``number``, those of facts that only readers have among them."""
        record, sha256 = self.corpus.record(number), self.corpus.rows[number].sha256
        known = cells_of(record)
        decided = [*fold(self.journal.acts), *(self.settlement.sides if self.settlement else ())]
        keys = [cell.key for cell in decided if cell.paper == sha256 and cell.kind == "fact" and cell not in known]
        return [*items_of(record), *map(added_item, dict.fromkeys(keys))]

    def path(self, number: int) -> str:
        """Return where the PDF of row ``number`` is.

        Raises:
            PaperError: it has no pages, or is nowhere to be found.
        """
        row = self.corpus.rows[number]
        with self._finding:
            path = self._pdfs.path_of(row.source, row.sha256)
        if not path:
            raise PaperError(
                row.source, "the file is not there, or has changed", "Name the folder that holds it with --pdfs DIR"
            )
        return path

    def drawn(self, number: int, function: Callable[[str, str, int], Result], page: int) -> Result:
        """Return ``function(path, sha256, page)`` of the PDF of row ``number``, called aside.

        Raises:
            PaperError: there is no such page to be shown.
        """
        row = self.corpus.rows[number]
        if not is_pdf(row.source):
            raise PaperError(row.source, "this is no PDF and has no pages to show")
        return self._drawing.call(row.source, function, self.path(number), row.sha256, page)

    def picture(self, number: int, function: Callable[[str, str, int], bytes], page: int) -> bytes:
        """Return ``drawn``, kept for the next time."""
        if (number, page) in self._pictures:
            return self._pictures[number, page]
        found = self.drawn(number, function, page)
        with self._lock:
            self._pictures[number, page] = found
            while sum(map(len, self._pictures.values())) > _PICTURES:
                self._pictures.popitem(last=False)
        return found

    def marked(self, number: int, page: int, box: Sequence[float], question: str) -> dict[str, Any]:
        """Return the sentence under a box; see ``marking.marked``."""
        row = self.corpus.rows[number]
        path = self.path(number)
        return self._reading.call(row.source, marked, path, row.sha256, self._patterns, page, tuple(box), question)

    def drafted(self, number: int, label: str, sentence: str) -> dict[str, Any]:
        """Return a rule drafted from a sentence; see ``marking.drafted``."""
        row = self.corpus.rows[number]
        return self._reading.call(row.source, drafted, self.path(number), row.sha256, self._patterns, label, sentence)
