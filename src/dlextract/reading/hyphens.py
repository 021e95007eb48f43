"""Line ends inside a word: hyphens joined ("param-eters") or kept ("state-of-the-art"); addresses that go on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..words import WordList

_WORD = re.compile(r"[a-zß-ÿ][\w’']*(?:-[\w’']+)*")
_LAST = re.compile(r"[\w’'-]+$")
_FIRST = re.compile(r"[\w’'-]+")
_URL_END = re.compile(r"(?:(?:https?://|www\.|doi\.org|github\.com)\S*[/_.=&?-]|\bhttps?:/{0,2})$")
_URL_MARKS = "/_.=&?-:"
_URL_GOES_ON = re.compile(r"(?=\S*[\d/._=&?%-]\S|\S*[a-z\d][.,;)]*$|[a-z\d]+[.,;)])[\w%.~?#-]")
_KEPT_BEFORE = WordList("hyphen_kept_before")
_KEPT_AFTER = WordList("hyphen_kept_after")

_SECOND = WordList("hyphen_second")
"""Words that end a compound after a hyphen, and that no closed word ends with after one of ``_KEPT_BEFORE``."""


def is_broken(line: str) -> bool:
    """Tell whether a line ends inside a word."""
    return len(line) > 1 and line[-1] == "-" and line[-2] not in " -–—"


def address_goes_on(line: str, after: str) -> bool:
    """Tell whether a line ends inside an address that ``after``, the next one, goes on with."""
    return line[-1:] in _URL_MARKS and bool(_URL_END.search(line) and _URL_GOES_ON.match(after))


class Vocabulary:
    """The words of a paper, to decide whether a hyphen at a line end belongs to the word.

    ``texts`` are its lines in order; the halves of broken words are no words.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [text.lower() for text in texts]
        self._words: Counter[str] = Counter()
        for printed, count in Counter(" ".join(lines).split()).items():
            for word in _WORD.findall(printed):
                self._words[word] += count
        before = False
        for line in lines:
            after = is_broken(line)
            if before or after:
                words = _WORD.findall(line)
                self._words.subtract(words[:1] if before else [])
                self._words.subtract(words[before:][-1:] if after else [])
            before = after

    def join(self, before: str, after: str) -> str:
        """Return ``before`` and ``after`` as one; ``before`` ends with the hyphen."""
        last, first = _LAST.search(before), _FIRST.match(after)
        if not last or not first:
            return before + after
        left, right = last.group().rstrip("-"), first.group()
        if not left:
            return f"{before} {after}"
        kept = self._keeps(left, right, address_goes_on(before, after))
        return before + after if kept else before[:-1] + after

    def _keeps(self, left: str, right: str, in_address: bool) -> bool:
        words = self._words
        closed, hyphened = words[(left + right).lower()], words[f"{left}-{right}".lower()]
        if closed != hyphened:
            return hyphened > closed
        if in_address:  # addresses are parted at their own hyphens
            return True
        if not left[-1].isalpha() or not right[0].isalpha() or right[0].isupper():
            return True
        if left.isupper() and len(left) > 1:
            return True
        head, tail = left.lower().rsplit("-", 1)[-1], right.lower().split("-", 1)[0]
        known = words[tail] > 0 or tail in _SECOND
        if head in _KEPT_BEFORE:
            return known or tail in _KEPT_AFTER
        if tail in _KEPT_AFTER:
            return words[head] > 0 or "-" in left
        return "-" in left and known
