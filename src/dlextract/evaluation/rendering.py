"""Shows the figures of an evaluation as plain tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlextract.evaluation.mentions import MentionScores
from dlextract.evaluation.whole_papers import CORE, EXTRA, PaperScores

NONE = "–"
"""Stands for a figure where there is no gold."""


def mentions_table(scores: MentionScores, seed: int = 0, *, what: str = "") -> str:
    """Return precision, recall and F1 by label (exact and overlap) and by kind of text; ``what`` was measured."""
    figures = scores.as_dict(seed)
    lines = [what, ""] if what else []
    lines += [f"{'':14}{'P':>7}{'R':>7}{'F1':>7}{'overlap F1':>12}{'gold':>7}"]
    for label, exact in figures["exact"].items():
        overlap = figures["overlap"][label]
        shown = f"{overlap['f1']:.3f}" if overlap["gold"] else NONE
        lines.append(f"{label:14}{_three(exact, exact['gold'])}{shown:>12}{exact['gold']:7d}")
    low, high = figures["micro_f1_interval"]
    lines += [f"95 % interval of the micro F1: {low:.3f} to {high:.3f}, {figures['paragraphs']} paragraphs", ""]
    groups = figures["groups"]
    if set(groups) - {""}:
        lines.append(f"{'kind of text':14}{'P':>7}{'R':>7}{'F1':>7}{'':12}{'gold':>7}")
        lines += [
            f"{group:14}{_three(exact, exact['gold'])}{'':12}{exact['gold']:7d}" for group, exact in groups.items()
        ]
    for name in ("seen", "unseen"):
        if name in figures:
            recalls = (f"{label} {_recall(some)}" for label, some in figures[name].items())
            lines.append(f"recall on {name} names: {', '.join(recalls)}")
    return "\n".join(lines).rstrip()


def _recall(figures: Mapping[str, Any]) -> str:
    return f"{figures['recall']:.3f} of {figures['gold']}" if figures["gold"] else NONE


def _three(figures: Mapping[str, Any], gold: int) -> str:
    """Return precision, recall and F1, which are no figures where there is no gold."""
    keys = ("precision", "recall", "f1")
    return "".join(f"{figures[key]:7.3f}" if gold else f"{NONE:>7}" for key in keys)


def papers_table(scores: PaperScores, *, misses: bool = False) -> str:
    """Return the figures of the fields and questions; with ``misses`` also every wrong and missed value."""
    figures = scores.figures
    lines = [f"papers {figures['papers']}, without a record: {', '.join(figures['missing']) or 'none'}", ""]
    lines.append(
        f"{'field':16}{'P':>7}{'R':>7}{'F1':>7}{'paper F1':>10}{'95 % interval':>18}{'tp':>5}{'fp':>5}{'fn':>5}"
    )
    for key in (*CORE, *EXTRA):
        row = figures["fields"][key]
        low, high = figures["paper_f1_interval"][key]
        lines.append(
            f"{key:16}{_three(row, row['tp'] + row['fn'])}{figures['paper_f1'][key]:10.3f}"
            f"{f'{low:.3f} to {high:.3f}':>18}"
            f"{row['tp']:5d}{row['fp']:5d}{row['fn']:5d}"
        )
    lines.append("")
    for key, row in figures["roles"].items():
        share = NONE if row["accuracy"] is None else f"{row['accuracy']:.3f}"
        lines.append(f"roles of {key}: {share} ({row['agree']} of {row['of']})")
    lines.append(
        f"core F1 {figures['core_f1']:.3f} {_range(figures['core_f1_interval'])}, all fields {figures['all_f1']:.3f}"
    )
    lines.append(
        f"28 questions: accuracy {figures['cq_accuracy']:.3f} {_range(figures['cq_accuracy_interval'])}, "
        f"constant answers {figures['cq_majority_floor']:.3f}, "
        f"kappa {figures['cq_kappa_pooled']:.3f} {_range(figures['cq_kappa_interval'])}"
    )
    rate = figures["evidence_hit_rate"]
    lines.append(f"evidence at the right place: {NONE if rate is None else f'{rate:.3f}'}")
    if misses:
        lines += ["", *_misses(scores)]
    return "\n".join(lines)


def _range(edges: list[float]) -> str:
    return f"({edges[0]:.3f} to {edges[1]:.3f})"


def _misses(scores: PaperScores) -> list[str]:
    lines = []
    for paper in scores.papers:
        for key in (*CORE, *EXTRA):
            result = paper.fields[key]
            if result.wrong:
                lines.append(f"{paper.name}  {key}  wrong: {'; '.join(result.wrong)}")
            if result.missed:
                lines.append(f"{paper.name}  {key}  missed: {'; '.join(result.missed)}")
        for number, (want, got) in paper.questions.items():
            if want != got:
                lines.append(f"{paper.name}  question {number}  gold {_stated(want)}, found {_stated(got)}")
    return lines


def _stated(value: bool) -> str:
    return "stated" if value else "not stated"
