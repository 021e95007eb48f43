"""Scores the mentions of a model, alone or together with the pattern rules, against annotated paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from dlextract.evaluation.mentions import SPAN_GROUP, MentionScores, score_mentions
from dlextract.evaluation.paragraphs import LABELS, read_corpus
from dlextract.pipeline.places import Places, marked_by, meta_of, places_of, with_own
from dlextract.pipeline.spacy_reading import entities_of
from dlextract.resources import shipped
from dlextract.spelling import squash
from dlextract.training.labels import read_for
from dlextract.training.name_lists import read_names
from dlextract.training.setup import find_model, load_pipeline, places_in


def evaluate_mentions(
    gold: Path,
    model: str,
    *,
    with_rules: bool,
    seen: Sequence[Path] = (),
    tell: Callable[[str], None] = lambda note: None,
) -> MentionScores:
    """Return the scores of ``model`` on the paragraphs of ``gold``.

    Args:
        gold: annotated paragraphs, ``.jsonl`` or ``.spacy``.
        model: folder of a model or the name of a shipped one.
        with_rules: score what the product finds, the shipped patterns included, or the model alone.
        seen: paragraphs that the model was trained on; with its list of names they say which names it knew.
        tell: gets sentences for the user.

    Raises:
        ModelError: the gold or the model cannot be used.
    """
    folder = find_model(model)
    places = places_in(folder)
    marked = {places.of(label) for label in marked_by(meta_of(folder))} or {*LABELS, *places.own}
    labels = tuple(label for label in (*LABELS, *places.own) if with_rules or label in marked)
    paragraphs, notes = read_for([gold], labels, known=labels) if places.own else (read_corpus(gold), [])
    for note in (*places.notes, *notes):
        tell(note)
    known = known_names(folder, seen, labels) if seen else None
    nlp = product(folder) if with_rules else load_pipeline(model)
    docs = read_with(nlp, (paragraph.text for paragraph in paragraphs), None if with_rules else places)
    return score_mentions(paragraphs, docs, labels, known)


def known_names(model: Path, seen: Sequence[Path], labels: tuple[str, ...] = LABELS) -> frozenset[str]:
    """Return the names that stand in the gazetteer of ``model`` or are marked in ``seen``, as ``squash`` writes it.

    Raises:
        ModelError: a file cannot be read.
    """
    names = {squash(name) for kind in read_names(model / "gazetteer").values() for name in kind}
    for corpus in seen:
        for paragraph in read_corpus(corpus, tuple(dict.fromkeys([*LABELS, *labels]))):
            names.update(squash(paragraph.text[span.start : span.end]) for span in paragraph.spans)
    return frozenset(names)


def product(model: Path | None) -> Language:
    """Return the pipeline of the shipped patterns and ``model``, or of the patterns alone."""
    from dlextract.build import build_pipeline
    from dlextract.patterns import load_knowledge

    knowledge = load_knowledge([shipped("patterns")])
    places = places_of(model, {}, knowledge)
    return build_pipeline(with_own(knowledge, places), model, places=places)


def read_with(nlp: Language, texts: Iterable[str], places: Places | None) -> Iterator[Doc]:
    """Yield the texts as ``nlp`` reads them; finds are ``doc.ents`` and the span group ``dlextract``.

    Where ``places`` are given, ``nlp`` is a model alone: what it marks, in whatever way, is called as it stands there.
    """
    for doc in nlp.pipe(texts):
        if places is not None:
            named = [(places.of(label), start, end) for label, start, end, _ in entities_of(doc)]
            doc.ents = ()
            doc.spans[SPAN_GROUP] = [doc.char_span(start, end, label=place) for place, start, end in named if place]
        yield doc
