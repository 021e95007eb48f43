"""dlextract's components for other people's spaCy pipelines: ``nlp.add_pipe("dlextract_patterns")``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language

from .patterns import load_knowledge
from .pipeline.finder import PatternFinder
from .resources import shipped


@Language.factory(  # type: ignore[untyped-decorator]
    "dlextract_patterns", default_config={"patterns": []}, assigns=["doc.spans"]
)
def make_patterns(nlp: Language, name: str, patterns: list[str]) -> Any:
    """Return a component that finds the shipped patterns, and those of the folders ``patterns`` on top of them.

    The finds are in ``doc.spans["dlextract"]`` and, with values and attributes, in
    ``doc.user_data["dlextract.mentions"]``. A Doc without sentences is split by dlextract's own rules.

    Raises:
        PatternError: a pattern file has a mistake.
    """
    return PatternFinder(load_knowledge([shipped("patterns"), *map(Path, patterns)]))
