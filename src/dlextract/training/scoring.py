"""Scores the mentions of a model, alone or together with the pattern rules, against annotated paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from dlextract.evaluation.mentions import MentionScores, score_mentions
from dlextract.evaluation.paragraphs import LABELS, read_corpus
from dlextract.resources import shipped
from dlextract.spelling import squash
from dlextract.training.name_lists import read_names
from dlextract.training.setup import find_model, load_pipeline


def evaluate_mentions(gold: Path, model: str, *, with_rules: bool, seen: Sequence[Path] = ()) -> MentionScores:
    """Return the scores of ``model`` on the paragraphs of ``gold``.

    Args:
        gold: annotated paragraphs, ``.jsonl`` or ``.spacy``.
        model: folder of a model or the name of a shipped one.
        with_rules: score what the product finds, the shipped patterns included, or the model alone.
        seen: paragraphs that the model was trained on; with its list of names they say which names it knew.

    Raises:
        ModelError: the gold or the model cannot be used.
    """
    paragraphs = read_corpus(gold)
    known = known_names(find_model(model), seen) if seen else None
    nlp = product(find_model(model)) if with_rules else load_pipeline(model)
    return score_mentions(paragraphs, _read(nlp, (paragraph.text for paragraph in paragraphs)), LABELS, known)


def known_names(model: Path, seen: Sequence[Path]) -> frozenset[str]:
    """Return the names that stand in the gazetteer of ``model`` or are marked in ``seen``, as ``squash`` writes it.

    Raises:
        ModelError: a file cannot be read.
    """
    names = {squash(name) for kind in read_names(model / "gazetteer").values() for name in kind}
    for corpus in seen:
        for paragraph in read_corpus(corpus):
            names.update(squash(paragraph.text[span.start : span.end]) for span in paragraph.spans)
    return frozenset(names)


def product(model: Path | None) -> Language:
    """Return the pipeline of the shipped patterns and ``model``, or of the patterns alone."""
    from dlextract.build import build_pipeline
    from dlextract.patterns import load_knowledge

    return build_pipeline(load_knowledge([shipped("patterns")]), model)


def _read(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    yield from nlp.pipe(texts)
