"""The shipped patterns of the names, without a trained model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dlextract.knowledge import Knowledge
    from dlextract.records import Mention

Finder = Callable[[str, str], list["Mention"]]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    from dlextract.patterns import load_knowledge
    from dlextract.resources import shipped

    return load_knowledge([shipped("patterns")])


@pytest.fixture(scope="session")
def find(knowledge: Knowledge) -> Finder:
    """Return a function from label and sentence to the mentions of that label, in their order."""
    from dlextract.build import build_pipeline
    from dlextract.doc_keys import MENTIONS

    nlp = build_pipeline(knowledge)

    def found(label: str, sentence: str) -> list[Mention]:
        return [mention for mention in nlp(sentence).user_data[MENTIONS] if mention.label == label]

    return found
