"""A regex of the words finds the same, whether or not it is first seen that a sentence lacks what it needs."""

from __future__ import annotations

import pytest

from dlextract import words
from dlextract.words import WordRegex, using

WRITTEN = {
    "moths": r"(?i)\bmoths?\b",
    "after": r"(?<=light )traps?",
    "both": r"(?:dark|light) .*trap",
    "any": r"\d+",
    "none": r"(?!)",
}
TEXTS = ("MOTHS", "a moth in a light trap", "traps", "dark, 3 traps", "dark 3 traps", "", "two owls", "moth " * 900)


def _found() -> list[object]:
    with using(WRITTEN):
        regexes = [WordRegex(name) for name in WRITTEN]
        first = [regex.search(text) for regex in regexes for text in TEXTS]
        inside = [regex.search(text, 1, 20) for regex in regexes for text in TEXTS]
        every = [[match.span() for match in regex.finditer(text)] for regex in regexes for text in TEXTS]
    return [every, *(match and match.span() for match in (*first, *inside))]


def test_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    sifted = _found()
    monkeypatch.setattr(words, "_LONG", -1)
    assert sifted == _found()
    assert any(sifted[0]) and None in sifted  # type: ignore[arg-type]


def test_what_regexes_need_is_asked_once_for_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    needs_of = words._needs_of
    monkeypatch.setattr(words, "_needs_of", lambda regexes: asked.append(regexes) or needs_of(regexes))
    _found()
    assert len(asked) == 1


def test_a_sentence_without_the_words_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def search(self: words.Limited, text: str, *_: object) -> None:
        asked.append(text)

    monkeypatch.setattr(words.Limited, "search", search)
    with using(WRITTEN):
        for text in ("a moth", "two owls", "MOTHS"):
            WordRegex("moths").search(text)
            WordRegex("both").search(text)
            WordRegex("any").search(text)
    assert asked == ["a moth", "a moth", "two owls", "MOTHS", "MOTHS"]
