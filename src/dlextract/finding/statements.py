"""Sentences that state settings: a name, a connector, a value, and what the value belongs to.

The values of a sentence are parsed once (``values.grammar``), the names of settings are looked up, and each value is
bound to a name by what stands between them: "a learning rate of 1e-4", "(β1, β2) = (0.9, 0.98)", "batch size and epochs
were 8 and 120, respectively", "0.9 momentum", ``--epochs 30``, "12 (in case of X) or 40 (in case of Y)". A value that
counts something else ("100 epochs", "5-fold") or makes no sense for the name is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..candidates import FROM_STATEMENT
from ..records import Mention, Paper
from ..values import normalise
from ..values.grammar import Expression, Value, decimal, parsed
from .counted import Kinds, counted_in
from .link_words import (
    BY_HOW_MUCH,
    CHANGED,
    CHOICES,
    IN_CASE,
    LATER,
    LINKS,
    NUMERIC,
    PARTS,
    SCOPES,
    SEARCHED,
    SET_LINKS,
)
from .name_value_row import (
    Item,
    counts_nothing_else,
    fills_line,
    is_plain_noun,
    items_of,
    without_owner,
    without_remarks,
)
from .setting_names import NUMBERS, SIZES, SettingName, SettingNames, compatible
from .taken_values import INSTEAD, taken
from .told import told_in
from .value_sense import makes_sense

if TYPE_CHECKING:
    from ..knowledge import Pattern

_MOST_LINKS = 9
_BEFORE_NAME = (("of",), ("as",), ("as", "the"), ("as", "our"), ("as", "a"), ("for", "the"), ("for",))


@dataclass(frozen=True, slots=True)
class _Bound:
    pattern: Pattern
    values: tuple[Value, ...]
    item: Item
    hint: str = ""
    scope: str = ""
    size: bool = False
    unit: str = ""
    outdone: int = -1
    """Where an earlier value begins that this one took the place of."""


def statement_mentions(paper: Paper, sentences: Sequence[tuple[int, int]], names: SettingNames) -> tuple[Mention, ...]:
    """Return the finds of sentences that state settings.

    Args:
        paper: the paper.
        sentences: start and end of its sentences, in order.
        names: what settings are called.
    """
    tables = [(table.start, table.end) for table in paper.tables]
    starts = [start for start, _ in tables]
    found: dict[Mention, None] = {}
    for start, end in sentences:
        at = bisect_right(starts, start) - 1
        if (at >= 0 and start < tables[at][1]) or not NUMERIC.search(paper.text, start, end):
            continue
        text = paper.text[start:end]
        bound = tuple(read_sentence(text, names))
        for mention in (*bound, *told_in(text, names, {one.start for one in bound})):
            found[replace(mention, start=mention.start + start, end=mention.end + start)] = None
    return tuple(found)


def read_sentence(sentence: str, names: SettingNames, *, when: bool = True) -> Iterator[Mention]:
    """Yield the finds of one sentence; offsets are into it, ``when`` is False where the context is known."""
    named, nouns = names.find(sentence), names.counted(sentence)
    if not nouns and not any(name.patterns for name in named):
        return
    for mention in _Row(sentence, named, nouns).mentions():
        if names.allows(mention.label, sentence, when=when):
            yield mention


class _Row:
    """The names and values of one sentence, in a row."""

    def __init__(self, sentence: str, names: Sequence[SettingName], nouns: Kinds = ()) -> None:
        self.sentence = sentence
        parser = parsed(sentence)
        self.tokens = parser.tokens
        self.items = items_of(parser, names)
        self.counted = counted_in(self.items, self.tokens, nouns)
        self.behind: set[int] = set()

    def mentions(self) -> Iterator[Mention]:
        bound: dict[int, list[_Bound]] = {}
        taken: set[int] = set()
        for at, item in enumerate(self.items):
            if item.value is not None and item.first not in taken and (found := self._bind(at, item, bound)):
                bound[at] = found
                taken |= {one.item.first for one in found}
        for group in bound.values():
            for one in group:
                yield from self._mentions_of(one)

    def _bind(self, at: int, item: Item, bound: dict[int, list[_Bound]]) -> list[_Bound]:
        named = self._after(at, item)
        if at in self.counted:
            return self._counts(at, item, named)
        return named or self._before(at, item, bound) or self._further(at, item, bound)

    def _counts(self, at: int, item: Item, named: Sequence[_Bound]) -> list[_Bound]:
        """Bind a value to the noun that it counts; the first of two may be that of the name before them."""
        pattern, last = self.counted[at]
        if item.value is None or any(one.pattern.label == pattern.label for one in named):
            return list(named)
        others = [value for one in named for value in one.values if value is not last]
        if others and len(item.value.values) > 1:
            return [replace(named[0], values=tuple(others)), _Bound(pattern, (last,), item)]
        own = item.value.values if item.value.conjunction else (last,)
        values = tuple(value for value in own if makes_sense(pattern, value))
        return [_Bound(pattern, values, item, self._searched(item.value, values, self._gap(at)))]

    # ------------------------------------------------------------ names, then values

    def _after(self, at: int, item: Item) -> list[_Bound]:
        """Bind a value to the name, or the values to the names, that stand before it."""
        named = self._names_before(at)
        value = item.value
        if not named or value is None or not self._linked(self.items[at - 1], item):
            return []
        patterns = [pattern for name in named for pattern in name.patterns]
        if len(patterns) > 1 and (row := self._row(at, len(patterns))):
            distinct = len({pattern.label for pattern in patterns}) == len(patterns)
            pairs = [(pattern, *pair) for pattern, pair in zip(patterns, row, strict=True)]
            fitting = all(self._fits(p, (v,), self.items[i], last=v is row[-1][0]) for p, v, i in pairs)
            return [_Bound(pattern, (one,), self.items[i]) for pattern, one, i in pairs] if distinct and fitting else []
        if len(named[-1].patterns) != 1:
            return []
        if len(named) > 1 and not self._closely(item):
            return []
        return self._one(named[-1], at, item)

    def _row(self, at: int, count: int) -> list[tuple[Value, int]]:
        """Return ``count`` values in a row from the item ``at`` on, each with its item; a noun may follow each."""
        row: list[tuple[Value, int]] = []
        while len(row) < count and at < len(self.items) and (found := self.items[at].value) is not None:
            gap = [word for word in self._gap(at) if word not in {",", "and", "&"}] if row else []
            if len(gap) > 1 or found.form not in {"one", "list", "range", "ratio"}:
                break
            row += [(value, at) for value in found.values]
            at += 1
        return row if len(row) == count else []

    def _one(self, name: SettingName, at: int, item: Item) -> list[_Bound]:
        pattern, value = name.patterns[0], item.value
        gap = self._gap(at)
        line = not gap and fills_line(self.sentence, name.start, self._end(item))
        told = {"=", ":"} & set(gap) or name.code or line or (value is not None and value.bracket == "{")
        if value is None or (is_plain_noun(name, self.sentence) and not told):
            return []
        if value.form == "one" and (value.bracket == "[" or (value.bracket and ":" in gap)):
            return []  # a citation, or the number of an item
        if pattern.value in SIZES:
            sides = value.form == "size" or (value.bracket == "(" and value.form == "list")
            fits = sides and self._fits(pattern, value.values, item)
            return [_Bound(pattern, value.values, item, size=True)] if fits else []
        if value.form in {"size", "ratio"}:
            return []
        values = self._own(pattern, value, item, at)
        if not values:
            return []
        hint = self._searched(value, values, gap)
        if value.form == "range" and hint != "searched":
            return self._changed(name, item, gap)
        return [_Bound(pattern, values, item, hint, self._scope(item))]

    def _changed(self, name: SettingName, item: Item, gap: Sequence[str]) -> list[_Bound]:
        """Bind what a setting was changed to: "we increased the batch size from A to B"."""
        pattern, value = name.patterns[0], item.value
        before = self.sentence[max(0, name.start - 40) : name.start]
        if value is None or not pattern.traits.whole or "from" not in {*gap, self.tokens[item.first].text}:
            return []
        if not (CHANGED.search(before) or CHANGED.search(" ".join(gap))):
            return []
        return [_Bound(pattern, value.values[-1:], item, "used", outdone=value.start)]

    def _own(self, pattern: Pattern, value: Expression, item: Item, at: int) -> tuple[Value, ...]:
        """Return the values of an expression that are the setting's own: a last one may be that of the next name."""
        if self._fits(pattern, value.values, item):
            following = self.items[at + 1] if at + 1 < len(self.items) else None
            if value.form == "list" and not value.bracket and following is not None and following.name is not None:
                behind = self._gap(at + 1)
                if len(behind) < 2 and not set(behind) & (SCOPES | PARTS | LINKS):
                    return value.values[:1] if len(value.values) == 2 else ()
            return value.values
        first = value.values[:1]
        if value.form == "list" and not value.bracket and len(value.values) == 2:
            return first if makes_sense(pattern, first[0]) else ()
        return ()

    def _searched(self, value: Expression, values: Sequence[Value], gap: Sequence[str]) -> str:
        if value.bracket == "{" and len(values) > 1:
            return "searched"
        if len(values) < 2:
            return ""
        clause = re.split(r";\s", self.sentence[: value.start])[-1] + self.sentence[value.end : value.end + 80]
        where = self.sentence if value.form == "range" else clause
        return "searched" if SEARCHED.search(where) else ""

    def _names_before(self, at: int) -> list[SettingName]:
        """Return the names that stand before the value, one after another, parted by commas or "and"."""
        names: list[SettingName] = []
        step = self._last_name(at - 1)
        while step >= 0 and (name := self.items[step].name) is not None:
            if not name.patterns:  # "the optimizer and the batch size were"
                return names if len(names) == 1 and self._closely(self.items[at]) else []
            names.insert(0, name)
            if step == 0 or self.items[step - 1].name is None or step - 1 in self.behind or not self._joined(step):
                break
            step -= 1
        return names

    def _last_name(self, at: int) -> int:
        """Return the index of the name that a value after the name at ``at`` belongs to.

        What a name is for is passed over ("warm-up steps for the learning rate schedule"), and so is its symbol
        ("learning rate of ϵ").
        """
        while at > 0 and (name := self.items[at].name) and (other := self.items[at - 1].name):
            gap = self._gap(at)
            symbol = name.end - name.start <= 2 < other.end - other.start and set(gap) <= {"of", "(", ","}
            if not symbol and (name.patterns or gap[:1] not in (["for"], ["of"], ["in"])):
                break
            at -= 1
        return at

    def _joined(self, at: int) -> bool:
        words = [word for word in self._gap(at) if word not in {"the", "a", "an", "number", "of", "(", "its", "our"}]
        return 0 < len(words) <= 2 and set(words) <= {",", "and", "&", "/", ";"}

    def _linked(self, name: Item, value: Item) -> bool:
        words = without_owner(without_remarks([token.text for token in self.tokens[name.last : value.first]]))
        if words in ([","], [",", "initially"]) and self._behind(value) == ",":  # "The learning rate, 0.004, was"
            return True
        changed = words == ["by"] and BY_HOW_MUCH.search(self.sentence[: self.tokens[name.first].start])
        if changed or len(words) > _MOST_LINKS:
            return False
        several = value.value is not None and len(value.value.values) > 1
        allowed = LINKS | SET_LINKS if several else LINKS
        symbols = sum(len(word) <= 2 and word.isalpha() and word not in allowed for word in words)
        if symbols > 1 or not all(word in allowed or (len(word) <= 2 and word.isalpha()) for word in words):
            return False
        return not ({"with", "using", "we", "use"} >= set(words) and {"using"} & set(words))

    def _closely(self, item: Item) -> bool:
        """Tell whether the value follows the last name with nothing but "of" or "=" between them."""
        gap = self._gap(self.items.index(item))
        return not gap or set(gap) <= {"of", "=", "a", ":", "("}

    # ------------------------------------------------------------ value, then name

    def _before(self, at: int, item: Item, bound: dict[int, list[_Bound]]) -> list[_Bound]:
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        value = item.value
        if following is None or following.name is None or len(following.name.patterns) != 1 or value is None:
            return []
        gap = tuple(token.text for token in self.tokens[item.last : following.first])
        words = [word for word in gap if word != "-"]
        counted = len(words) == 1 and compatible(words[0], following.name.patterns)  # "a 25 ms Hann window"
        if gap and gap not in _BEFORE_NAME and not counted:
            return []
        if value.form not in {"one", "list"} or value.bracket:
            return []
        pattern = following.name.patterns[0]
        if pattern.value not in NUMBERS or is_plain_noun(following.name, self.sentence):
            return []
        last = value.values[-1:]
        unit = self.sentence[following.name.start : following.name.end].split()[-1]
        unit = words[0] if counted else unit if compatible(unit, (pattern,)) else ""
        unit = unit if pattern.value == "duration" else ""
        if not unit and value.form == "one" and last[0].whole and self.sentence[following.name.end - 1] == "s":
            return []  # "two learning rates"
        if self._opens(item) or not makes_sense(pattern, last[0]) or self._is_named_after(at + 1):
            return []
        if gap[:1] == ("for",) and at and self.items[at - 1].name is not None:
            return []
        values = value.values if value.form == "list" and value.conjunction else last
        self.behind.add(at + 1)
        return [_Bound(pattern, values, item, unit=unit)]

    def _is_named_after(self, at: int) -> bool:
        """Tell whether the name at ``at`` has a value of its own behind it."""
        if at + 1 >= len(self.items) or self.items[at + 1].value is None:
            return False
        gap = self._gap(at + 1)
        if gap == ["("] and at + 1 in self.counted:  # "a 2e-4 learning rate (32 clips per update)"
            return False
        return not gap or gap[0] in {"of", "=", ":", "is", "was", "were", "set", "to", "("}

    def _opens(self, item: Item) -> bool:
        """Tell whether a number opens the sentence as that of a heading or an item: "3.2 Learning rate"."""
        following = self.tokens[item.last].start if item.last < len(self.tokens) else 0
        return item.first == 0 and self.sentence[following : following + 1].isupper()

    # ------------------------------------------------------------ further values of the same name

    def _further(self, at: int, item: Item, bound: dict[int, list[_Bound]]) -> list[_Bound]:
        before = bound.get(at - 1)
        value = item.value
        if not before or len(before) > 1 or value is None or value.bracket:
            return []
        first, gap = before[0], self._gap(at)
        if value.form == "list" and CHOICES & set(gap) and "," not in gap:
            return self._taken_of_each(value, item, bound)
        if value.form != "one" or first.size or not gap or len(gap) > 14:
            return []
        if not self._fits(first.pattern, value.values, item):
            return []
        if how := taken(self.sentence, self._end(item), gap, several=len(first.values) > 1):
            if how == INSTEAD:
                bound[at - 1] = [replace(first, hint="mentioned")]
            return [_Bound(first.pattern, value.values, item, "used")]
        part = next((i for i in range(len(gap) - 1, -1, -1) if gap[i] in PARTS), -1)
        if part < 0 or len(gap) - part > 6:
            return []
        parallel = bool(SCOPES & set(gap[:part])) and (self._behind(item) in SCOPES or bool(SCOPES & set(gap[part:])))
        if not parallel and self._behind(item) not in LATER:
            return []
        return [_Bound(first.pattern, value.values, item, first.hint, self._scope(item))]

    def _taken_of_each(self, value: Expression, item: Item, bound: dict[int, list[_Bound]]) -> list[_Bound]:
        """Bind a list to the settings that were searched, one value each: "the final model uses 3e-4 and 0.3"."""
        searched = [group[0] for _, group in sorted(bound.items()) if len(group) == 1 and len(group[0].values) > 1]
        if len(searched) != len(bound) or len(searched) != len(value.values):
            return []
        pairs = list(zip(searched, value.values, strict=True))
        if not all(self._fits(one.pattern, (own,), item, last=own is value.values[-1]) for one, own in pairs):
            return []
        return [_Bound(one.pattern, (own,), item, "used") for one, own in pairs]

    def _scope(self, item: Item) -> str:
        inside = IN_CASE.match(self.sentence, self._end(item))
        return inside[1].strip() if inside else ""

    # ------------------------------------------------------------ what fits

    def _fits(self, pattern: Pattern, values: Sequence[Value], item: Item, *, last: bool = True) -> bool:
        if not all(makes_sense(pattern, value) for value in values):
            return False
        return not last or counts_nothing_else(pattern, item, self.tokens)

    def _gap(self, at: int) -> list[str]:
        """Return the words between the item at ``at`` and the one before it."""
        return [token.text for token in self.tokens[self.items[at - 1].last : self.items[at].first]] if at else []

    def _behind(self, item: Item) -> str:
        return self.tokens[item.last].text if item.last < len(self.tokens) else ""

    def _end(self, item: Item) -> int:
        return self.tokens[item.last - 1].end

    def _mentions_of(self, one: _Bound) -> Iterator[Mention]:
        found_by = FROM_STATEMENT + one.pattern.label
        if one.size:
            sides = "x".join(decimal(value.number) for value in one.values)
            start, end = one.values[0].start, one.values[-1].end
            yield Mention(one.pattern.label, start, end, sides, found_by, one.scope, score=0.9)
            return
        for value in one.values:
            end, printed = value.end, decimal(value.number)
            if one.pattern.value in {"duration", "size", "square"}:
                end = self._unit_end(one, value)
                printed = normalise(one.pattern.value, f"{printed}{self.sentence[value.end : end]} {one.unit}")
            start = one.outdone if one.outdone >= 0 else value.start
            yield Mention(one.pattern.label, start, end, printed, found_by, one.scope, score=0.9, hint=one.hint)

    def _unit_end(self, one: _Bound, value: Value) -> int:
        following = self.tokens[one.item.last] if one.item.last < len(self.tokens) else None
        if following is None or following.kind != "word" or not compatible(following.text, (one.pattern,)):
            return value.end
        return following.end if value is one.values[-1] else value.end
