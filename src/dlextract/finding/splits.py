"""Sentences that say how data are split: shares, ratios or counts, and the parts that they make.

"split 70/15/15", "8:1:1 into training, validation and test sets", "seven tenths for training, a fifth for testing, the
remainder for validation", "12,480 training and 1,560 test images". A number is a part's own only where
the sentence gives at least two parts their numbers, or the ratio as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..records import Mention
from ..values.grammar import Expression, Value, decimal, parsed
from ..values.lexer import Token
from ..words import WordList, WordRegex

_ROLES = {
    "TRAIN_SPLIT": WordRegex("split_train_split"),
    "VALIDATION_SPLIT": WordRegex("split_validation_split"),
    "TEST_SPLIT": WordRegex("split_test_split"),
}
_PURPOSES = {"TRAIN_SPLIT": WordRegex("split_train_purpose"), "VALIDATION_SPLIT": WordRegex("split_validation_purpose")}
"""What samples are for, behind "to" or "for": "to fit the model"."""

_OF_PART = WordList("split_of_part")
_ORDER = tuple(_ROLES)
_PART = WordRegex("split_part")
_NO_PART = WordRegex("split_no_part")
_SPLIT = WordRegex("split_split")
_NO_SPLIT = WordRegex("split_no_split")
NO_SAMPLES = WordRegex("split_no_samples")
_UNITS_OF_STUDIES = WordRegex("split_units_of_studies")
"""What studies have few of, so that a small number counts them too."""

_TRAINED = WordList("split_trained")
_OBJECT = WordList("split_object")
_CONTAIN = WordRegex("split_contain")
_DIVIDED = WordRegex("split_divided")
HELD_OUT = WordRegex("split_held_out")
_BEHIND_HELD_OUT = WordList("split_behind_held_out")
_REST = WordList("split_rest")
_FORWARD = WordList("split_forward")
_INSIDE = WordRegex("split_inside")
_WHOLE = WordList("split_whole")
_CONTAINS = WordList("split_contains")
_JOINT = WordList("split_joint")
_OF_SHARE = WordList("split_of_share")
_OTHERS = WordList("split_others")
_NEAR = 8
"""So many tokens may stand between a ratio and its parts where no verb says that they are parts."""

_SHORT = 4
_TURNS = WordList("split_turns")
_EVENLY = WordList("split_evenly")
"""That a rest is parted into halves."""

_FEWEST = 10
"""A smaller whole number is no count of samples."""

_FEWEST_BARE = 50
"""Nor is a smaller one that no noun follows."""


@dataclass(frozen=True, slots=True)
class SplitPart:
    """A part of the data (``label``) or a quantity (``value``), with the indices of its tokens."""

    first: int
    last: int
    label: str = ""
    value: Value | None = None
    rest: bool = False


def read_splits(sentence: str) -> list[Mention]:
    """Return what one sentence says of splits; offsets are into ``sentence``."""
    if not _PART.search(sentence):
        return []
    parser = parsed(sentence)
    tokens = parser.tokens
    roles = list(parts_in(tokens))
    if not _SPLIT.search(sentence) and len({role.label for role in roles}) < 2:
        return []
    found = parser.all()
    for one in found:
        if one.form == "list" and (run := _counted(one, roles, tokens, sentence)):
            return run
        shares = _shares(one)
        if shares and not _NO_SPLIT.search(sentence):
            labels = _labels_of(roles, tokens, len(shares), one, sentence)
            if labels:
                return list(_shared(one, labels, shares))
    return _pairs(tokens, roles, found, sentence)


def parts_in(tokens: Sequence[Token]) -> Iterator[SplitPart]:
    """Yield the words that name parts of data: "training", "to fit", "tuning set"."""
    for at, token in enumerate(tokens):
        if token.kind != "word" or (
            at > 1 and tokens[at - 1].text == "-" and tokens[at - 2].text in {"cross", "pre", "fine"}
        ):
            continue
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        label = next((label for label, regex in _ROLES.items() if regex.fullmatch(token.text)), "")
        if not label and at and (tokens[at - 1].text in {"to", "for"} or following in _OF_PART):
            label = next((label for label, regex in _PURPOSES.items() if regex.fullmatch(token.text)), "")
        if label and not _NO_PART.fullmatch(following) and not (at and tokens[at - 1].text == "cross"):
            yield SplitPart(at, at + 1, label)


def _counted(one: Expression, roles: Sequence[SplitPart], tokens: Sequence[Token], sentence: str) -> list[Mention]:
    """Return counts in the order of their parts: "the training and test sets contain 9900 and 100 images"."""
    count = len(one.values)
    before = [role for role in roles if role.last <= one.first][-count:]
    if len(before) < count or len({role.label for role in before}) < count:
        return []
    if not all(value.whole and value.number >= _FEWEST and not is_year(value) for value in one.values):
        return []
    joints = {token.text for a, b in pairwise(before) for token in tokens[a.last : b.first]}
    gap = [token.text for token in tokens[before[-1].last : one.first]]
    behind = tokens[one.last].text if one.last < len(tokens) else ""
    if not joints <= _JOINT or len(gap) > _NEAR or NO_SAMPLES.fullmatch(behind):
        return []
    if gap != [":"] and not any(_CONTAIN.fullmatch(word) for word in gap) and "respectively" not in sentence:
        return []
    if _NO_SPLIT.search(sentence):
        return []
    return [
        Mention(role.label, value.start, end, decimal(value.number), f"statement:{role.label}", score=0.9)
        for role, value, end in zip(before, one.values, _ends(one, tokens), strict=True)
    ]


def _ends(one: Expression, tokens: Sequence[Token]) -> list[int]:
    """Return where the values of a list end, the last one with the noun that it counts: "184 and 28 long tracks"."""
    ends = [value.end for value in one.values]
    for at in range(one.last, min(one.last + 4, len(tokens))):
        if tokens[at].text.endswith("s") and tokens[at].kind == "word":
            ends[-1] = tokens[at].end
        if (tokens[at].kind != "word" or tokens[at].text.endswith("s")) and tokens[at].text != "-":
            break
    return ends


# ---------------------------------------------------------------- ratios


def _shares(one: Expression) -> list[Fraction]:
    """Return the shares of a ratio or of percentages that make a whole, or nothing."""
    numbers = [value.number for value in one.values]
    total = sum(numbers, Fraction(0))
    if one.form == "ratio" and 2 <= len(numbers) <= 3:
        return [number / total for number in numbers]
    whole = one.form == "list" and 2 <= len(numbers) <= 3 and total in {1, 100}
    if whole and (all(value.percent for value in one.values) or (total == 1 and min(numbers) > 0)):
        return numbers
    return []


def _labels_of(
    roles: Sequence[SplitPart], tokens: Sequence[Token], count: int, one: Expression, sentence: str
) -> list[str]:
    """Return the parts that the shares of ``one`` belong to, in their order."""
    runs: list[list[SplitPart]] = []
    for role in roles:
        between = {token.text for token in tokens[runs[-1][-1].last : role.first]} if runs else {""}
        if runs and between <= _JOINT and role.label not in {other.label for other in runs[-1]}:
            runs[-1].append(role)
        else:
            runs.append([role])
    fitting = [run for run in runs if len(run) == count]
    if fitting:
        nearest = min(fitting, key=lambda run: abs(run[0].first - one.first))
        near = max(nearest[0].first - one.last, one.first - nearest[-1].last) <= _NEAR
        return [role.label for role in nearest] if near or _DIVIDED.search(sentence) else []
    beside = sentence[max(0, one.start - 60) : one.end + 40]
    if len({role.label for role in roles}) > 1 or not re.search(
        r"(?i)\b(?:split|splits|partition\w*|divided)\b", beside
    ):
        return []
    return list(_ORDER) if count == 3 else ["TRAIN_SPLIT", "TEST_SPLIT"]


def _shared(one: Expression, labels: Sequence[str], shares: Sequence[Fraction]) -> Iterator[Mention]:
    for label, share, value in zip(labels, shares, one.values, strict=True):
        start, end = (one.start, one.end) if one.form == "ratio" else (value.start, value.end)
        yield Mention(label, start, end, decimal(share), f"statement:{label}", score=0.9)


# ---------------------------------------------------------------- shares and counts with their parts


def _pairs(
    tokens: Sequence[Token], roles: Sequence[SplitPart], found: Sequence[Expression], sentence: str
) -> list[Mention]:
    quantities = [*_quantities(found, tokens), *_rests(tokens)]
    pieces = sorted([*roles, *quantities], key=lambda piece: piece.first)
    bound = _in_turn(pieces, tokens)
    taken: set[int] = set()
    for at, piece in enumerate(() if bound else pieces):
        if piece.label:
            continue
        parts = _parts_of(at, pieces, tokens, taken)
        if parts:
            bound[at] = parts
            taken |= {part.first for part in parts}
    bound = _without_shares_of_parts(bound, pieces, tokens)
    labels = [part.label for parts in bound.values() for part in parts]
    if len(labels) == 1 and _is_held_out(pieces[next(iter(bound))], labels[0], tokens, sentence):
        return list(_mentions(pieces, bound, tokens, sentence))
    if len(labels) < 2 or len(set(labels)) < len(labels):
        return []
    return list(_mentions(pieces, bound, tokens, sentence))


def _without_shares_of_parts(
    bound: dict[int, list[SplitPart]], pieces: Sequence[SplitPart], tokens: Sequence[Token]
) -> dict[int, list[SplitPart]]:
    """Leave out shares that are taken of a part rather than make it: "20% of the test images show frogs"."""
    of_parts = {
        at
        for at, (part, *_) in bound.items()
        if 0 < part.first - pieces[at].last < 3 and tokens[pieces[at].last].text == "of" and _is_share(pieces[at])
    }
    whole = sum((piece.value.number for at in bound if (piece := pieces[at]).value is not None), Fraction(0))
    said = any(piece.value.said for at in of_parts if (piece := pieces[at]).value is not None)
    return {at: parts for at, parts in bound.items() if at not in of_parts or (whole == 1 and not said)}


def _is_share(piece: SplitPart) -> bool:
    return piece.value is not None and piece.value.number < 1


def _in_turn(pieces: Sequence[SplitPart], tokens: Sequence[Token]) -> dict[int, list[SplitPart]]:
    """Return index of the quantity → the part before it, where they take turns: "training used 900, testing 100"."""
    if (
        len(pieces) > 4 and len(pieces) % 2 and _is_whole(pieces[0], pieces[1:])
    ):  # "the 900 moths: training 800, test 100"
        return {at + 1: parts for at, parts in _in_turn(pieces[1:], tokens).items()}
    if len(pieces) < 4 or any(bool(piece.label) == bool(at % 2) for at, piece in enumerate(pieces)):
        return {}
    parts = [piece.label for piece in pieces[::2]]
    gaps = [{token.text for token in tokens[a.last : b.first]} for a, b in pairwise(pieces)]
    near = all(len(gap) <= _SHORT for gap in gaps) and all(_TURNS.words & gap for gap in gaps[1::2])
    if not near or any(_FORWARD & gap for gap in gaps[1::2]) or len(set(parts)) < len(parts):
        return {}
    return {at: [pieces[at - 1]] for at in range(1, len(pieces), 2)}


def _is_whole(piece: SplitPart, others: Sequence[SplitPart]) -> bool:
    """Tell whether a number is the sum of all others."""
    numbers = [other.value.number for other in others if other.value is not None]
    return piece.value is not None and piece.value.number == sum(numbers, Fraction(0))


def _is_held_out(piece: SplitPart, label: str, tokens: Sequence[Token], sentence: str) -> bool:
    """Tell whether one share alone is that of a part: "20% of the training images serve for validation"."""
    behind = tokens[piece.last].text if piece.last < len(tokens) else ""
    if piece.value is None or piece.value.number > Fraction(1, 2) or label == _ORDER[0]:
        return False
    away = behind in _BEHIND_HELD_OUT and HELD_OUT.search(sentence) is not None
    return away or (behind == "of" and _DIVIDED.search(sentence) is not None)


def _quantities(found: Sequence[Expression], tokens: Sequence[Token]) -> Iterator[SplitPart]:
    """Yield what may be the size of a part; a small number is one where a larger one counts the same things."""
    nouns = {
        tokens[one.last].text
        for one in found
        if one.form == "one" and one.last < len(tokens) and one.values[0].number >= _FEWEST
    }
    for at, token in enumerate(tokens[:-1]):
        if token.text == "half" and tokens[at + 1].text in _OF_SHARE:
            yield SplitPart(at, at + 1, value=Value(token.start, token.end, Fraction(1, 2), said=True))
    for one in found:
        if one.form not in {"one", "list"}:
            continue
        for value in one.values:
            share = value.percent or (value.said and 0 < value.number < 1)
            if share or (value.whole and value.number >= 1 and not is_year(value)):
                first = next(i for i in range(one.first, one.last) if tokens[i].end > value.start)
                last = next((i for i in range(first, one.last) if tokens[i].start >= value.end), one.last)
                noun = tokens[last] if last < len(tokens) else None
                if not share and noun is not None and noun.kind == "word" and not _is_part(noun):
                    if NO_SAMPLES.fullmatch(noun.text):
                        continue
                    last += noun.text.endswith("s") and not noun.text.endswith("ss")
                named = last > one.last or (noun is not None and _is_part(noun))
                for_part = noun is not None and noun.text == "for" and any(map(_is_part, tokens[last + 1 : last + 3]))
                bare = noun is None or noun.kind != "word" or noun.text in _TURNS
                on = [token.text for token in tokens[max(0, first - 2) : first]]  # "tested on 12"
                few = (
                    for_part
                    or (bare and on[1:] == ["on"] and on[0] in _TRAINED and value.number > 1)
                    or (
                        noun is not None
                        and (
                            _UNITS_OF_STUDIES.fullmatch(noun.text) is not None
                            or (noun.kind == "word" and noun.text.endswith("s") and noun.text in nouns)
                        )
                    )
                )
                if not share and not few and value.number < (_FEWEST if named else _FEWEST_BARE):
                    continue
                yield SplitPart(first, last, value=value)


def _is_part(token: Token) -> bool:
    return any(regex.fullmatch(token.text) for regex in _ROLES.values())


def is_year(value: Value | Token) -> bool:
    """Tell whether a number is printed as a year."""
    return value.plain and 1900 <= value.number <= 2035


def _rests(tokens: Sequence[Token]) -> Iterator[SplitPart]:
    for at, token in enumerate(tokens):
        number_behind = at + 1 < len(tokens) and tokens[at + 1].kind == "number"
        of_rest = [one.text for one in tokens[max(0, at - 2) : at]] == ["of", "the"]  # "10% of the remainder"
        if token.text in _REST and not number_behind and not (of_rest and at > 2 and tokens[at - 3].text == "%"):
            yield SplitPart(at, at + 1, rest=True)


def _parts_of(at: int, pieces: Sequence[SplitPart], tokens: Sequence[Token], taken: set[int]) -> list[SplitPart]:
    piece = pieces[at]
    after = pieces[at + 1] if at + 1 < len(pieces) and pieces[at + 1].label else None
    before = pieces[at - 1] if at and pieces[at - 1].label and pieces[at - 1].first not in taken else None
    if before is not None:
        gap = [token.text for token in tokens[before.last : piece.first]]
        if (
            len(gap) <= 6
            and all(_INSIDE.fullmatch(word) for word in gap)
            and ({"(", ":", "=", "of", "with"} & set(gap) or after is None)
        ):
            return [before]
        if tokens[before.first].text in _TRAINED and _is_trained_on(gap):
            return [before]
        if len(gap) <= 6 and _CONTAINS & set(gap):
            return [before]
    if after is None:
        return []
    gap = [token.text for token in tokens[piece.last : after.first]]
    if len(gap) > 9 or {";", ":"} & set(gap) or (len(gap) > 2 and not _FORWARD & set(gap)):
        return []
    if (
        piece.value is not None and piece.value.number >= 1 and _WHOLE & set(gap)
    ):  # "1200 moths, divided into a training"
        return []
    further = pieces[at + 2] if at + 2 < len(pieces) and pieces[at + 2].label else None
    if further is not None and gap[:1] == ["of"] and after.label == _ORDER[0] != further.label:
        behind = {token.text for token in tokens[after.last : further.first]}
        if len(behind) <= _NEAR and _FORWARD & behind:  # "a tenth of the training images is kept for validation"
            return [further]
    parts = [after]
    if at + 2 < len(pieces) and pieces[at + 2].label and ("each" in gap or (piece.rest and _EVENLY & set(gap))):
        parts.append(pieces[at + 2])
    return parts


def _is_trained_on(gap: Sequence[str]) -> bool:
    """Tell whether words lead from a verb to its data: "trained our network on", "tested on another set of"."""
    start = 0
    while start < len(gap) and gap[start] in _OBJECT:
        start += 1
    rest = gap[start:]
    on = rest[:1] in (["on"], ["with"], ["using"])
    return on and (len(rest) <= 2 or _OTHERS.words >= set(rest[1:]) or (len(rest) <= 10 and rest[-1] == "of"))


def _mentions(
    pieces: Sequence[SplitPart], bound: dict[int, list[SplitPart]], tokens: Sequence[Token], sentence: str
) -> Iterator[Mention]:
    values = [pieces[at].value for at in bound]
    shares = [value.number for value in values if value is not None and value.number < 1]
    counts = [value for value in values if value is not None and value.number >= 1]
    verbs = all(tokens[part.first].text in _TRAINED for parts in bound.values() for part in parts)
    told = len(bound) > 2 or verbs or _DIVIDED.search(sentence) or re.search(r"\b[nN] ?= ?\d", sentence)
    if counts and (shares or not told):
        return
    if shares and (sum(shares) > 1 or _NO_SPLIT.search(sentence)):
        return
    for at, parts in bound.items():
        piece = pieces[at]
        value = piece.value.number if piece.value is not None else 1 - sum(shares, Fraction(0))
        if piece.rest and (not shares or not 0 < value < 1 or sum(pieces[i].rest for i in bound) > 1):
            continue
        if piece.rest:
            value /= len(parts)
        start, end = tokens[piece.first].start, tokens[piece.last - 1].end
        for part in parts:
            yield Mention(part.label, start, end, decimal(value), f"statement:{part.label}", score=0.9)
