"""The paper's own DOI, told from others that stand near the beginning."""

from __future__ import annotations

import pytest

from dlextract.reading.doi import own_doi
from dlextract.records import Section

OWN = "10.9999/moths.2020.12"
OTHER = "10.5281/zenodo.1234567"


@pytest.mark.parametrize(
    "text",
    [
        f"Counting moths\n\nhttps://doi.org/{OWN}\n\nAbstract",
        f"Journal of Lamps 12 (2020) 1-9. doi:{OWN}",
        f"Review by the chairs of the meeting. {OWN}",
        f"Cite this article as: A. Author, Moths are in the data, Lamps 12, https://doi.org/{OWN}.",
        f"The final version of our data paper is published at https://doi.org/{OWN}.",
        f"We use the data of https://doi.org/{OTHER}.\n\nLamps 12, {OWN}",
        f"Smith J, et al. Lamps 2020;10:e1. doi:{OWN}",
    ],
)
def test_stands_apart_or_in_a_sentence_about_the_paper(text: str) -> None:
    assert own_doi(text, (), 1000) == OWN


def test_a_paper_may_stand_in_an_archive_of_data() -> None:
    assert own_doi(f"Published\n1 May 2020\n\nDOI\n\n{OTHER}\n\n1 Introduction", (), 1000) == OTHER


@pytest.mark.parametrize(
    "text",
    [
        f"All pictures are kept at Zenodo (https://doi.org/{OTHER}).",
        f"Data: https://doi.org/{OTHER}",
        f"https://doi.org/{OTHER}",
        "Data and code: https://doi.org/10.4444/university.77",
        "Our pictures are archived by the university (https://doi.org/10.4444/university.77).",
        "We follow the way of Hill et al. (doi:10.1016/j.moth.2019.01.001) and count moths.",
        "Protocol: doi:10.4444/protocols.9",
    ],
)
def test_others_are_not_the_papers(text: str) -> None:
    assert own_doi(text, (), 1000) == ""


def test_neither_are_those_of_references_or_far_from_the_beginning() -> None:
    text = f"Moths\n\nReferences\n\nHill, Lamps. {OWN}"
    references = (Section(0, 0, 7, "", "title"), Section(7, 17, len(text), "References", "references"))
    assert [own_doi(text, references, 1000), own_doi(text, (), 20), own_doi(text, (), 1000)] == ["", "", OWN]
