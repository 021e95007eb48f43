"""Makes the judge of sentences for pipelines of spaCy."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from ..resources import shipped
from .bench import load_judges
from .component import SHIPPED, SentenceJudge


@Language.factory("dlextract_judge", default_config={"weights": ""})  # type: ignore[untyped-decorator]
def make_judge(nlp: Language, name: str, weights: str) -> SentenceJudge:
    """Return a component with the weights of the folder ``weights``, or the shipped ones.

    It has to stand after ``dlextract_patterns``, whose finds it takes into account.

    Raises:
        ModelError: there are no such weights.
    """
    return SentenceJudge(load_judges(Path(weights) if weights else shipped("models") / SHIPPED))


@Language.factory("dlextract_judge_slot")  # type: ignore[untyped-decorator]
def make_slot(nlp: Language, name: str) -> SentenceJudge:
    """Return a component without weights, for the product's own pipeline."""
    return SentenceJudge()
