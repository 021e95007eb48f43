"""Candidates: finds with all that was done with them, as the stages hand them on; none is ever dropped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from .knowledge import Place, Rule
from .records import Fact, Mention

FROM_TABLE = "table:"
"""How ``found_by`` begins where a table gave the find."""

PARTS_OF_DATA = {"training": "TRAIN_SPLIT", "validation": "VALIDATION_SPLIT", "test": "TEST_SPLIT"}
"""What the attribute ``part`` calls a part of the data → the label of its share."""

FROM_LIST = "list:"
"""How ``found_by`` begins where a table gave the find whose grid was lost."""

FROM_STATEMENT = "statement:"
"""How ``found_by`` begins where a sentence binds values to the names of settings."""

FROM_LINK = "link:"
"""How ``found_by`` begins where a footnote, a reference or a hyperlink gave the address."""

FROM_NAME = "name:"
"""How ``found_by`` begins where a name returns that the authors introduced elsewhere."""

FROM_ACRONYM = "acronym:"
"""How ``found_by`` begins where an abbreviation stands for a name that was found elsewhere."""

ShareOf: TypeAlias = Callable[[str, int, int], float | None]
"""Label, start and end → the share that its tags have there, 0 to 1; None where the NER has not read or cannot say."""

ASIDE = "set aside"
"""How the effect of a step begins that sets a candidate aside."""


@dataclass(frozen=True, slots=True)
class Find:
    """What a rule or a term found, before anything is settled.

    ``order`` is the place of its rule in the label (terms come first, as 0). ``rule`` is the regex (None for a term,
    whose spelling is then ``term``). ``around`` are the attributes that the sentence around the find gives it.
    ``dropped`` is why the find does not stand, ``dropped_by`` the key of the pattern file that says so, or
    ``overlaps``.
    """

    mention: Mention
    order: int
    rule: Rule | None = None
    term: str = ""
    around: tuple[tuple[str, str], ...] = ()
    dropped: str = ""
    dropped_by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule, cue or decision did to a candidate.

    ``name`` is that of the rule, cue or decision, ``effect`` what it did ("found", "used +1.5", "set aside: …"),
    ``place`` where it stands in a pattern file (None where it stands in none).
    """

    name: str
    effect: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one find says.

    ``probability`` is that of ``status`` being right, ``reason`` names the strongest cue, ``odds`` is the logarithm of
    the odds of ``used`` against ``mentioned``, ``steps`` what each cue added.
    """

    status: str
    probability: float
    reason: str
    roles: tuple[tuple[str, float], ...]
    odds: float = 0.0
    steps: tuple[Step, ...] = ()


OPEN = Verdict("mentioned", 0.5, "", ())
"""The verdict of a candidate that nothing has judged yet."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A find with everything known about it.

    ``steps`` tell what was done with it, in order; ``aside`` is why it gives no fact ("" while it stands). The rest is
    known once it is judged: its words, its normalised value, its scope, its verdict, the role of its section, and the
    sentence ``start:end`` that holds it. ``number`` is its place among the candidates of its paper.
    """

    mention: Mention
    steps: tuple[Step, ...] = ()
    aside: str = ""
    text: str = ""
    value: str = ""
    scope: str = ""
    verdict: Verdict = OPEN
    section: str = "other"
    start: int = 0
    end: int = 0
    confidence: float = 0.0
    attributes: tuple[tuple[str, str], ...] = ()
    number: int = 0

    def set_aside(self, name: str, why: str, place: Place | None = None) -> Candidate:
        """Return the candidate as one that gives no fact, because of ``why``."""
        return replace(self, aside=why, steps=(*self.steps, Step(name, f"{ASIDE}: {why}", place)))

    def become(self, mention: Mention, name: str, effect: str, place: Place | None = None) -> Candidate:
        """Return the candidate with another mention, and the step that made it so."""
        return replace(self, mention=mention, steps=(*self.steps, Step(name, effect, place)))


@dataclass(frozen=True, slots=True)
class Merged:
    """A fact with the numbers of the candidates that say it and the steps that made one fact of them."""

    fact: Fact
    candidates: tuple[int, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was found in a paper: its facts, in their order, and all candidates for them, by their number.

    ``warnings`` are sentences for the user about rules that could not be used. ``lines`` are the sentences as the
    judges see them, ``scores`` their log odds to answer each question (lines × questions); empty without judges.
    """

    facts: tuple[Merged, ...]
    candidates: tuple[Candidate, ...]
    warnings: tuple[str, ...] = ()
    lines: tuple[Any, ...] = ()
    scores: Any = None


def fresh(mention: Mention, effect: str = "found", place: Place | None = None) -> Candidate:
    """Return the candidate of a fresh find."""
    return Candidate(mention, (Step(mention.found_by, effect, place),))


def standing(candidates: Iterable[Candidate]) -> list[Mention]:
    """Return the finds of the candidates that stand, in their order."""
    return [candidate.mention for candidate in candidates if not candidate.aside]


def is_aim(mention: Mention) -> bool:
    """Return whether a find says as a verb what the paper is for ("to classify moths"): a fact, but no name."""
    return any(name == "target" for name, _ in mention.attributes)


def split(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates that stand and those that were set aside."""
    return [c for c in candidates if not c.aside], [c for c in candidates if c.aside]


def log_odds(chance: float, closest: float) -> float:
    """Return the logarithm of the odds of a chance, taken to be at least ``closest`` away from 0 and 1."""
    chance = min(max(chance, closest), 1 - closest)
    return math.log(chance / (1 - chance))


def likelihood(odds: float) -> float:
    """Return the probability that belongs to the logarithm of the odds."""
    return 1 / (1 + math.exp(-odds))
