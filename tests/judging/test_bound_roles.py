"""Roles that sentences bind data sets to outright."""

from __future__ import annotations

import re

import pytest

from dlextract.candidates import Candidate
from dlextract.judging.bound_roles import bound
from dlextract.patterns import load_knowledge
from dlextract.records import Mention
from dlextract.resources import shipped
from dlextract.words import using

WORDS = load_knowledge([shipped("patterns")]).words
NAME = re.compile(r"\b(?:OtterNights|MothSet|LeafBank)\b")


def roles(text: str, found_by: str = "x:X") -> dict[str, str]:
    """Return the data sets of ``text`` that have one role, with it; sentences end in ". "."""
    finds: dict[str, list[Candidate]] = {}
    for match in NAME.finditer(text):
        left = text.rfind(". ", 0, match.start()) + 2 if ". " in text[: match.start()] else 0
        right = text.find(". ", match.end())
        mention = Mention("DATASET", match.start(), match.end(), match[0], found_by)
        finds.setdefault(match[0], []).append(
            Candidate(mention, start=left, end=right + 1 if right >= 0 else len(text))
        )
    with using(WORDS):
        told = bound(list(finds.values()), text)
    return {list(finds)[number]: role for number, role in told.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We trained our network on the MothSet data set and evaluated it on LeafBank.",
            {"MothSet": "training", "LeafBank": "evaluation"},
        ),
        (
            "MothSet was used for training, and LeafBank for external evaluation.",
            {"MothSet": "training", "LeafBank": "evaluation"},
        ),
        ("We train on MothSet. We test on LeafBank.", {"MothSet": "training", "LeafBank": "evaluation"}),
        ("We train and test on MothSet. It was pre-trained on LeafBank.", {}),
        ("We train on MothSet and test on MothSet.", {}),
        ("We train on MothSet and LeafBank.", {}),
        ("We evaluate the model on MothSet and LeafBank.", {}),
        ("It was applied without retraining to MothSet.", {"MothSet": "evaluation"}),
        ("LeafBank served only for testing.", {"LeafBank": "evaluation"}),
        ("It was pre-trained on MothSet. We test on LeafBank.", {}),
        ("MothSet and LeafBank are data sets of leaves.", {}),
    ],
)
def test_roles_that_are_said(text: str, expected: dict[str, str]) -> None:
    assert roles(text) == expected


def test_another_sentence_that_binds_it_to_the_rest_outdoes_it() -> None:
    text = "We train on MothSet and test on LeafBank. Nothing else was done. Later we train on LeafBank."
    assert roles(text) == {"MothSet": "training"}


def test_cells_of_tables_bind_nothing() -> None:
    text = "We train on MothSet and test on LeafBank."
    assert (roles(text, "table:DATASET"), len(roles(text))) == ({}, 2)
