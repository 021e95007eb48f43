"""dlextract's components for other people's spaCy pipelines: ``nlp.add_pipe("dlextract_patterns")``.

A pipeline of ``dlextract_model`` and ``dlextract_patterns`` marks what the product marks, and can be saved and loaded:
it keeps only its settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from .candidates import fresh
from .deciding.decide import outdone
from .deciding.find_settler import FindSettler
from .deciding.overlaps import exclusive_labels
from .doc_keys import CANDIDATES
from .finding.elsewhere import find_statements
from .judging.spacy_part import make_judge
from .knowledge import Knowledge
from .patterns import load_knowledge
from .pipeline.entities import EntityFinder
from .pipeline.finder import PatternFinder
from .pipeline.models import load_model
from .pipeline.text import sentences_of, text_of
from .records import Paper
from .resources import shipped
from .words import using

__all__ = ["make_judge", "make_model", "make_patterns"]


class Patterns:
    """Finds what ``knowledge`` describes, by rules and by grammar, and settles which finds stand."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._find = PatternFinder(knowledge)
        self._settle = FindSettler(knowledge, self._find.value_of)

    def __call__(self, doc: Doc) -> Doc:
        """Leave what stands in the span group ``dlextract``, and as records in ``doc.user_data``."""
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


@Language.factory(  # type: ignore[untyped-decorator]
    "dlextract_patterns", default_config={"patterns": []}, assigns=["doc.spans"]
)
def make_patterns(nlp: Language, name: str, patterns: list[str]) -> Any:
    """Return a component that finds the shipped patterns, and those of the folders ``patterns`` on top of them.

    The finds are in ``doc.spans["dlextract"]``: ``span.label_`` is the label, ``span.id_`` the canonical name ("" where
    no list gives one). With attributes (count, version …), and with those that only help to decide, they are the
    ``Mention`` records in ``doc.user_data["dlextract.mentions"]``. Which of them the authors used is decided for papers
    as a whole, by ``Extractor``: a mention has a status only where its rule fixes one (``hint``). A Doc without
    sentences is split by dlextract's own rules.

    Raises:
        PatternError: a pattern file has a mistake.
    """
    return Patterns(load_knowledge([shipped("patterns"), *map(Path, patterns)]))


@Language.factory("dlextract_model", default_config={"model": ""})  # type: ignore[untyped-decorator]
def make_model(nlp: Language, name: str, model: str) -> Any:
    """Return a component that lets the shipped NER, or that of the folder ``model``, read each Doc.

    It has to stand before ``dlextract_patterns``, which joins its finds with those of the rules.

    Raises:
        ModelError: the model cannot be loaded.
    """
    folder = Path(model) if model else shipped("models") / "dl_ner"
    labels = exclusive_labels(load_knowledge([shipped("patterns")]).patterns.values())
    return EntityFinder(load_model(folder, labels), folder.name)
