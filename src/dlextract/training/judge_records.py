"""What judges are trained from, how, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..candidates import Candidate
from ..judging.roles import LABEL as DATASET
from ..judging.segments import Segment
from ..judging.weights import Weights
from ..records import Answer, Fact, Paper
from .candidate_network import CandidateRecipe
from .sentence_network import NetworkRecipe


@dataclass(frozen=True, slots=True)
class Case:
    """An annotated paper as the judges see it.

    ``found`` are the finds, ``facts`` what they make up by the cues alone, ``used`` whether the authors use each (None:
    nobody judged it, or reasonable readers differ), ``roles`` what each served for, sorted ((): nobody says so).
    ``answers`` maps each question to the numbers of the lines that answer it, ``stated`` tells whether any sentence
    does. ``seen`` papers were in view when rules were written: only their words and roles are learnt.
    """

    name: str
    paper: Paper
    lines: tuple[Segment, ...]
    found: tuple[Candidate, ...]
    facts: tuple[Fact, ...]
    used: tuple[bool | None, ...]
    roles: tuple[tuple[str, ...], ...]
    answers: Mapping[int, tuple[int, ...]]
    stated: Mapping[int, bool]
    seen: bool = False


@dataclass(frozen=True, slots=True)
class JudgeRecipe:
    """What can be set of the recipe."""

    folds: int = 5
    seed: int = 0
    words_cost: float = 10.0
    status_pull: float = 30.0
    roles_cost: float = 0.06
    networks_cost: float = 0.01
    ranking_pull: float = 300.0
    verdict_pull: float = 100.0
    second: float = 0.6
    share: float = 1.0
    network: NetworkRecipe = field(default_factory=NetworkRecipe)
    candidates: CandidateRecipe = field(default_factory=CandidateRecipe)


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was decided about one question of one paper that the weights had not seen, and what is right."""

    name: str
    cq: int
    stated: bool
    chance: float
    shown: tuple[bool, ...]
    truly: bool
    by_rules: bool
    by_rules_shown: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What was decided about one fact of a paper that the weights had not seen; ``label`` is its own."""

    name: str
    label: str
    chance: float
    truly: bool
    by_rules: bool


@dataclass(frozen=True, slots=True)
class Roles:
    """Which roles were given to a data set or network of a paper that the weights had not seen, and which are right.

    A network is given one role; any of several is right.
    """

    name: str
    label: str
    given: tuple[str, ...]
    truly: tuple[str, ...]
    by_rules: tuple[str, ...]

    def is_right(self, given: tuple[str, ...]) -> bool:
        """Tell whether ``given`` are the right roles."""
        if self.label == DATASET:
            return given == self.truly
        return bool(set(given[:1]) & set(self.truly))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The weights fitted on all papers, and what weights of the other folds decide on each unseen one."""

    weights: Weights
    ruled: tuple[Ruled, ...]
    status: tuple[Status, ...]
    roles: tuple[Roles, ...]
    facts: Mapping[str, tuple[Fact, ...]]


Draft = Callable[[Sequence[Fact], Paper], tuple[tuple[Answer, ...], frozenset[str]]]
"""Answers facts by rules, as ``Extractor.draft`` does."""
