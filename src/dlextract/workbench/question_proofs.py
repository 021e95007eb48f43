"""Which regexes of questions are proved: an example of their question comes out differently without them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from ..answers.options import Options, read_options
from ..answers.pieces import Piece, parsed
from ..knowledge import Question, QuestionExample
from ..regexes import Limited
from .findings import Finding

Matches: TypeAlias = Callable[[str], bool]
"""Tells whether a regex matches a text."""


def check_questions(
    questions: Sequence[Question], own_files: Collection[str], *, own_only: bool = False
) -> Iterator[Finding]:
    """Yield examples of questions that do not hold, and regexes without one; advice where they are the user's."""
    for question in questions:
        own = question.place.file in own_files
        if own_only and not own:
            continue
        options = read_options(question)
        yield from _wrong(question, options)
        for what in _unproved(question, options):
            todo = "Write one under examples, or drop it"
            yield Finding(question.place, question.name, what, todo, error=not own)


def said(pieces: Mapping[str, tuple[Piece, ...]], sentence: str) -> str:
    """Return what all pieces say of a sentence."""
    return ", ".join(parsed(pieces, [sentence]).values())


def _wrong(question: Question, options: Options) -> Iterator[Finding]:
    regexes = _regexes(question, options)
    for example in question.examples:
        if example.option == "pieces":
            if (found := said(options.pieces, example.text)) != example.says:
                yield Finding(example.place, question.name, f"the pieces say {found!r} of this example")
        elif not any(matches(example.text) for matches in regexes[example.option]):
            yield Finding(example.place, question.name, f"no regex of {example.option} matches this example")


def _unproved(question: Question, options: Options) -> Iterator[str]:
    """Yield for each regex without an example that needs it what is to be said of it."""
    texts: dict[str, list[QuestionExample]] = {}
    for example in question.examples:
        texts.setdefault(example.option, []).append(example)
    for option, regexes in _regexes(question, options).items():
        for number, matches in enumerate(regexes, 1):
            others = [other for other in regexes if other is not matches]
            if not any(
                matches(example.text) and not any(other(example.text) for other in others)
                for example in texts.get(option, ())
            ):
                yield f"no example needs the regex {number} of {option}"
    for name, ways in options.pieces.items():
        for number, way in enumerate(ways, 1):
            without = {**options.pieces, name: tuple(other for other in ways if other is not way)}
            if not any(said(without, example.text) != example.says for example in texts.get("pieces", ())):
                yield f"no example needs the regex {number} of the piece {name}"


def _regexes(question: Question, options: Options) -> dict[str, list[Matches]]:
    """Return for each option that holds regexes what tells whether one of them matches a text.

    A pair of ``agree`` matches two lines: a value, and a value of the other label that agrees with it.
    """
    several: dict[str, Sequence[Limited | None]] = {
        "match": [options.match],
        "not_match": [options.not_match],
        "strong": [options.strong],
        "not_quote": [options.not_quote],
        "pointer": options.pointer,
        "plain": [options.plain],
        "adopted": [options.adopted],
        "apart": [options.apart],
        "things": [options.things],
        "subjects": [options.subjects],
        "scopes": [options.scopes],
    }
    found = {name: [_searched(one) for one in regexes if one is not None] for name, regexes in several.items()}
    found["version"] = [_whole(options.version)] if question.options.version and options.version is not None else []
    found["agree"] = [_paired(value, other) for pairs in options.agree.values() for value, other in pairs]
    return found


def _searched(regex: Limited) -> Matches:
    return lambda text: regex.search(text) is not None


def _whole(regex: Limited) -> Matches:
    return lambda text: regex.fullmatch(text) is not None


def _paired(value: Limited, other: Limited) -> Matches:
    def matches(text: str) -> bool:
        said, _, beside = text.partition("\n")
        return value.search(said) is not None and other.search(beside) is not None

    return matches
