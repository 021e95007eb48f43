"""Line-end hyphens: joined ("param-eters") or kept ("state-of-the-art", "ResNet-50")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-zÀ-ÿ][\w’']*(?:-[\w’']+)*")
_LAST = re.compile(r"[\w’'-]+$")
_FIRST = re.compile(r"[\w’'-]+")
_KEPT_BEFORE = frozenset(
    "non self multi pre post semi cross end state well high low long short large small real time fine coarse few zero one"
    " two three four five six open data deep hand human machine right left single double full half inter intra ground"
    " top bottom feed graph layer word sentence character pixel image object class task domain model mean encoder"
    " decoder sequence batch mini weakly fully densely so mixed off on per quasi x k n t p f".split()
)


class Vocabulary:
    """The words of a paper, to decide whether a hyphen at a line end belongs to the word."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for text in texts:
            words = _WORD.findall(text)
            self._words.update(word.lower() for word in words)

    def join(self, before: str, after: str) -> str:
        """Return ``before`` and ``after`` as one; ``before`` ends with the hyphen."""
        last, first = _LAST.search(before), _FIRST.match(after)
        if not last or not first:
            return before + after
        left, right = last.group().rstrip("-"), first.group()
        if not left:
            return f"{before} {after}"
        closed, hyphened = self._words[(left + right).lower()], self._words[f"{left}-{right}".lower()]
        if closed != hyphened:
            keep = hyphened > closed
        elif not left[-1].isalpha() or not right[0].isalpha() or right[0].isupper():
            keep = True
        elif left.isupper() and len(left) > 1:
            keep = True
        else:
            head = left.lower().rsplit("-", 1)[-1]
            keep = head in _KEPT_BEFORE or ("-" in left and self._words[right.lower()] > 0)
            if not keep and self._words[head] and self._words[right.lower()] and len(head) > 3 and len(right) > 3:
                keep = not right.lower().startswith(("tion", "ment", "ness", "ing"))
        return before + after if keep else before[:-1] + after
