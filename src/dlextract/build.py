"""Puts the pipeline together: what finds, and what settles which finds stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .deciding.alone import FIXED, joining_curves
from .deciding.find_settler import FindSettler
from .deciding.overlaps import exclusive_labels
from .knowledge import Knowledge
from .pipeline.entities import BY_NAME, EntityFinder
from .pipeline.finder import PatternFinder
from .pipeline.places import Places, models_of
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
    folders = [] if model is None else models_of(model)
    models = [(read_plain(Path(folder)), folder) for folder in folders]
    known = labels_of(knowledge, places)
    if not all(one is not None and places.known(one.labels, known) for one, _ in models):
        return build_pipeline(knowledge, model, prose=prose, places=places)
    nlp = PlainPipeline()
    nlp.add(SENTENCES, SentenceMarker())
    curves = FIXED
    if models:
        metas = [one.meta for one, _ in models if one is not None]
        curves = joining_curves(metas[0].get("dlextract_joining"), str(folders[0]))
        finder = EntityFinder()
        for one, folder in models:
            finder.use(one, Path(folder).name, prose=prose, places=places)
        nlp.add(ENTITIES, finder)
        nlp.meta["dlextract_model"] = _named(folders, metas)
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

    folders = [] if model is None else models_of(model)
    models = [load_model(folder, labels_of(knowledge, places), places) for folder in folders]
    trained = models[0] if models else None
    shared = trained is not None and trained.lang == _LANGUAGE
    nlp = spacy.blank(
        _LANGUAGE,
        vocab=trained.vocab if trained is not None and shared else True,
        config={"nlp": {"tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"}}},
    )
    nlp.max_length = _MAX_LENGTH
    nlp.add_pipe(SENTENCES)
    curves = FIXED
    if trained is not None:
        curves = joining_curves(trained.meta.get("dlextract_joining"), str(folders[0]))
        finder = nlp.add_pipe(ENTITIES)
        for one, folder in zip(models, folders, strict=True):
            finder.use(one, Path(folder).name, prose=prose, places=places)
        nlp.meta["dlextract_model"] = _named(folders, [one.meta for one in models])
    rules = nlp.add_pipe(RULES)
    rules.use(knowledge)
    nlp.add_pipe(SETTLING).use(knowledge, rules.value_of, curves)
    return nlp


def _named(models: Sequence[Path | str], metas: Sequence[Mapping[str, Any]]) -> str:
    """Return names and versions, that of the model that was asked for first."""
    named = [f"{Path(model).name} {meta.get('version', '')}".strip() for model, meta in zip(models, metas, strict=True)]
    return " beside ".join(reversed(named))
