"""Makes the components of this stage for pipelines of spaCy, under the names by which their configs ask for them."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.util import registry

from .entities import EntityFinder
from .finder import PatternFinder
from .gazetteer import Gazetteer
from .sentences import SentenceMarker
from .tokenizer import WordTokenizer


@registry.tokenizers("dlextract.WordTokenizer.v1")  # type: ignore[untyped-decorator]
def make_word_tokenizer() -> Any:
    """Return the maker that spaCy's config wants."""

    def make(nlp: Any) -> WordTokenizer:
        return WordTokenizer(nlp.vocab)

    return make


@Language.factory("dlextract_sentences", assigns=["token.is_sent_start", "doc.sents"])  # type: ignore[untyped-decorator]
def make_sentences(nlp: Language, name: str) -> SentenceMarker:
    """Return the component that marks sentences."""
    return SentenceMarker()


@Language.factory("dlextract_gazetteer", assigns=["token.tag"])  # type: ignore[untyped-decorator]
def make_gazetteer(nlp: Language, name: str) -> Gazetteer:
    """Return an empty gazetteer; its names come from the model folder or are given when a model is trained."""
    return Gazetteer({})


@Language.factory("dlextract_entities")  # type: ignore[untyped-decorator]
def make_entities(nlp: Language, name: str) -> EntityFinder:
    """Return an entity finder without a model; ``use`` gives it one."""
    return EntityFinder()


@Language.factory("dlextract_rules")  # type: ignore[untyped-decorator]
def make_finder(nlp: Language, name: str) -> PatternFinder:
    """Return a finder without patterns; ``use`` gives it some."""
    return PatternFinder()
