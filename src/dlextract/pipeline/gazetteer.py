"""Marks known names as features for the trained NER: a spaCy component that stands before its tok2vec.

The names themselves decide nothing. Each token gets a tag (``Token.tag_``) that says which kinds of known names cover
it, at which place (first, inner, last, only token) and how well the written form fits; the network learns from the
annotated paragraphs how far each kind can be trusted.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from dlextract.errors import ModelError

from .cut_text import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

PIECE = regex.compile(r"[A-Za-z]+|\d+(?:\.\d+)*|\+|[^\W\d_A-Za-z]+")
"""What a name is made of: letter runs, numbers and plus signs. Everything else only parts pieces."""

_GAP = regex.compile(r"[ \n_/‐‑–-]{0,3}")
_DOUBTFUL = "?"
_LOWER, _MIXED, _CAPITALS = 0, 1, 2
_SHORT = 5

_Node = dict[str, Any]


class Gazetteer:
    """Finds known names over spelling variants: "ResNet-50", "ResNet50" and "resnet 50" are one name.

    Args:
        names: kind of name to the names of that kind. A kind is one upper-case letter, followed by "?" for names that
            are also common words or belong to several kinds.

    A name in lower case is found in any case, one short word in capitals only as it stands, every other name in a
    written form with at least one capital or with several pieces. A plural s may follow.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.replace(names)

    def replace(self, names: Mapping[str, Iterable[str]]) -> None:
        """Know these names from now on, and no others."""
        self.names = {kind: tuple(sorted(set(values))) for kind, values in sorted(names.items())}
        self._trie: _Node = {}
        for kind, values in self.names.items():
            for name in values:
                self._add(kind, name)
        self._kinds = "".join(sorted({kind[0] for kind in self.names}))
        self._first = {*self._trie, *(f"{piece}s" for piece in self._trie if len(piece) > 1)}

    def _add(self, kind: str, name: str) -> None:
        pieces = [name] if name.isascii() and name.isalpha() else PIECE.findall(name)
        if not pieces or (len(pieces) == 1 and len(pieces[0]) < 2):
            return
        node = self._trie
        for piece in pieces:
            key = piece.lower()
            inner = node.get(key)
            node = node.setdefault(key, {}) if inner is None else inner
        if name == name.lower():
            form = _LOWER
        elif len(pieces) == 1 and name.isupper() and len(name) <= _SHORT:
            form = _CAPITALS
        else:
            form = _MIXED
        node.setdefault("", []).append((kind, form, " ".join(pieces)))

    def find(self, text: str, begin: int = 0, end: int | None = None) -> list[tuple[int, int, str, bool]]:
        """Return ``(start, end, kind, exact)`` of the longest name of each kind that begins at each piece.

        Only ``text[begin:end]`` is looked at; the offsets are those of the whole text.
        """
        found = []
        pieces = [(match.group(), match.start(), match.end()) for match in PIECE.finditer(text, begin, end)]
        lower = [piece[0].lower() for piece in pieces]
        count = len(pieces)
        trie = self._trie
        for first, piece in enumerate(lower):
            if piece not in self._first:
                continue
            node = trie.get(piece) or _without_plural(trie, piece)
            best: dict[str, tuple[int, bool]] = {}
            last = first
            while node is not None:
                names = node.get("")
                if names is not None:
                    written = " ".join(printed for printed, _, _ in pieces[first : last + 1])
                    for kind, form, name in names:
                        exact = _fit(written, name, form, last > first)
                        if exact is not None and (kind not in best or best[kind][0] < last or exact):
                            best[kind] = (last, exact)
                last += 1
                if last >= count or not _GAP.fullmatch(text, pieces[last - 1][2], pieces[last][1]):
                    break
                node = node.get(lower[last]) or _without_plural(node, lower[last])
            for kind, (at, exact) in best.items():
                found.append((pieces[first][1], pieces[at][2], kind, exact))
        return found

    def __call__(self, doc: Doc) -> Doc:
        """Set ``Token.tag_`` of every token that a known name covers; longer names win inside one kind."""
        import numpy as np
        from spacy.attrs import IDX, TAG

        tags = self.tags(text_of(doc), doc.to_array(IDX).tolist())
        if not tags:
            return doc
        column = np.zeros((len(doc), 1), dtype="uint64")
        for index, tag in tags.items():
            column[index, 0] = doc.vocab.strings.add(tag)
        return doc.from_array([TAG], column)

    def tags(self, text: str, starts: Sequence[int], begin: int = 0, end: int | None = None) -> dict[int, str]:
        """Return the tag of every token of ``text[begin:end]`` that a known name covers, by the number of the token.

        ``starts`` holds where each token of ``text`` begins.
        """
        marks: dict[int, dict[str, str]] = {}
        found = self.find(text, begin, end)
        for start, stop, kind, exact in sorted(found, key=lambda find: (find[0] - find[1], find[2], find[0])):
            letter = kind[0]
            first, last = bisect_right(starts, start) - 1, bisect_left(starts, stop)
            if any(letter in marks.get(index, ()) for index in range(first, last)):
                continue
            fit = _DOUBTFUL if kind.endswith(_DOUBTFUL) else "" if exact else "~"
            for index in range(first, last):
                marks.setdefault(index, {})[letter] = _place(index, first, last) + fit
        return {
            index: "|".join(letter + letters[letter] for letter in self._kinds if letter in letters)
            for index, letters in marks.items()
        }

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """Return the names as UTF-8 JSON."""
        return json.dumps(self.names, ensure_ascii=False, indent=0).encode()

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> Gazetteer:
        """Replace the names by those of ``to_bytes``."""
        self.replace(json.loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the names to ``path``, a file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> Gazetteer:
        """Replace the names by those of the file ``path``."""
        try:
            return self.from_bytes(Path(path).read_bytes())
        except ValueError as error:
            raise ModelError(str(path), f"the names cannot be read: {error}", "Reinstall the model") from error


def _without_plural(node: _Node, piece: str) -> _Node | None:
    return node.get(piece[:-1]) if len(piece) > 2 and piece.endswith("s") else None


def _fit(written: str, name: str, form: int, several: bool) -> bool | None:
    """Return whether the written form is the name itself; None where it is too far from it to be the name."""
    if written == name:
        return True
    if form == _LOWER:
        return written == written.lower() or several
    if form == _MIXED and (several or written != written.lower()):
        return False
    if form == _CAPITALS and written == name + "s":
        return False
    return None


def _place(index: int, first: int, stop: int) -> str:
    if stop - first == 1:
        return "U"
    return "B" if index == first else "L" if index == stop - 1 else "I"
