"""Where finds of the trained model are believed."""

from __future__ import annotations

import pytest

from dlextract.facts.gather import is_prose


@pytest.mark.parametrize(
    ("sentence", "prose"),
    [
        ("We trained the detector on images from eighteen stations.", True),
        ("2. EXPERIMENT SETUP", False),
        ("SLm [− sp (CTϕ(slf , slm))] − EPSL f ⊗PSLm", False),
        ("V1-B1\t79.0%\t7.8M\t2675", False),
    ],
)
def test_sentences_are_told_from_headings_formulas_and_rows(sentence: str, prose: bool) -> None:
    assert is_prose(sentence) is prose
