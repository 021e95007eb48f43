"""Makes the settler for pipelines of spaCy."""

from __future__ import annotations

from spacy.language import Language

from .find_settler import FindSettler


@Language.factory("dlextract_settling", assigns=["doc.spans"])  # type: ignore[untyped-decorator]
def make_settler(nlp: Language, name: str) -> FindSettler:
    """Return a settler without patterns; ``use`` gives it some."""
    return FindSettler()
