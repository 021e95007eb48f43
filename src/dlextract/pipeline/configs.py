"""What the config of a model may call when it is loaded: a model is data, and brings no code along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thinc.api import Config

from .._version import __version__
from ..errors import ModelError

_FACTORIES_TEXT = """
ner spancat spancat_singlelabel entity_ruler span_ruler span_finder tok2vec transformer curated_transformer tagger
morphologizer parser senter sentencizer lemmatizer trainable_lemmatizer attribute_ruler textcat textcat_multilabel
merge_entities merge_noun_chunks merge_subtokens token_splitter doc_cleaner
dlextract_gazetteer dlextract_encoder dlextract_tagger dlextract_sentences dlextract_entities dlextract_patterns
dlextract_model
dlextract_rules dlextract_settling
"""
_FACTORIES = frozenset(_FACTORIES_TEXT.split())
_REGISTRIES_TEXT = """
@architectures @layers @scorers @tokenizers @vectors @initializers @schedules @optimizers @span_getters
@annotation_setters @model_loaders @losses @ops
"""
_REGISTRIES = frozenset(_REGISTRIES_TEXT.split())
"""Kinds of functions that make parts of a network. Callbacks, readers and loggers load files and other models."""
_OWNERS = r"spacy|spacy-legacy|spacy-transformers|spacy-curated-transformers"
_OWN = frozenset({"dlextract.WordTokenizer.v1", "dlextract.Tok2Vec.v1", "dlextract.Tagger.v1"})
_FUNCTION = re.compile(rf"(?:(?:{_OWNERS})\.)?\w+\.v\d+")
_MISC = re.compile(r"spacy\.(?:\w*suggester|levenshtein_compare|\w+_filter)\.v\d+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_OTHER_VERSION = re.compile(r"= '(?:dlextract_(?!judge')\w+|dlextract\.\w+\.v\d+)'$")
_HOOKS = ("before_creation", "after_creation", "after_pipeline_creation")


def check_config(model: Path) -> None:
    """Refuse a model whose config names a component, function or hook that is not one of spaCy's or dlextract's.

    Only ``[nlp]`` and ``[components]`` count: the rest is for training.

    Raises:
        ModelError: it names one, or cannot be read.
    """
    path = model / "config.cfg"
    try:
        config = read_config(model)
    except Exception as error:  # a damaged file fails in many ways
        message = " ".join(str(error).split())
        raise ModelError(str(path), f"this config cannot be read ({message[:200]})", "Train the model again") from error
    refuse_code(config, path)


def read_config(model: Path) -> Config:
    """Return the config of the model in the folder ``model``; raises nearly anything if it is damaged."""
    return Config().from_disk(model / "config.cfg")


def refuse_code(config: Config, path: Path) -> None:
    """Raise a ModelError at ``path`` if ``config`` names code that is no part of a model (see ``check_config``).

    What is called like a part of dlextract and is none comes from another version of it.
    """
    nlp, components = config.get("nlp"), config.get("components")
    named = [f"nlp.{name}" for name in _HOOKS if isinstance(nlp, dict) and nlp.get(name)]
    if isinstance(nlp, dict) and not _LANGUAGE.fullmatch(str(nlp.get("lang", "en"))):
        named.append(f"nlp.lang = {nlp['lang']!r}")
    if isinstance(components, dict):
        for name, part in components.items():
            if not isinstance(part, dict) or part.get("factory") not in _FACTORIES:
                told = part.get("factory", part.get("source")) if isinstance(part, dict) else part
                named.append(f"components.{name} = {told!r}")
    named += [f"{key} = {value!r}" for part in (nlp, components) for key, value in _calls(part)]
    if unknown := next((name for name in named if _OTHER_VERSION.search(name)), ""):
        raise ModelError(
            str(path),
            f"this model is made for another version of dlextract ({unknown})",
            f"This is {__version__}: install a newer one, or train the model again",
        )
    if named:
        raise ModelError(
            str(path), f"this config calls code that is no part of a model ({named[0]})", "Use no model of strangers"
        )


def _calls(part: Any) -> Iterator[tuple[str, Any]]:
    """Yield the functions that a part of a config calls and may not call."""
    if isinstance(part, list | tuple):
        for item in part:
            yield from _calls(item)
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        if key == "trust_remote_code" and value:  # lets the transformers of Hugging Face run what comes with a model
            yield key, value
        elif not str(key).startswith("@"):
            yield from _calls(value)
        elif not (
            (key in _REGISTRIES and (value in _OWN or _FUNCTION.fullmatch(str(value))))
            or (key == "@misc" and _MISC.fullmatch(str(value)))
        ):
            yield key, value
