"""What a number counts names the setting; a sentence is the whole text, the settings are the shipped ones."""

from __future__ import annotations

import pytest

from dlextract.finding import find_statements
from dlextract.patterns import load_knowledge
from dlextract.records import Paper
from dlextract.resources import shipped
from dlextract.words import using

KNOWLEDGE = load_knowledge([shipped("patterns")])


def found(text: str) -> list[tuple[str, str, str]]:
    with using(KNOWLEDGE.words):
        mentions = find_statements(Paper("test", "", text), [(0, len(text))], KNOWLEDGE)
    return sorted((m.label, m.value, text[m.start : m.end]) for m in mentions)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The decoder is a stack of six identical blocks.", [("NUM_LAYERS", "6", "six")]),
        (
            "All encoders have 4 forward and 3 backward recurrent layers.",
            [("NUM_LAYERS", "3", "3"), ("NUM_LAYERS", "4", "4")],
        ),
        ("A two-layer MLP scores each moth.", [("NUM_LAYERS", "2", "two")]),
        (
            "The blocks have 16, 32 and 64 filters.",
            [("NUM_FILTERS", "16", "16"), ("NUM_FILTERS", "32", "32"), ("NUM_FILTERS", "64", "64")],
        ),
        ("The next one has 48 (5 x 5) filters.", [("NUM_FILTERS", "48", "48")]),
        (
            "It was trained with a batch size of 24, 7 hidden layers and 12 attention heads.",
            [("BATCH_SIZE", "24", "24"), ("NUM_HEADS", "12", "12"), ("NUM_LAYERS", "7", "7")],
        ),
        ("Each recurrent layer has 90 units.", [("HIDDEN_SIZE", "90", "90")]),
        ("A 200-dimensional word embedding is learned.", [("EMBEDDING_SIZE", "200", "200")]),
    ],
)
def test_the_noun_names_the_setting(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The first 10 layers of the network are frozen.",
        "Only the last two layers of the model are trained.",
        "The soil of the model has 4 soil layers.",
        "Features of the network come from layer 9.",
        "The network ends in 3 prediction heads with attention.",
        "The network was trained on 12 compute nodes.",
        "The signal of the network passed 40 mel filters.",
    ],
)
def test_what_is_picked_or_of_another_kind_counts_nothing(text: str) -> None:
    assert found(text) == []


def test_outputs_are_no_hidden_units() -> None:
    text = "An output layer with 12 units follows a hidden layer of 40 units."
    assert found(text) == [("HIDDEN_SIZE", "40", "40")]


def test_parts_of_a_number_are_not_counted_beside_it() -> None:
    text = "The network, of nine layers, including two dense layers and seven convolutional layers."
    assert found(text) == []
