"""Puts the spaCy pipeline together: what finds, and what settles which finds stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .deciding import find_settler  # noqa: F401  (it registers its factory)
from .deciding.alone import FIXED, joining_curves
from .deciding.overlaps import exclusive_labels
from .knowledge import Knowledge
from .pipeline import entities, finder, sentences, tokenizer  # noqa: F401  (they register their factories)
from .pipeline.entities import load_model

if TYPE_CHECKING:
    from spacy.language import Language

RULES, SETTLING = "dlextract_rules", "dlextract_settling"
"""Names of the components that look for rules and terms, and that settle which finds stand."""

_MAX_LENGTH = 100_000_000
_LANGUAGE = "en"


def build_pipeline(knowledge: Knowledge, model: Path | str | None = None, *, prose: bool = False) -> Language:
    """Return a spaCy pipeline that marks sentences and finds what ``knowledge`` describes.

    Args:
        knowledge: the patterns.
        model: a folder of a spaCy pipeline with a trained NER, or the name of an installed one; None for patterns
            alone.
        prose: let the model read only paragraphs with a sentence in them: what it finds elsewhere is set aside later.

    Raises:
        ModelError: the model cannot be loaded, or knows none of the labels.
    """
    import spacy

    trained = None if model is None else load_model(model, exclusive_labels(knowledge.patterns.values()))
    shared = trained is not None and trained.lang == _LANGUAGE
    nlp = spacy.blank(
        _LANGUAGE,
        vocab=trained.vocab if trained is not None and shared else True,
        config={"nlp": {"tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"}}},
    )
    nlp.max_length = _MAX_LENGTH
    nlp.add_pipe("dlextract_sentences")
    curves = FIXED
    if trained is not None and model is not None:
        curves = joining_curves(trained.meta.get("dlextract_joining"), str(model))
        name = Path(model).name
        nlp.add_pipe("dlextract_entities").use(trained, name, prose=prose)
        nlp.meta["dlextract_model"] = f"{name} {trained.meta.get('version', '')}".strip()
    rules = nlp.add_pipe(RULES)
    rules.use(knowledge)
    nlp.add_pipe(SETTLING).use(knowledge, rules.value_of, curves)
    return nlp
