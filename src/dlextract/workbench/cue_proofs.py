"""Which cues are proved: a sentence of their own gets another status, or another role, without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..candidates import Verdict
from ..deciding.cues import Context
from ..knowledge import Cue, CueExample
from ..records import Mention, Paper, Section
from .findings import Finding

_STRONG = 0.5
"""Weaker roles count only where there is no strong one."""


class Readings:
    """Reads the examples of cues with all cues.

    Args:
        cues: all cues, in the order of their files.
    """

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._context = Context(cues)

    def cues(self, example: CueExample, of: Sequence[Cue] = ()) -> tuple[Cue, ...]:
        """Return the cues (those among ``of``, where some are given) that speak of the find of ``example``."""
        context = Context(of) if of else self._context
        return context.of(_paper(example)).cues(_mention(example), 0, len(example.text))

    def outcome(self, example: CueExample, cues: Sequence[Cue]) -> tuple[str, frozenset[str]]:
        """Return status and roles of the find of ``example`` as ``cues`` give them."""
        verdict = self._context.of(_paper(example)).verdict(_mention(example), cues)
        return verdict.status, _held(verdict)


def check_cues(cues: Sequence[Cue], own_files: Collection[str], *, own_only: bool = False) -> Iterator[Finding]:
    """Yield the cues whose examples do not hold, and those that no example needs; advice where they are the user's."""
    readings = Readings(cues)
    for cue in cues:
        own = cue.place.file in own_files
        if own_only and not own:
            continue
        first = next(other for other in cues if other.name == cue.name)
        if cue is first:
            for example in cue.examples:
                if wrong := _wrong(cue, example, readings):
                    yield Finding(example.place, cue.name, wrong)
        if not is_proved(cue, cues, readings):
            what = "no sentence of its own gets another verdict without this regex"
            yield Finding(cue.place, cue.name, what, "Write one under its examples, or drop it", error=not own)


def is_proved(cue: Cue, cues: Sequence[Cue], readings: Readings) -> bool:
    """Tell whether a match example of ``cue`` comes out differently without it (of several regexes: without this)."""
    twins = [other for other in cues if other.name == cue.name and other is not cue]
    for example in cue.examples:
        if example.kind != "match" or (twins and readings.cues(example, twins)):
            continue
        found = readings.cues(example)
        without = [other for other in found if other.name != cue.name]
        if len(without) < len(found) and readings.outcome(example, found) != readings.outcome(example, without):
            return True
    return False


def _wrong(cue: Cue, example: CueExample, readings: Readings) -> str:
    found = readings.cues(example)
    if example.kind == "ignore":
        return "it speaks of the find of an ignore example" if any(other.name == cue.name for other in found) else ""
    status, roles = readings.outcome(example, found)
    role = cue.gives.removeprefix("role:")
    if cue.gives == status or (role != cue.gives and role in roles):
        return ""
    got = status if role == cue.gives else " and ".join(sorted(roles)) or "no role"
    names = ", ".join(f"{other.name} ({other.gives} {other.weight:g})" for other in found) or "none"
    return f"this match example gets {got}, not {role}; its cues: {names}"


def _held(verdict: Verdict) -> frozenset[str]:
    strong = frozenset(role for role, weight in verdict.roles if weight >= _STRONG)
    return strong or frozenset(role for role, _ in verdict.roles)


def _mention(example: CueExample) -> Mention:
    found_by = example.found_by or f"patterns:{example.label}"
    return Mention(example.label, example.start, example.end, example.value, found_by)


def _paper(example: CueExample) -> Paper:
    section = Section(0, 0, len(example.text), example.heading, example.section)
    return Paper(source="-", sha256="", text=example.text, title=example.title, sections=(section,))
