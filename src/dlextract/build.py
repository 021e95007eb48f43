"""Puts the pipeline together: what finds, and what settles which finds stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .deciding.alone import FIXED, joining_curves
from .deciding.find_settler import FindSettler
from .deciding.overlaps import exclusive_labels
from .knowledge import Knowledge
from .pipeline.entities import BY_NAME, EntityFinder
from .pipeline.finder import PatternFinder
from .pipeline.places import Places
from .pipeline.plain_model import read_plain
from .pipeline.plain_pipeline import PlainPipeline
from .pipeline.sentences import SentenceMarker

if TYPE_CHECKING:
    from spacy.language import Language

SENTENCES, ENTITIES, RULES, SETTLING = (
    "dlextract_sentences",
    "dlextract_entities",
    "dlextract_rules",
    "dlextract_settling",
)
"""Names of the components that mark sentences, let the trained NER read, look for rules and terms, and settle which
finds stand."""

_MAX_LENGTH = 100_000_000
_LANGUAGE = "en"


def build_plain(
    knowledge: Knowledge, model: Path | str | None = None, *, prose: bool = False, places: Places = BY_NAME
) -> PlainPipeline | Language:
    """Return a pipeline that does the same as that of ``build_pipeline``, without spaCy where the model allows it.

    Args and Raises: those of ``build_pipeline``.
    """
    trained = None if model is None else read_plain(Path(model))
    if model is not None and (trained is None or not places.known(trained.labels, labels_of(knowledge, places))):
        return build_pipeline(knowledge, model, prose=prose, places=places)
    nlp = PlainPipeline()
    nlp.add(SENTENCES, SentenceMarker())
    curves = FIXED
    if trained is not None and model is not None:
        curves = joining_curves(trained.meta.get("dlextract_joining"), str(model))
        nlp.add(ENTITIES, EntityFinder(trained, Path(model).name, prose=prose, places=places))
        nlp.meta["dlextract_model"] = _named(model, trained.meta)
    rules, settler = PatternFinder(knowledge), FindSettler()
    nlp.add(RULES, rules)
    settler.use(knowledge, rules.value_of, curves)
    nlp.add(SETTLING, settler)
    return nlp


def labels_of(knowledge: Knowledge, places: Places) -> list[str]:
    """Return the labels that a model may mark: names of which a text has only one, and those that are asked for."""
    asked = [place for place in places.given.values() if place]
    return list(dict.fromkeys([*exclusive_labels(knowledge.patterns.values()), *asked]))


def build_pipeline(
    knowledge: Knowledge, model: Path | str | None = None, *, prose: bool = False, places: Places = BY_NAME
) -> Language:
    """Return a spaCy pipeline that marks sentences and finds what ``knowledge`` describes.

    Args:
        knowledge: the patterns.
        model: a folder of a spaCy pipeline with a trained NER, or the name of an installed one; None for patterns
            alone.
        prose: let the model read only paragraphs with a sentence in them: what it finds elsewhere is set aside later.
        places: what its labels stand for; ``knowledge`` has to have those of its own (``with_own``).

    Raises:
        ModelError: the model cannot be loaded, or knows none of the labels.
    """
    from .pipeline.models import load_model  # imports spaCy

    import spacy  # isort: skip

    from .deciding import spacy_part as deciding  # noqa: F401  (they register their factories)
    from .judging import spacy_part as judging  # noqa: F401
    from .pipeline import spacy_parts  # noqa: F401

    trained = None if model is None else load_model(model, labels_of(knowledge, places), places)
    shared = trained is not None and trained.lang == _LANGUAGE
    nlp = spacy.blank(
        _LANGUAGE,
        vocab=trained.vocab if trained is not None and shared else True,
        config={"nlp": {"tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"}}},
    )
    nlp.max_length = _MAX_LENGTH
    nlp.add_pipe(SENTENCES)
    curves = FIXED
    if trained is not None and model is not None:
        curves = joining_curves(trained.meta.get("dlextract_joining"), str(model))
        nlp.add_pipe(ENTITIES).use(trained, Path(model).name, prose=prose, places=places)
        nlp.meta["dlextract_model"] = _named(model, trained.meta)
    rules = nlp.add_pipe(RULES)
    rules.use(knowledge)
    nlp.add_pipe(SETTLING).use(knowledge, rules.value_of, curves)
    return nlp


def _named(model: Path | str, meta: Mapping[str, Any]) -> str:
    return f"{Path(model).name} {meta.get('version', '')}".strip()
