"""The words that regexes need of a text: as shipped, or kept between runs, as finding them takes seconds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from . import cache, literals, prepared
from .literals import Words, required

_KIND = "words"

_Sets: TypeAlias = list[list[str]]
"""Sets of words, as JSON has them."""


def needs_of(regexes: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """Return for each regex what ``literals.required`` says of it."""
    come, regexes = _shipped(), dict.fromkeys(regexes)
    stored = {} if all(written in come for written in regexes) else _stored(cache.folder())
    new = {written: _plain(required(written)) for written in regexes if written not in come and written not in stored}
    if new:
        stored.update(new)
        cache.store(_KIND, cache.key(literals.VERSION), stored)
    known = {written: come[written] if written in come else stored[written] for written in regexes}
    return {written: tuple(map(frozenset, sets)) for written, sets in known.items()}


@lru_cache(maxsize=1)
def _stored(_folder: Path | None) -> dict[str, _Sets]:
    """Return the words of the regexes that were met before, read once per process and cache folder."""
    return _checked(cache.load(_KIND, cache.key(literals.VERSION)))


@lru_cache(maxsize=1)
def _shipped() -> dict[str, _Sets]:
    """Return the words that the regexes of the installed wheel need; none in a checkout."""
    return _checked(prepared.load(_KIND, prepared.key(literals.VERSION)))


def _checked(found: object) -> dict[str, _Sets]:
    return found if isinstance(found, dict) else {}


def _plain(needs: tuple[Words, ...]) -> _Sets:
    return [sorted(words) for words in needs]


def prepare(folder: Path, regexes: Iterable[str]) -> Path:
    """Write the words that ``regexes`` need as a wheel holds them into ``folder``, and return the path of the file."""
    needs = {written: _plain(required(written)) for written in sorted(set(regexes))}
    return prepared.store(folder, _KIND, prepared.key(literals.VERSION), needs)
