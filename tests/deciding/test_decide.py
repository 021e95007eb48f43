"""Which finds stay: those of the trained model in prose, and addresses that are not the paper's own."""

from __future__ import annotations

import pytest

from dlextract.deciding.decide import is_own_doi
from dlextract.prose import is_prose
from dlextract.records import Paper


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


@pytest.mark.parametrize("text", ["10.1234/frog.5", "https://doi.org/10.1234/FROG.5", "doi: 10.1234/frog.5."])
def test_the_address_of_the_paper_itself_is_known(text: str) -> None:
    paper = Paper(source="-", sha256="", text=text, doi="10.1234/frog.5")
    assert is_own_doi(text, paper)
    assert not is_own_doi("https://doi.org/10.1234/frog.5.suppl1", paper)
