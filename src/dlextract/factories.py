"""dlextract's components for other people's spaCy pipelines: ``nlp.add_pipe("dlextract_patterns")``.

A pipeline of ``dlextract_model`` and ``dlextract_patterns`` marks what the product marks, and can be saved and loaded:
it keeps only its settings.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from .build import labels_of
from .candidates import fresh
from .deciding.decide import outdone
from .deciding.find_settler import FindSettler
from .doc_keys import CANDIDATES, ENTITIES
from .finding.elsewhere import find_statements
from .judging.spacy_part import make_judge
from .knowledge import Knowledge
from .patterns import load_knowledge
from .pipeline.entities import EntityFinder
from .pipeline.finder import PatternFinder
from .pipeline.models import load_model
from .pipeline.places import Places, models_of, places_of, with_own
from .pipeline.spacy_reading import entities_of
from .pipeline.text import sentences_of, text_of
from .records import FROM_MODEL, Mention, Paper
from .resources import shipped
from .words import using

__all__ = ["make_judge", "make_model", "make_patterns"]


class Patterns:
    """Finds what ``knowledge`` describes, by rules and by grammar, and settles which finds stand.

    Args:
        knowledge: the patterns.
        places: what the labels of the entities that other components have marked stand for; None for none of them.
    """

    def __init__(self, knowledge: Knowledge, places: Places | None = None) -> None:
        self._knowledge = knowledge
        self._find = PatternFinder(knowledge)
        self._settle = FindSettler(knowledge, self._find.value_of)
        self._places = places
        self._told: set[str] = set()

    def __call__(self, doc: Doc) -> Doc:
        """Leave what stands in the span group ``dlextract``, and as records in ``doc.user_data``."""
        if self._places is not None:
            doc.user_data[ENTITIES] = (*doc.user_data.get(ENTITIES, ()), *self._entities(doc, self._places))
        return self._add_statements(self._settle(self._find(doc)))

    def _add_statements(self, doc: Doc) -> Doc:
        """Add what the grammar binds to names; finds of rules that say the same are set aside, as in whole papers."""
        paper = Paper("", "", text_of(doc))
        with using(self._knowledge.words):
            statements = find_statements(paper, list(sentences_of(doc)), self._knowledge)
        if not statements:
            return doc
        found = [c if c.aside else outdone(c, statements, self._knowledge) for c in doc.user_data[CANDIDATES]]
        settled: Doc = self._settle.leave(doc, [*found, *(fresh(mention) for mention in statements)])
        return settled

    def _entities(self, doc: Doc, places: Places) -> Iterator[Mention]:
        found = list(entities_of(doc))
        new = {label for label, *_ in found} - self._told
        self._told |= new
        if lost := places.lost(sorted(new), 'labels = {{"{0}": "LABEL"}}, or null to leave it out'):
            warnings.warn(lost, stacklevel=4)
        for label, start, end, score in found:
            if place := places.of(label):
                yield Mention(place, start, end, "", f"{FROM_MODEL}{places.name}", score=score)


@Language.factory(  # type: ignore[untyped-decorator]
    "dlextract_patterns", default_config={"patterns": [], "labels": None}, assigns=["doc.spans"]
)
def make_patterns(nlp: Language, name: str, patterns: list[str], labels: dict[str, str | None] | None) -> Any:
    """Return a component that finds the shipped patterns, and those of the folders ``patterns`` on top of them.

    With ``labels`` the entities that stand in ``doc.ents`` before it are joined with its finds: a mapping of their
    labels, ``{"PRODUCT": "GPU", "ORG": null}``. A label that is not in it stands for the one of the same name, one that
    is mapped to itself is a label of its own; what stands for nothing is told in a warning.

    The finds are in ``doc.spans["dlextract"]``: ``span.label_`` is the label, ``span.id_`` the canonical name ("" where
    no list gives one). With attributes (count, version …), and with those that only help to decide, they are the
    ``Mention`` records in ``doc.user_data["dlextract.mentions"]``. Which of them the authors used is decided for papers
    as a whole, by ``Extractor``: a mention has a status only where its rule fixes one (``hint``). A Doc without
    sentences is split by dlextract's own rules.

    Raises:
        PatternError: a pattern file has a mistake.
        ModelError: a label stands for one that there is not.
    """
    knowledge = load_knowledge([shipped("patterns"), *map(Path, patterns)])
    if labels is None:
        return Patterns(knowledge)
    places = replace(places_of(None, labels, knowledge), name=str(nlp.meta.get("name") or name))
    return Patterns(with_own(knowledge, places), places)


@Language.factory("dlextract_model", default_config={"model": "", "labels": {}})  # type: ignore[untyped-decorator]
def make_model(nlp: Language, name: str, model: str, labels: dict[str, str | None]) -> Any:
    """Return a component that lets the shipped NER, or that of the folder ``model``, read each Doc.

    It has to stand before ``dlextract_patterns``, which joins its finds with those of the rules. ``labels`` says what
    the labels of the model stand for, on top of what its ``meta.json`` says; what stands for nothing is told in a
    warning.

    Raises:
        ModelError: the model cannot be loaded.
    """
    folder = Path(model) if model else shipped("models") / "dl_ner"
    knowledge = load_knowledge([shipped("patterns")])
    places = places_of(folder, labels, knowledge)
    for note in places.notes:
        warnings.warn(note, stacklevel=2)
    finder = EntityFinder()
    for one in models_of(folder):
        finder.use(load_model(one, labels_of(knowledge, places), places), Path(one).name, places=places)
    return finder
