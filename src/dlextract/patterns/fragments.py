"""Shared sub-patterns: ``%{name}`` in a regex stands for the fragment of that name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .mistakes import Mistake, did_you_mean
from .parts import Text, is_verbose

_SLOT = re.compile(r"%\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MAX_LENGTH = 20_000


class Fragments:
    """Inserts fragments into regexes, each in a group of its own.

    Args:
        texts: name to regex; a fragment may use others.

    Raises:
        Mistake: a fragment uses an unknown one, or itself.
    """

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts = texts
        self._ready: dict[str, str] = {}
        for name in texts:
            self._expanded(name, ())

    def insert(self, text: Text, entry: str) -> str:
        """Return the regex with its fragments inserted.

        Raises:
            Mistake: a fragment is unknown, or the regex becomes far too long.
        """
        if "%{" not in text.text:
            return text.text
        return self._insert(text, entry, ())

    def _insert(self, text: Text, entry: str, inside: tuple[str, ...]) -> str:
        def fragment(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self._texts:
                near = did_you_mean(name, self._texts)
                raise Mistake(text.place, entry, f"unknown fragment %{{{name}}}", near)
            expanded = self._expanded(name, inside)
            return f"(?-x:{expanded})" if verbose else expanded

        verbose = is_verbose(text.text)
        expanded = _SLOT.sub(fragment, text.text)
        if len(expanded) > _MAX_LENGTH:
            what = f"the regex has {len(expanded)} characters once its fragments are inserted"
            raise Mistake(text.place, entry, what, f"Keep it below {_MAX_LENGTH}")
        return expanded

    def _expanded(self, name: str, inside: tuple[str, ...]) -> str:
        if name not in self._ready:
            text = self._texts[name]
            if name in inside:
                path = " → ".join([*inside[inside.index(name) :], name])
                raise Mistake(text.place, name, f"the fragment contains itself: {path}", "Take one of them out")
            self._ready[name] = f"(?:{self._insert(text, name, (*inside, name))})"
        return self._ready[name]


def check_name(text: Text) -> str:
    """Return the name of a fragment.

    Raises:
        Mistake: it is no lower-case word.
    """
    if not _NAME.fullmatch(text.text):
        raise Mistake(text.place, text.text, "no name for a fragment", "Write a lower-case word such as 'number'")
    return text.text
