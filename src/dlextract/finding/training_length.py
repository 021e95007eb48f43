"""How many epochs or steps training takes, by grammar: a number that counts them, and what governs it.

"for 30 epochs", "(20 epochs)", "4 epochs on A, 2 epochs on B", "a maximum of 80 epochs". Where training is spoken of,
a counted number of epochs is the length of training, unless the words beside it say otherwise: how often something is
done ("every 30 epochs"), when ("after 30 and 60 epochs"), for how long nothing happened ("without progress for 10
epochs"), or which ones ("the last 20 epochs"). Steps are those of training only behind a verb of training.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..candidates import FROM_STATEMENT
from ..records import Mention
from ..values.grammar import Expression, Parser, decimal, parsed
from ..values.lexer import Token
from ..words import WordList, WordRegex
from .link_words import RATE, RATE_DOWN, RATE_UP, SEARCHED

EPOCHS, STEPS = "EPOCHS", "ITERATIONS"

_EPOCHS = WordRegex("epochs_unit")
_STEPS = WordRegex("epochs_steps")
_KINDS = WordList("epochs_kinds")
_KINDS_OF_STEPS = WordList("epochs_kinds_of_steps")
_STEPPED = WordRegex("epochs_stepped")
_FILLERS = WordList("epochs_fillers")
_TRAINING = WordRegex("epochs_training")
_IDLE = WordRegex("epochs_idle")
_RUN = WordRegex("epochs_run")
_IDLE_BEHIND = WordRegex("epochs_idle_behind")
_ENDED = WordRegex("epochs_ended")
_ENDED_THEN = WordRegex("epochs_ended_then")
_PART = WordList("epochs_part")
_OF_TRAINING = WordRegex("epochs_of_training")
_EACH_FOR = WordList("epochs_each_for")
_OF_A_ROW = WordList("epochs_of_a_row")
_THEN_TRAINED = WordRegex("epochs_then_trained")

_BESIDE = 60
"""So many characters beside a number tell of epochs in which nothing happens."""

_NEAR = 8
"""So many tokens before a number its verb stands."""

_MOST = 20_000
_FEWEST_STEPS = 10
_NAMED = re.compile(r"(?i)epoch|iter|step|updates")
_CLAUSE = frozenset({";", ":", "."})
_JOINT = frozenset({",", "and", "or", "&"})
_FOR = frozenset({"for", "in", "over", "(", "of", "to"})
_OF_ALL = WordList("epochs_of_all")
_WHEN = frozenset({"after", "at", "until", "within"})
_IN_ALL = WordList("epochs_in_all")


def read_training_lengths(sentence: str) -> list[Mention]:
    """Return the lengths of training that one sentence tells; offsets are into ``sentence``."""
    if not _NAMED.search(sentence) or not _TRAINING.search(sentence):
        return []
    parser = parsed(sentence)
    found = [mention for label in (EPOCHS, STEPS) for mention in _lengths(label, parser, sentence)]
    return [*found, *_last_ones(parser, sentence)]


def _last_ones(parser: Parser, sentence: str) -> Iterator[Mention]:
    """Yield the number of the epoch or step at which training ends: "we stop at epoch 100", "until step 40k"."""
    tokens = parser.tokens
    for at in range(1, len(tokens) - 1):
        label = {"epoch": EPOCHS, "iteration": STEPS, "step": STEPS}.get(tokens[at].text, "")
        read = parser.value(at + 1) if label and tokens[at - 1].text in _WHEN else None
        if read is None or not _counts(label, Expression("one", (read[0],), 0, 0, at, at + 1)):
            continue
        before = sentence[max(0, tokens[at].start - _BESIDE) : tokens[at].start]
        if _ENDED.search(before) and not _IDLE.search(before) and not _is_of_rate(at - 1, tokens, sentence):
            yield Mention(label, read[0].start, read[0].end, decimal(read[0].number), FROM_STATEMENT + label, score=0.9)


def _lengths(label: str, parser: Parser, sentence: str) -> list[Mention]:
    tokens = parser.tokens
    found: list[Mention] = []
    last, is_length = -1, False
    for one in parser.all():
        unit = _unit(label, one, tokens)
        if unit is None:
            if is_length and _goes_on(label, one, last, tokens):
                found += _mentions(label, one, sentence)
                last = one.last
            continue
        joined = -1 < last < one.first and {token.text for token in tokens[last : one.first]} <= _JOINT
        at = _governing(one, tokens)
        is_length = is_length if joined else _is_length(label, one, unit, at, tokens, sentence)
        last = unit + 1
        if is_length:
            own = one.values if one.form != "list" or tokens[at].text in _OF_ALL else one.values[-1:]
            found += _mentions(label, replace(one, values=own), sentence)
    return found


def _goes_on(label: str, one: Expression, last: int, tokens: Sequence[Token]) -> bool:
    """Tell whether a bare number goes on with a list: "20k steps on A, 40k on B and 60k on C"."""
    behind = [token.text for token in tokens[one.last : one.last + 1]]
    gap = [token.text for token in tokens[last : one.first]]
    if one.form != "one" or one.bracket or not _counts(label, one) or not gap or not set(behind) & _EACH_FOR.words:
        return False
    return gap[0] == behind[0] and gap[-1] in _JOINT and len(gap) < _NEAR


def _governing(one: Expression, tokens: Sequence[Token]) -> int:
    """Return the index of the word that governs a number: the one before "a total of about"; -1 where there is none."""
    at = one.first - 1
    while at >= 0 and tokens[at].text in _FILLERS:
        at -= 1
    return at


def _mentions(label: str, one: Expression, sentence: str) -> Iterator[Mention]:
    several = len(one.values) > 1
    beside = sentence[max(0, one.start - _BESIDE) : one.end + _BESIDE]
    hint = "searched" if several and SEARCHED.search(beside) else ""
    if one.form == "range" and not hint:
        yield Mention(label, one.start, one.end, one.text(), FROM_STATEMENT + label, score=0.9)
        return
    for value in one.values:
        place = value.start, value.end
        yield Mention(label, *place, decimal(value.number), FROM_STATEMENT + label, score=0.9, hint=hint)


def _counts(label: str, one: Expression) -> bool:
    """Tell whether they can be counted so: half an epoch, two and a half, but not 0.003; no fewer than ten steps."""
    last = one.values[-1]
    if label == STEPS:
        return not last.percent and last.whole and last.number >= _FEWEST_STEPS
    return not last.percent and last.number <= _MOST and (last.whole or last.number > Fraction(1, 4))


def _unit(label: str, one: Expression, tokens: Sequence[Token]) -> int | None:
    """Return the index of the word "epochs" or "steps" that the number counts, or None."""
    if one.bracket or one.form not in {"one", "list", "range"} or not _counts(label, one):
        return None
    kinds = _KINDS if label == EPOCHS else _KINDS_OF_STEPS
    at = one.last
    while at < len(tokens) and at < one.last + 5 and tokens[at].text in kinds:
        if tokens[at].text == "-" and tokens[at].start > tokens[at - 1].end:
            return None
        at += 1
    unit = _EPOCHS if label == EPOCHS else _STEPS
    return at if at < len(tokens) and unit.fullmatch(tokens[at].text) else None


def _is_length(label: str, one: Expression, unit: int, at: int, tokens: Sequence[Token], sentence: str) -> bool:
    before = sentence[max(0, one.start - _BESIDE) : one.start]
    behind = sentence[tokens[unit].end : tokens[unit].end + _BESIDE]
    governing = tokens[at].text if at >= 0 else ""
    if label == STEPS and not _STEPPED.search(sentence[max(0, one.start - 2 * _BESIDE) : one.start]):
        return _OF_TRAINING.match(behind) is not None and governing not in {"every", "each", "after"}
    if governing in _WHEN and at and tokens[at - 1].text == "latest":  # "at the latest after 400 epochs"
        return True
    if governing in _OF_A_ROW:
        return _THEN_TRAINED.match(behind) is not None
    in_all = any(token.text in _IN_ALL for token in tokens[max(at, 0) : one.first])
    if _IDLE_BEHIND.match(behind) or (_is_idle(before) and not in_all):
        return False
    if governing in _WHEN:
        ended = _ENDED.search(before) or _ENDED_THEN.match(sentence[tokens[unit].end : tokens[unit].end + 2 * _BESIDE])
        return ended is not None and not _is_of_rate(at, tokens, sentence)
    if governing == "to" and at and tokens[at - 1].text in {"compared", "opposed", "contrast"}:
        return False
    before_it = tokens[at - 1].text if at > 0 else ""
    if (governing == "than" and at > 1 and tokens[at - 2].text == "no") or (
        governing == "by" and before_it == "followed"
    ):
        return not _is_of_rate(at, tokens, sentence)
    if governing in _PART or (one.values[-1].number == 1 and governing not in _FOR):
        return False
    return not _is_of_rate(at, tokens, sentence)


def _is_idle(before: str) -> bool:
    """Tell whether words before a number say that nothing happens, and no verb of training comes after them."""
    idle = [match.end() for match in _IDLE.finditer(before)]
    return bool(idle) and not _RUN.search(before, idle[-1])


def _is_of_rate(at: int, tokens: Sequence[Token], sentence: str) -> bool:
    """Tell whether the nearest verb says how the learning rate goes: "decayed over 30 epochs"."""
    if not RATE.search(sentence):
        return False
    for step in range(at, max(-1, at - _NEAR), -1):
        text = tokens[step].text
        if text in _CLAUSE or text in {"every", "each"}:
            return False
        if RATE_DOWN.fullmatch(text) or RATE_UP.fullmatch(text) or text == "warm":
            return True
    return False
