"""Where the name of a thing begins and ends, and which words are no name at all, as ``edges`` of the patterns say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..knowledge import Pattern
from ..records import Mention
from ..regexes import compiled

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
        self._regexes: dict[tuple[str, str], Any] = {}
        for pattern in patterns:
            for key, texts in pattern.edges.items():
                either = "|".join(f"(?:{text})" for text in texts)
                end = r"\Z" if key in ("drop_after", "add_before") else ""
                self._regexes[pattern.label, key] = compiled(f"(?:{either}){end}")

    def for_paper(self) -> Edges:
        """Return a copy that gives up a regex for one paper only."""
        copy = Edges()
        copy._regexes = dict(self._regexes)
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

    def _find(self, label: str, key: str, text: str, start: int, end: int) -> Any:
        pattern = self._regexes.get((label, key))
        if pattern is None:
            return None
        try:
            return getattr(pattern, _METHODS[key])(text, start, end, timeout=_PATIENCE)
        except TimeoutError:
            del self._regexes[label, key]
            self.warnings.append(
                f"{label}: edges, {key}: a regex took more than {_PATIENCE:g} s and was left out for this paper."
            )
            return None

    def fit(self, mentions: Sequence[Mention], text: str) -> list[Mention]:
        """Return the finds, which do not overlap, widened to the whole name, in order.

        What is no name is left out. A find does not grow into one of another label; of two with the same label that
        grow into one another only one stays.
        """
        names = [
            mention
            for mention in sorted(mentions, key=lambda m: (m.start, m.end))
            if not self.is_none(mention.label, text, mention.start, mention.end)
        ]
        fitted: list[Mention] = []
        for number, mention in enumerate(names):
            start, end = self.whole(mention.label, text, mention.start, mention.end)
            following = names[number + 1] if number + 1 < len(names) else None
            if following is not None and following.label != mention.label and end > following.start:
                end = mention.end
            last = fitted[-1] if fitted else None
            if last is not None and start < last.end:
                if last.label == mention.label:
                    fitted[-1] = replace(last, end=max(last.end, end))
                    continue
                start = mention.start
            fitted.append(replace(mention, start=start, end=end))
        return fitted
