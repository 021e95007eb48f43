"""What a number counts tells which setting it is: "six identical encoder layers", "3 encoder and 3 decoder layers".

The nouns behind a number, up to a word that no noun phrase goes on with, are compared with what each setting's values
count (``counted``). The noun that two numbers share stands behind the second; a number that picks some of the things
("the last two layers") counts none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..regexes import Limited
from ..values.grammar import Value
from ..values.lexer import Token
from ..words import WordList, WordRegex
from .name_value_row import Item
from .value_sense import makes_sense

if TYPE_CHECKING:
    from ..knowledge import Pattern

Kinds = Sequence[tuple["Pattern", Limited]]
"""Settings, and the regexes of the nouns that their values count."""

NO_NOUN = WordList("counted_no_noun")
"""Words that end a noun phrase."""

_PICKED = WordList("counted_picked")
"""Words before a number that picks some of several things: "the last two"."""

_OUTPUTS = WordRegex("counted_outputs")
"""What is said before a number that counts outputs."""

_WHOLE = WordRegex("counted_whole")
"""A number of things of which those behind it are parts: "eight layers, including"."""

_MOST_WORDS = 7
_MOST_IN_BRACKETS = 8
_FAR = 30


def counted_in(items: Sequence[Item], tokens: Sequence[Token], kinds: Kinds) -> Mapping[int, tuple[Pattern, Value]]:
    """Return index of the item → the setting that its number is one of, and the last value of the item.

    Args:
        items: names and values of a sentence, in order.
        tokens: those of the sentence.
        kinds: the settings to look for.
    """
    found: dict[int, tuple[Pattern, Value]] = {}
    for at in range(len(items) - 1 if kinds else -1, -1, -1):
        value = items[at].value
        if value is None or value.form not in {"one", "list"} or value.bracket:
            continue
        words, end = _phrase(tokens, items[at].last)
        last = value.values[-1]
        named = [*words, *(_of_each(tokens, end) if words else ())]
        pattern = _named(named, last, kinds, joined=_text(tokens, items[at].last) == "-")
        if pattern is None and words and not words[-1].endswith("s"):
            pattern = _shared(at, end, items, tokens, found)
        if pattern is not None and makes_sense(pattern, last) and not _is_picked(items[at], tokens):
            found[at] = (pattern, last)
    return found


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _is_picked(item: Item, tokens: Sequence[Token]) -> bool:
    """Tell whether a number picks some of several things, counts a part of them, or the outputs of a network."""
    before = " ".join(token.text for token in tokens[max(0, item.first - _FAR) : item.first])
    picked = _text(tokens, item.first - 1) in _PICKED
    return picked or _OUTPUTS.search(before) is not None or _WHOLE.search(before) is not None


def _phrase(tokens: Sequence[Token], at: int) -> tuple[list[str], int]:
    """Return the words of the noun phrase from the token ``at`` on, and the index behind it.

    Hyphens and slashes join words; a size in brackets before the noun is passed over: "64 (5 x 5) filters".
    """
    if _text(tokens, at) == "(":
        closing = (step for step in range(at, min(at + _MOST_IN_BRACKETS, len(tokens))) if tokens[step].text == ")")
        at = next(closing, at) + 1
    words: list[str] = []
    while at < len(tokens) and len(words) < _MOST_WORDS:
        token = tokens[at]
        if token.kind == "word" and token.text not in NO_NOUN:
            words.append(token.text)
        elif token.text not in {"-", "/"}:
            break
        at += 1
    return words, at


def _of_each(tokens: Sequence[Token], at: int) -> list[str]:
    """Return the words that say of what a noun is counted, behind slashes: "per update", "in each mini-batch"."""
    opening = [token.text for token in tokens[at : at + 2]]
    if opening[:1] == ["per"]:
        behind = at + 1
    elif len(opening) == 2 and opening[0] in {"in", "on", "for"} and opening[1] in {"each", "every"}:
        behind = at + 2
    else:
        return []
    words = [token.text for token in tokens[behind : behind + 4] if token.text != "-"]
    return ["//", *words[:2]]


def _named(words: Sequence[str], value: Value, kinds: Kinds, *, joined: bool) -> Pattern | None:
    """Return the setting that ``words`` begin by naming; one thing alone, or a kind, is singular."""
    text = " ".join(words)
    for pattern, regex in kinds:
        match = regex.match(text)
        if match is None or text[match.end() : match.end() + 1].isalnum() or not makes_sense(pattern, value):
            continue
        plural = match[0].endswith("s") or "//" in match[0]
        if plural or joined or value.number == 1 or match.end() < len(text):
            return pattern
    return None


def _shared(
    at: int,
    end: int,
    items: Sequence[Item],
    tokens: Sequence[Token],
    found: Mapping[int, tuple[Pattern, Value]],
) -> Pattern | None:
    """Return the setting of the next number, if it stands right behind "and": "3 encoder and 3 decoder layers"."""
    begin = end
    while _text(tokens, begin) in {",", "and", "&", "or"}:
        begin += 1
    following = at + 1 < len(items) and items[at + 1].first == begin > end
    return found[at + 1][0] if following and at + 1 in found else None
