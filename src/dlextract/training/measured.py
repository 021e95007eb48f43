"""The figures of judges on papers that their weights had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..accuracy import Counts, Measured
from ..calibration import EVEN, reliability
from ..judging.networks import LABEL as NETWORK
from ..judging.roles import LABEL as DATASET
from ..judging.status import KINDS
from .judge_records import Outcome, Roles, Ruled, Status

OPEN = frozenset({1, 3, 6, 7, 14, 16, 18, 21, 23, 24, 26, 27, 28})
"""Questions that a sentence answers; the others are answered by names and numbers."""


@dataclass(frozen=True, slots=True)
class JudgeFigures:
    """Shares of questions: decided rightly, kappa, and of the sentences shown.

    ``first``: of the answers to questions that the paper answers, those whose first sentence is right; ``shown``: of
    all sentences shown for these; ``found``: of all questions that the paper answers, those with a right sentence.
    """

    count: int
    accuracy: float
    kappa: float
    first: float
    shown: float
    found: float


def figures(ruled: Sequence[Ruled], *, by_rules: bool = False) -> JudgeFigures:
    """Return the figures of the judges, or of the rules on the same questions."""
    pairs = [((item.by_rules if by_rules else item.stated), item.truly) for item in ruled]
    first: list[bool] = []
    shown: list[bool] = []
    found: list[bool] = []
    for item in ruled:
        hits = item.by_rules_shown if by_rules else item.shown
        if not (item.by_rules if by_rules else item.stated):
            hits = ()
        if item.truly:
            found.append(any(hits))
            if hits:
                first.append(hits[0])
                shown.extend(hits)
    return JudgeFigures(
        len(pairs), _mean([a == b for a, b in pairs]), _kappa(pairs), _mean(first), _mean(shown), _mean(found)
    )


def measured(ruled: Sequence[Ruled]) -> Measured:
    """Return how often each question was decided rightly, apart for papers that state it and papers that do not."""
    questions = {}
    for cq in sorted({item.cq for item in ruled}):
        stated = [item.stated for item in ruled if item.cq == cq and item.truly]
        silent = [not item.stated for item in ruled if item.cq == cq and not item.truly]
        questions[cq] = Counts(len(stated), sum(stated), len(silent), sum(silent))
    return Measured(len({item.name for item in ruled}), questions)


def calibration_errors(ruled: Sequence[Ruled]) -> tuple[float, float]:
    """Return the expected calibration error of answers (first sentence right) and of silence."""
    stated = [(item.chance, item.truly and item.shown[0]) for item in ruled if item.stated]
    silent = [(item.chance, not item.truly) for item in ruled if not item.stated]
    return tuple(reliability(some)[1] if some else 0.0 for some in (stated, silent))  # type: ignore[return-value]


def render(outcome: Outcome, names: dict[int, str]) -> str:
    """Return the figures as a table, in all, for the open questions and for each question; then those of the facts."""
    ruled = outcome.ruled
    head = f"{'':26}{'rules':>8}{'judges':>8}{'kappa':>8}{'first':>8}{'shown':>8}{'found':>8}"
    lines = [head]
    groups: list[tuple[str, list[Ruled]]] = [("all questions", list(ruled))]
    groups.append(("open questions", [item for item in ruled if item.cq in OPEN]))
    groups += [(f"{cq:2d} {name}", [item for item in ruled if item.cq == cq]) for cq, name in sorted(names.items())]
    for name, some in groups:
        if some:
            rules, judges = figures(some, by_rules=True), figures(some)
            lines.append(
                f"{name:26}{rules.accuracy:8.3f}{judges.accuracy:8.3f}{judges.kappa:8.2f}"
                f"{judges.first:8.3f}{judges.shown:8.3f}{judges.found:8.3f}"
            )
    rules = figures(ruled, by_rules=True)
    lines.append(f"{'(all, rules alone)':26}{rules.accuracy:8.3f}{'':8}{rules.kappa:8.2f}"
                 f"{rules.first:8.3f}{rules.shown:8.3f}{rules.found:8.3f}")  # fmt: skip
    stated, silent = calibration_errors(ruled)
    facts = [(item.chance, item.truly) for item in outcome.status if item.chance >= EVEN]
    wrong = reliability(facts)[1] if facts else 0.0
    lines.append(f"expected calibration error: facts {wrong:.3f}, answers {stated:.3f}, silence {silent:.3f}")
    lines += ["", f"{'used or not':26}{'facts':>8}{'rules':>8}{'judges':>8}", *_status_lines(outcome.status)]
    lines += ["", *_role_lines(outcome.roles)]
    return "\n".join(lines)


def render_curve(outcomes: Mapping[float, Outcome]) -> str:
    """Return the learning curve: a line for each share of the papers that was learnt from."""
    names = ("right", "kappa", "first", "shown", "found", "status", "roles")
    lines = [f"{'share of the papers':26}" + "".join(f"{name:>8}" for name in names)]
    for share, outcome in outcomes.items():
        of = figures(outcome.ruled)
        status = _mean([(item.chance >= EVEN) == item.truly for item in outcome.status])
        roles = _mean([item.is_right(item.given) for item in outcome.roles if item.label == DATASET])
        values = (of.accuracy, of.kappa, of.first, of.shown, of.found, status, roles)
        lines.append(f"{share:<26.0%}" + "".join(f"{value:8.3f}" for value in values))
    return "\n".join(lines)


def _status_lines(status: Sequence[Status]) -> list[str]:
    names = {label: labels[0].lower() for labels in KINDS for label in labels}
    lines = []
    for name in ("all", *dict.fromkeys(names.values()), "setting"):
        some = [item for item in status if name in ("all", names.get(item.label, "setting"))]
        rules = _mean([item.by_rules == item.truly for item in some])
        judges = _mean([(item.chance >= EVEN) == item.truly for item in some])
        lines.append(f"{name:26}{len(some):8d}{rules:8.3f}{judges:8.3f}")
    return lines


def _role_lines(some: Sequence[Roles]) -> list[str]:
    lines = []
    for label, what in ((DATASET, "roles of data sets"), (NETWORK, "roles of networks")):
        given = [item for item in some if item.label == label]
        rules = _mean([item.is_right(item.by_rules) for item in given])
        judges = _mean([item.is_right(item.given) for item in given])
        lines.append(f"{what:26}{len(given):8d}{rules:8.3f}{judges:8.3f}")
    return lines


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    count = len(pairs)
    if not count:
        return 0.0
    same = sum(a == b for a, b in pairs) / count
    left, right = sum(a for a, _ in pairs) / count, sum(b for _, b in pairs) / count
    by_chance = left * right + (1 - left) * (1 - right)
    return (same - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
