"""Sentences that say how the learning rate changes, read word by word.

"linearly increased during the opening 4k steps, then annealed to zero with a cosine", "halved every 25 epochs",
"shrinks tenfold at epochs 40 and 55", "reduced on plateau by a factor of 0.3 with a patience of 7". A verb says the
direction, what follows it by how much, how often, and on what occasion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..records import Mention
from ..values import normalise
from ..values.grammar import Parser, Value, decimal, parsed
from ..values.lexer import Token
from ..words import WordList, WordRegex
from .link_words import RATE, RATE_DOWN, RATE_UP

_OTHER = WordRegex("schedule_other")
_UNIT = WordRegex("schedule_unit")
_STALLED = WordRegex("schedule_stalled")
_SHAPES = {
    "cosine decay": WordRegex("schedule_cosine_decay"),
    "linear decay": WordRegex("schedule_linear_decay"),
    "exponential decay": WordRegex("schedule_exponential_decay"),
    "polynomial decay": WordRegex("schedule_polynomial_decay"),
}
_COSINE = WordRegex("schedule_along_cosine")
_FOLD = re.compile(r"(two|three|four|five|ten|hundred)fold")
_FOLDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "hundred": 100}
_FAR = 16
"""So many tokens behind its verb a number may stand."""

_SHORT = 8
"""So many tokens behind it stands where a curve ends."""

_DURING = WordList("schedule_during")
_LOWERING = WordList("schedule_lowering")
_FILLERS = WordList("schedule_fillers")
_STARTING = WordList("schedule_starting")
_FIRST = WordList("schedule_first")
_OPENING = WordList("schedule_opening")


def read_schedule(sentence: str) -> list[Mention]:
    """Return what one sentence says of the course of the learning rate; offsets are into ``sentence``."""
    if not RATE.search(sentence):
        return []
    found: list[Mention] = []
    parser = parsed(sentence)
    tokens = parser.tokens
    verbs = [at for at, token in enumerate(tokens) if RATE_DOWN.fullmatch(token.text) or _is_up(tokens, at)]
    for number, at in enumerate(verbs):
        if not _is_of_rate(sentence, tokens, at):
            continue
        end = min(verbs[number + 1] if number + 1 < len(verbs) else len(tokens), at + _FAR)
        if _is_up(tokens, at):
            found += [*_warm_up(tokens, parser, at, end), *_ends(tokens, parser, at, end, True)]
        else:
            found += _lowered(sentence, tokens, parser, at, end)
    shaped = any(mention.label == "LEARNING_RATE_SCHEDULE" for mention in found)
    return found if shaped else [*found, *_cosines(sentence, tokens, parser)]


def _cosines(sentence: str, tokens: Sequence[Token], parser: Parser) -> Iterator[Mention]:
    """Yield the cosine that a learning rate is said to follow, and where it ends: "along a half cosine to 1e-6"."""
    match = _COSINE.search(sentence)
    if match is not None:
        yield _schedule(*match.span("value"), "cosine decay")
        at = next(step for step, token in enumerate(tokens) if token.end >= match.end("value"))
        yield from _lowest(tokens, parser, at, min(at + _SHORT, len(tokens)))


def _lowest(tokens: Sequence[Token], parser: Parser, at: int, end: int) -> Iterator[Mention]:
    """Yield the rate that a curve falls to: "annealed to 1e-6"."""
    for step in range(at + 1, end - 1):
        read = parser.value(step + 1) if tokens[step].text == "to" else None
        share = read is not None and read[1] < len(tokens) and tokens[read[1]].text in {"of", "times"}
        if read is not None and not share and _is_rate(read[0]) and read[0].number:
            yield _number("LEARNING_RATE_MIN", read[0])
            return


def _is_up(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at ``at`` says that the rate grows; "warm-up" is three tokens."""
    before = {token.text for token in tokens[max(0, at - 2) : at]}
    warm = tokens[at].text == "up" and bool(before & {"warm", "warmed", "warming"})
    return warm or RATE_UP.fullmatch(tokens[at].text) is not None


def _is_of_rate(sentence: str, tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the verb at ``at`` is said of the learning rate and of nothing nearer."""
    before = sentence[max(0, tokens[at].start - 120) : tokens[at].start]
    behind = sentence[tokens[at].end : tokens[at].end + 60]
    if tokens[at].text.startswith("decay") and before.rstrip().lower().endswith("weight"):
        return False
    said = f"{before}{tokens[at].text}"  # "warm-up" is its own subject
    return bool(RATE.search(said) or RATE.search(behind)) and not _OTHER.search(before)


def _ends(tokens: Sequence[Token], parser: Parser, at: int, end: int, up: bool) -> Iterator[Mention]:
    """Yield where the rate starts and where it ends: "from 1e-3 to 1e-5", "starting at 8e-4"."""
    for step in range(at + 1, min(end + 2, len(tokens))):
        found = parser.expression(step) if tokens[step].text == "from" else None
        if found is not None and found.form == "range" and all(_is_rate(value) for value in found.values):
            low, high = sorted(found.values, key=lambda value: value.number)
            yield _number("LEARNING_RATE", high)
            if not up and low.number:
                yield _number("LEARNING_RATE_MIN", low)
            return
        alone = parser.value(step + 1) if tokens[step].text == ("to" if up else "from") else None
        if alone is not None and _is_rate(alone[0]) and alone[0].number:
            yield _number("LEARNING_RATE", alone[0])
            return
        if not up and tokens[step].text in _STARTING and step + 2 < len(tokens):
            read = parser.value(step + 2) if tokens[step + 1].text in {"at", "from", "with"} else None
            if read is not None and _is_rate(read[0]):
                yield _number("LEARNING_RATE", read[0])


def _is_rate(value: Value) -> bool:
    return not value.percent and 0 <= value.number <= Fraction(1, 2) and not value.said


def _number(label: str, value: Value) -> Mention:
    return Mention(label, value.start, value.end, decimal(value.number), f"statement:{label}", score=0.9)


def _lowered(sentence: str, tokens: Sequence[Token], parser: Parser, at: int, end: int) -> Iterator[Mention]:
    scope = _marks(tokens, parser, at, end)
    yield from _ends(tokens, parser, at, end, False)
    factor = _factor(tokens, parser, at, end)
    if factor is not None:
        start, stop, number = factor
        yield Mention(
            "LEARNING_RATE_DECAY", start, stop, decimal(number), "statement:LEARNING_RATE_DECAY", scope, score=0.9
        )
    yield from _every(tokens, parser, at, end)
    first, last = tokens[at].start, tokens[min(end, len(tokens)) - 1].end
    around = sentence[max(0, first - 110) : last + 60]
    if factor is not None and (stalled := _STALLED.search(around)):
        start = max(0, first - 110) + stalled.start()
        yield _schedule(min(start, first), max(start + len(stalled[0]), tokens[at].end), "reduce on plateau")
        return
    if tokens[at].text.startswith(tuple(_LOWERING.words)):
        near = sentence[max(0, first - 12) : last]
        shape = next((name for name, regex in _SHAPES.items() if regex.search(near)), "")
        if shape and (match := _SHAPES[shape].search(near)):
            start = max(0, first - 12) + match.start()
            yield _schedule(start, start + len(match[0]), shape)
            if not any(token.text == "from" for token in tokens[at:end]):
                yield from _lowest(tokens, parser, at, min(at + _SHORT, end))
            return
    if scope and factor is not None:
        yield _schedule(first, last, "step decay")


def _schedule(start: int, end: int, value: str) -> Mention:
    return Mention("LEARNING_RATE_SCHEDULE", start, end, value, "statement:LEARNING_RATE_SCHEDULE", score=0.85)


def _factor(tokens: Sequence[Token], parser: Parser, at: int, end: int) -> tuple[int, int, Fraction] | None:
    """Return place and size of what the rate is multiplied by."""
    verb = tokens[at].text
    if verb.startswith("halv"):
        return tokens[at].start, tokens[at].end, Fraction(1, 2)
    for step in range(at + 1, end):
        text = tokens[step].text
        if fold := _FOLD.fullmatch(text):
            return tokens[step].start, tokens[step].end, Fraction(1, _FOLDS[fold[1]])
        if text == "half" and tokens[step - 1].text in {"by", "to", "in"}:
            return tokens[step].start, tokens[step].end, Fraction(1, 2)
        named = text in {"by", "factor"} or (text == "rate" and tokens[step - 1].text in {"(", "decay"})
        if not named and not (text == "to" and _is_said_share(parser, step + 1)):
            continue
        begin = step + 1
        while begin < end and tokens[begin].text in _FILLERS and tokens[begin].text not in {"a", "an"}:
            begin += 1
        read = parser.value(begin) or (parser.value(begin + 1) if begin < end else None)
        while read is None and begin < end and tokens[begin].text in _FILLERS:
            begin += 1
            read = parser.value(begin)
        if read is not None and read[1] <= end + 1:
            if text == "factor" and tokens[step - 1].text == "decay":  # given as it is
                return read[0].start, read[0].end, read[0].number
            return _multiplier(read[0], verb, text, tokens[read[1]].text if read[1] < len(tokens) else "")
    return None


def _is_said_share(parser: Parser, at: int) -> bool:
    """Tell whether a share of the rate stands at ``at``: "to a tenth", "to 40 % of its value"."""
    read = parser.value(at)
    return read is not None and (read[0].said or read[0].percent) and read[0].number < 1


def _multiplier(value: Value, verb: str, link: str, behind: str) -> tuple[int, int, Fraction] | None:
    number = value.number
    if _UNIT.fullmatch(behind) or number <= 0:
        return None
    if link == "to":
        return value.start, value.end, number
    if value.percent and link == "by" and not verb.startswith("multipl"):
        number = 1 - number
    elif number > 1 or verb.startswith("divid"):
        number = 1 / number if number > 1 else number
    return (value.start, value.end, number) if 0 < number < 1 else None


def _every(tokens: Sequence[Token], parser: Parser, at: int, end: int) -> Iterator[Mention]:
    """Yield how often: "every 25 epochs", "after each epoch"; before the verb or behind it."""
    for step in (*range(at + 1, min(end + 4, len(tokens))), *range(max(0, at - 9), at)):
        if tokens[step].text not in {"every", "each", "per"}:
            continue
        step += step + 1 < len(tokens) and tokens[step + 1].text in {"new", "single"}
        if step + 1 < len(tokens) and _UNIT.fullmatch(tokens[step + 1].text):
            unit = tokens[step + 1]
            value, start = f"1 {unit.text}", unit.start
        else:
            read = parser.value(step + 1)
            if read is None or read[1] >= len(tokens) or not _UNIT.fullmatch(tokens[read[1]].text):
                continue
            unit = tokens[read[1]]
            value, start = f"{decimal(read[0].number)} {unit.text}", read[0].start
        yield Mention(
            "LEARNING_RATE_DECAY_EVERY",
            start,
            unit.end,
            normalise("duration", value),
            "statement:LEARNING_RATE_DECAY_EVERY",
            score=0.9,
        )
        return


def _marks(tokens: Sequence[Token], parser: Parser, at: int, end: int) -> str:
    """Return at which epochs or steps something happens ("epochs 40, 55"), or ""."""
    for step in range(at + 1, min(end, len(tokens))):
        if tokens[step].text not in {"at", "after"}:
            continue
        begin = step + 1
        while begin < end and (tokens[begin].text == "the" or _UNIT.fullmatch(tokens[begin].text)):
            begin += 1
        found = parser.expression(begin)
        if found is None or found.form not in {"one", "list"} or not all(value.whole for value in found.values):
            continue
        around = [token.text for token in (*tokens[step + 1 : begin], *tokens[found.last : found.last + 1])]
        unit = next((text for text in around if _UNIT.fullmatch(text)), "")
        if unit:
            return f"{unit} {', '.join(decimal(value.number) for value in found.values)}"
    return ""


def _parts_clauses(token: Token) -> bool:
    return token.text in {";", "."} or RATE_DOWN.fullmatch(token.text) is not None


def _opens_clause(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a time is said before what happens in it: "During the first 4k steps, the rate grows"."""
    behind = {token.text for token in tokens[at + 1 : at + 4]}
    return bool(_OPENING.words & behind) and (not at or tokens[at - 1].text in {",", ";", "and", ":"})


def _warm_up(tokens: Sequence[Token], parser: Parser, at: int, end: int) -> Iterator[Mention]:
    """Yield how long the rate grows: "during the opening 4k steps", "over the first 2 % of the steps"."""
    before = max((step + 1 for step in range(at) if _parts_clauses(tokens[step])), default=0)
    for step in (*range(at + 1, min(end, len(tokens))), *range(max(before, at - _FAR), at)):
        if tokens[step].text not in _DURING or (step < at and not _opens_clause(tokens, step)):
            continue
        begin = step + 1
        read = parser.value(begin)
        while read is None and begin < len(tokens) and tokens[begin].text in _FIRST:
            begin += 1
            read = parser.value(begin)
        if read is None:
            continue
        last = read[1]
        share = read[0].percent or (read[0].said and read[0].number < 1)
        while share and last < len(tokens) and tokens[last].text in {"of", "the", "all", "training", "total"}:
            last += 1
        unit = tokens[last] if last < len(tokens) else None
        if unit is None or not (_UNIT.fullmatch(unit.text) or (share and unit.kind != "number")):
            continue
        value = decimal(read[0].number) if share else f"{decimal(read[0].number)} {unit.text}"
        stop = read[0].end if share else unit.end
        yield Mention("WARMUP", read[0].start, stop, normalise("duration", value), "statement:WARMUP", score=0.9)
        return
