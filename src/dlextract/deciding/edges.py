"""Where the name of a thing begins and ends, and which words are no name at all, as ``edges`` of the patterns say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from ..candidates import Candidate
from ..knowledge import Pattern, Place
from ..regexes import compiled, either

_REACH = 60
"""So many characters beside a name are looked at."""
_PATIENCE = 1.0
"""Seconds that one regex may take on one name."""
_METHODS = {
    "drop_before": "match",
    "drop_after": "search",
    "add_before": "search",
    "add_after": "match",
    "unless": "search",
}


class Edges:
    """What the patterns say of the edges of names.

    Args:
        patterns: the patterns; those without ``edges`` are passed over.

    Attributes:
        warnings: sentences for the user about regexes that took too long; they are not used again.
    """

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self.warnings: list[str] = []
        self._regexes: dict[tuple[str, str], regex.Pattern[str]] = {}
        self._places: dict[str, Place] = {}
        for pattern in patterns:
            self._places[pattern.label] = pattern.place
            for key, texts in pattern.edges.items():
                end = r"\Z" if key in ("drop_after", "add_before") else ""
                self._regexes[pattern.label, key] = compiled(f"(?:{either(texts)}){end}")

    def for_paper(self) -> Edges:
        """Return a copy that gives up a regex for one paper only."""
        copy = Edges()
        copy._regexes = dict(self._regexes)
        copy._places = self._places
        return copy

    def bare(self, label: str, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where the name at ``start:end`` begins and ends without what at its edges is no part of it."""
        if found := self._find(label, "drop_before", text, start, end):
            start = found.end()
        found = self._find(label, "drop_after", text, start, end)
        return start, found.start() if found and found.start() > start else end

    def whole(self, label: str, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where the name at ``start:end`` begins and ends with the words beside it that are a part of it."""
        before = self._find(label, "add_before", text, max(0, start - _REACH), start)
        behind = self._find(label, "add_after", text, end, end + _REACH)
        return before.start() if before else start, behind.end() if behind else end

    def is_none(self, label: str, text: str, start: int, end: int) -> bool:
        """Return whether the words at ``start:end``, as they stand there, are no name."""
        if (label, "unless") not in self._regexes:
            return False
        marked = f"{text[max(0, start - _REACH) : start]}⟦{text[start:end]}⟧{text[end : end + _REACH]}"
        return self._find(label, "unless", marked, 0, len(marked)) is not None

    def _find(self, label: str, key: str, text: str, start: int, end: int) -> regex.Match[str] | None:
        pattern = self._regexes.get((label, key))
        if pattern is None:
            return None
        try:
            search = pattern.match if _METHODS[key] == "match" else pattern.search
            return search(text, start, end, timeout=_PATIENCE)
        except TimeoutError:
            del self._regexes[label, key]
            self.warnings.append(
                f"{label}: edges, {key}: a regex took more than {_PATIENCE:g} s and was left out for this paper."
            )
            return None

    def fit(self, candidates: Sequence[Candidate], text: str) -> list[Candidate]:
        """Return the candidates, which do not overlap, widened to the whole name, in order.

        What is no name is set aside. A find does not grow into one of another label; of two with the same label that
        grow into one another only the first stands. Those set aside come last.
        """
        names: list[Candidate] = []
        aside: list[Candidate] = []
        for candidate in sorted(candidates, key=lambda c: (c.mention.start, c.mention.end)):
            mention = candidate.mention
            if self.is_none(mention.label, text, mention.start, mention.end):
                aside.append(self.no_name(candidate))
            else:
                names.append(candidate)
        fitted: list[Candidate] = []
        for number, candidate in enumerate(names):
            mention = candidate.mention
            start, end = self.whole(mention.label, text, mention.start, mention.end)
            following = names[number + 1].mention if number + 1 < len(names) else None
            if following is not None and following.label != mention.label and end > following.start:
                end = mention.end
            last = fitted[-1].mention if fitted else None
            if last is not None and start < last.end:
                if last.label == mention.label:
                    fitted[-1] = self.resized(fitted[-1], last.start, max(last.end, end))
                    aside.append(
                        candidate.set_aside("edges", "it is part of a longer name", self._places.get(last.label))
                    )
                    continue
                start = mention.start
            fitted.append(self.resized(candidate, start, end))
        return fitted + aside

    def no_name(self, candidate: Candidate) -> Candidate:
        """Return the candidate set aside as no name."""
        return candidate.set_aside("edges", "these words are no name", self._places.get(candidate.mention.label))

    def resized(self, candidate: Candidate, start: int, end: int) -> Candidate:
        """Return the candidate with its name at ``start:end``."""
        mention = candidate.mention
        if (start, end) == (mention.start, mention.end):
            return candidate
        what = "widened" if end - start > mention.end - mention.start else "cut"
        place = self._places.get(mention.label)
        return candidate.become(replace(mention, start=start, end=end), "edges", f"{what} to the whole name", place)
