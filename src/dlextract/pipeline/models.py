"""Loads trained pipelines of spaCy."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from pathlib import Path

from ..errors import ModelError
from ..spacy_alone import import_spacy

import_spacy()

import spacy  # noqa: E402
from spacy.attrs import LIKE_EMAIL, LIKE_NUM, LIKE_URL  # noqa: E402
from spacy.language import Language  # noqa: E402

from .configs import check_config  # noqa: E402
from .places import FINDERS, Places  # noqa: E402
from .recogniser import COMPONENTS  # noqa: E402

_UNASKED = (LIKE_URL, LIKE_NUM, LIKE_EMAIL)
"""What spaCy would find out about each new word."""

_TRAIN = "Train one with dlextract train"


def load_model(model: Path | str, labels: Collection[str] = (), places: Places | None = None) -> Language:
    """Return the spaCy pipeline in the folder ``model``, or the installed one of that name.

    Args:
        model: its folder or name.
        labels: of which it has to mark one; none: whatever it marks.
        places: what its labels stand for.

    Raises:
        ModelError: it is not there, cannot be loaded, or marks none of the labels.
    """
    from . import encoder, network, spacy_parts, tagger  # noqa: F401  (they register what models are made of)

    if (Path(model) / "config.cfg").is_file():
        check_config(Path(model))
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W09[45]\]")  # made for another spaCy: an error, if it matters
            nlp = spacy.load(model, exclude=["parser", "senter", "lemmatizer", "attribute_ruler"])
    except ModelError:
        raise
    except Exception as error:  # spaCy raises nearly anything, depending on what is wrong with the folder
        message = " ".join(str(error).split())
        raise ModelError(
            str(model), f"this model cannot be loaded ({message[:200]})", "Name a folder made by dlextract train"
        ) from error
    finders = [name for name in FINDERS if nlp.has_pipe(name)]
    if not finders:
        raise ModelError(str(model), "this model finds no entities (it has no ner)", _TRAIN)
    marked = [str(label) for name in finders for label in nlp.get_pipe(name).labels]
    if labels and not (places or Places()).known(marked, labels):
        todo = f"{_TRAIN}, or say what stands for what: --model-label {marked[0]}=LABEL" if marked else _TRAIN
        raise ModelError(str(model), f"this model marks none of {', '.join(labels)}", todo)
    nlp.max_length = 100_000_000
    _spare_words(nlp)
    return nlp


def _spare_words(nlp: Language) -> None:
    """Let new words be looked at only for what dlextract's own components ask: most of spaCy's questions cost more."""
    if {nlp.get_pipe_meta(name).factory for name in nlp.component_names} <= COMPONENTS:
        for attr in _UNASKED:
            nlp.vocab.lex_attr_getters.pop(attr, None)
