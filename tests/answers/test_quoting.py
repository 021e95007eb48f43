"""A sentence of a paper as an answer says it."""

from __future__ import annotations

import pytest

from dlextract.answers.quoting import stands_alone, whole
from dlextract.patterns import load_knowledge
from dlextract.records import Evidence
from dlextract.resources import shipped
from dlextract.words import using

WORDS = load_knowledge([shipped("patterns")]).words


def said(quote: str) -> tuple[str, bool]:
    """Return the sentence as it is said, and whether it stands alone."""
    with using(WORDS):
        text = whole(Evidence(1, 0, 5, quote, 0, "methods", "x.yaml:X"))
        return text, stands_alone(text)


@pytest.mark.parametrize(
    ("quote", "text", "alone"),
    [
        ("We weigh the bells and the result is shown in Table 3.", "We weigh the bells.", True),
        ("The bells are shown in Figure 2.", "The bells are shown in Figure 2.", True),
        ("We cut bells as shown in Fig. 3.", "We cut bells.", True),
        ("The bells rang at noon, and we", "The bells rang at noon, and we …", False),
        ("The bells rang at noon of", "The bells rang at noon of …", False),
        ("The bells we ring", "The bells we ring", True),
    ],
)
def test_whole_sentences(quote: str, text: str, alone: bool) -> None:
    assert said(quote) == (text, alone)
