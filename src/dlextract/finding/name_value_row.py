"""A sentence as a row of names and values, in their order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..values.grammar import Expression, Parser
from ..values.lexer import Token
from .link_words import COPULAS, NO_VALUE_AFTER, OWNERS, VERBS
from .setting_names import SettingName, compatible

if TYPE_CHECKING:
    from ..knowledge import Pattern

_MOST_OF_OWNER = 5
"""Words of what a setting belongs to."""


@dataclass(frozen=True, slots=True)
class Item:
    """A name or an expression in the row of a sentence; ``first`` and ``last`` are indices of tokens."""

    first: int
    last: int
    name: SettingName | None = None
    value: Expression | None = None


def items_of(parser: Parser, names: Sequence[SettingName]) -> list[Item]:
    """Return the names and the expressions of a sentence, in order."""
    tokens = parser.tokens
    starts = [token.start for token in tokens]
    items = []
    taken = [False] * len(tokens)
    for name in names:
        first = bisect_right(starts, name.start) - 1
        last = bisect_right(starts, name.end - 1)
        items.append(Item(first, last, name=name))
        taken[first:last] = [True] * (last - first)
    at = 0
    while at < len(tokens):
        found = None if taken[at] else parser.expression(at)
        if found is None:
            at += 1
            continue
        if any(taken[at : found.last]):
            at += 1
            continue
        if not (at and tokens[at - 1].text.rstrip(".") in NO_VALUE_AFTER) and not _is_pronoun(tokens, found):
            items.append(Item(found.first, found.last, value=found))
        at = found.last
    row = sorted(items, key=lambda item: item.first)
    return [item for before, item in zip([None, *row], row, strict=False) if not _is_unit(before, item, tokens)]


def _is_unit(before: Item | None, item: Item, tokens: Sequence[Token]) -> bool:
    """Tell whether a name right behind a value is but the noun that it counts: "120 epochs"."""
    if before is None or before.value is None or item.name is None or before.last != item.first:
        return False
    return item.last - item.first == 1 and compatible(tokens[item.first].text, item.name.patterns)


def _is_pronoun(tokens: Sequence[Token], found: Expression) -> bool:
    """Tell whether "one" is no number: "one of the", "this one"."""
    return found.last - found.first == 1 and tokens[found.first].text == "one"


def counts_nothing_else(pattern: Pattern, item: Item, tokens: Sequence[Token]) -> bool:
    """Tell whether what follows a value is no noun that another quantity counts."""
    following = tokens[item.last] if item.last < len(tokens) else None
    if tokens[item.last - 1].text in {"one", "single"}:  # "one bar", "a single pass"
        return following is None or following.kind != "word" or compatible(following.text, (pattern,))
    if following is None or item.value is None or item.value.bracket:
        return True
    noun = following
    if following.text == "-" and item.last + 1 < len(tokens):
        noun = tokens[item.last + 1]
        if following.start == item.value.end == noun.start - 1 and noun.kind == "word":
            return compatible(noun.text, (pattern,))
        return noun.kind != "number"
    if noun.kind != "word" or compatible(noun.text, (pattern,)):
        return noun.text not in {"%", "±", "°", "×", "*", "·"}
    glued = noun.start == item.value.end
    small = item.value.values[-1].number < 1
    plural = noun.text.endswith("s") and not noun.text.endswith("ss") and noun.text not in VERBS
    return not glued and (small or not (plural or noun.text in {"gb", "mb", "ms", "hz", "khz", "mm", "cm", "fold"}))


def without_remarks(words: Sequence[str]) -> list[str]:
    """Return ``words`` without what stands in whole brackets: "(LR)", "[12]"."""
    kept: list[str] = []
    depth = 0
    for position, word in enumerate(words):
        closing = {"(": ")", "[": "]"}.get(word)
        if closing and closing in words[position + 1 : position + 7]:
            depth += 1
        elif depth and word in {")", "]"}:
            depth -= 1
        elif not depth:
            kept.append(word)
    return kept


def without_owner(words: Sequence[str]) -> list[str]:
    """Return ``words`` without what the name is said to be of or for, before a verb: "for the decoder is"."""
    if not words or words[0] not in OWNERS:
        return list(words)
    verb = next((at for at, word in enumerate(words[: _MOST_OF_OWNER + 2]) if word in COPULAS), 0)
    return list(words[verb:]) if verb > 1 and all(map(_is_word, words[1:verb])) else list(words)


def _is_word(text: str) -> bool:
    return text.isalpha() or text == "-"


def fills_line(sentence: str, start: int, end: int) -> bool:
    """Tell whether a name and its value fill a line, as in a list of settings whose layout was lost."""
    return sentence[max(0, start - 1) : start] in {"", "\n"} and sentence[end : end + 1] in {"", "\n"}


def is_plain_noun(name: SettingName, sentence: str) -> bool:
    """Tell whether the name is only the noun that its values count: "epochs", "layers"."""
    return compatible(sentence[name.start : name.end], name.patterns)
