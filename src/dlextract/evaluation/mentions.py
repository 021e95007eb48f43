"""Scores mentions against gold: the same span and label, or any overlap with the same label."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import eq
from typing import Any

from spacy.tokens import Doc

from dlextract.evaluation.paragraphs import AnnotatedParagraph, Span
from dlextract.spelling import squash
from dlextract.statistics import interval

SPAN_GROUP = "dlextract"
"""Span group that is read beside ``doc.ents``."""


@dataclass(frozen=True, slots=True)
class MentionCounts:
    """True positives, false positives and false negatives, and the shares that follow from them."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the finds that are right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: MentionCounts) -> MentionCounts:
        return MentionCounts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class MentionScores:
    """Counts of one evaluation.

    ``exact`` and ``overlap`` are by label, ``groups`` (exact) by kind of text. ``paragraphs`` holds the exact counts of
    each paragraph, for intervals. ``seen`` and ``unseen`` (exact, gold only) are of names that the model knew before
    and of others; empty where nobody said what it knew.
    """

    exact: Mapping[str, MentionCounts]
    overlap: Mapping[str, MentionCounts]
    groups: Mapping[str, MentionCounts]
    paragraphs: tuple[MentionCounts, ...]
    seen: Mapping[str, MentionCounts] = field(default_factory=dict)
    unseen: Mapping[str, MentionCounts] = field(default_factory=dict)

    @property
    def micro(self) -> MentionCounts:
        """Exact counts over all labels."""
        return sum(self.exact.values(), MentionCounts())

    def as_dict(self, seed: int = 0) -> dict[str, Any]:
        """Return all figures as JSON values, rounded to three places; the interval is drawn over paragraphs."""
        return {
            "exact": {
                **{label: _figures(counts) for label, counts in self.exact.items()},
                "micro": _figures(self.micro),
            },
            "overlap": {
                **{label: _figures(counts) for label, counts in self.overlap.items()},
                "micro": _figures(sum(self.overlap.values(), MentionCounts())),
            },
            "groups": {group: _figures(counts) for group, counts in self.groups.items()},
            "micro_f1_interval": [
                round(edge, 3) for edge in interval(self.paragraphs, lambda drawn: sum(drawn, MentionCounts()).f1, seed)
            ],
            "paragraphs": len(self.paragraphs),
            **{name: _recalls(counts) for name, counts in (("seen", self.seen), ("unseen", self.unseen)) if counts},
        }


def score_mentions(
    paragraphs: Sequence[AnnotatedParagraph],
    docs: Iterable[Doc],
    labels: Sequence[str],
    known: Collection[str] | None = None,
) -> MentionScores:
    """Compare the mentions that each doc carries with those of its paragraph.

    Finds are ``doc.ents`` and the span group ``dlextract``. A find that overlaps an optional mention is not punished.
    Labels of which a paragraph does not have all mentions do not count in it.
    ``known`` are the names that the model knew before, each as ``squash`` writes it.
    """
    exact = dict.fromkeys(labels, MentionCounts())
    overlap = dict.fromkeys(labels, MentionCounts())
    groups: dict[str, MentionCounts] = {}
    names = tuple({} if known is None else dict.fromkeys(labels, MentionCounts()) for _ in range(2))
    each = []
    for paragraph, doc in zip(paragraphs, docs, strict=True):
        counted = paragraph.complete & exact.keys()
        found = {
            Span(span.start_char, span.end_char, span.label_)
            for span in [*doc.ents, *doc.spans.get(SPAN_GROUP, [])]
            if span.label_ in counted
        }
        gold = {span for span in paragraph.spans if span.label in counted}
        one = _count(exact, found, gold, paragraph.optional, eq)
        _count(overlap, found, gold, paragraph.optional, _overlap)
        for span in gold if known is not None else ():
            counts = names[squash(paragraph.text[span.start : span.end]) not in (known or ())]
            _add(counts, span.label, MentionCounts(right=1) if span in found else MentionCounts(missed=1))
        each.append(one)
        groups[paragraph.group] = groups.get(paragraph.group, MentionCounts()) + one
    return MentionScores(
        exact=exact,
        overlap=overlap,
        groups=dict(sorted(groups.items())),
        paragraphs=tuple(each),
        seen=names[0],
        unseen=names[1],
    )


def _recalls(counts: Mapping[str, MentionCounts]) -> dict[str, dict[str, float]]:
    return {
        label: {"recall": round(some.recall, 3), "gold": some.right + some.missed}
        for label, some in [*counts.items(), ("micro", sum(counts.values(), MentionCounts()))]
    }


def _figures(counts: MentionCounts) -> dict[str, float]:
    return {
        "precision": round(counts.precision, 3),
        "recall": round(counts.recall, 3),
        "f1": round(counts.f1, 3),
        "gold": counts.right + counts.missed,
    }


def _count(
    totals: dict[str, MentionCounts],
    found: Iterable[Span],
    gold: Iterable[Span],
    optional: Iterable[Span],
    same: Callable[[Span, Span], bool],
) -> MentionCounts:
    """Add what one paragraph brings to ``totals`` and return it. ``right`` counts mentions of the gold."""
    changes: dict[str, MentionCounts] = {}
    for span in gold:
        hit = any(span.label == find.label and same(span, find) for find in found)
        _add(changes, span.label, MentionCounts(right=1) if hit else MentionCounts(missed=1))
    for find in found:
        if any(find.label == span.label and same(find, span) for span in gold):
            continue
        if not any(find.start < span.end and span.start < find.end for span in optional):
            _add(changes, find.label, MentionCounts(wrong=1))
    for label, change in changes.items():
        _add(totals, label, change)
    return sum(changes.values(), MentionCounts())


def _add(totals: dict[str, MentionCounts], label: str, change: MentionCounts) -> None:
    totals[label] = totals.get(label, MentionCounts()) + change


def _overlap(one: Span, two: Span) -> bool:
    return one.start < two.end and two.start < one.end
