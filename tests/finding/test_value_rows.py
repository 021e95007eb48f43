"""Names in a row with values in a row; the sentence is the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.parameter_names import Headings
from dlextract.finding.value_rows import row_mentions
from dlextract.knowledge import Knowledge, Pattern, Place
from dlextract.records import Paper

PLACE = Place("patterns/test.yaml", 1, 1)
HEADINGS = Headings(
    Knowledge(
        patterns={
            label: Pattern(label, f"test.yaml:{label}", PLACE, value=value, table=(heading,))
            for label, value, heading in (
                ("LEARNING_RATE", "number", "(?:initial )?learning rate"),
                ("BATCH_SIZE", "number", "batch size"),
                ("EPOCHS", "number", "(?:number of )?epochs"),
                ("DROPOUT", "fraction", "dropout(?: rate)?"),
                ("MOMENTUM", "number", "momentum"),
                ("OPTIMIZER", "name", "optimizer"),
            )
        },
        questions=(),
        cues=(),
        sections={},
        fingerprint="",
    )
)  # fmt: skip


def found(text: str) -> list[tuple[str, str, str]]:
    mentions = row_mentions(Paper("test", "", text), [(0, len(text))], HEADINGS)
    return [(m.label, m.value, text[m.start : m.end]) for m in mentions]


@pytest.mark.parametrize(
    "text",
    [
        "The batch size, number of epochs and learning rate were 8, 120 and 1e-3, respectively.",
        "We set the batch size, epochs, and learning rate to 8, 120 epochs, and 1e-3.",
        "Batch size, epochs and initial learning rate for all runs = 8, 120 and 1e-3",
    ],
)
def test_three_names_and_three_values(text: str) -> None:
    assert found(text) == [("BATCH_SIZE", "8", "8"), ("EPOCHS", "120", "120"), ("LEARNING_RATE", "0.001", "1e-3")]


def test_shares_are_read_as_the_label_takes_them() -> None:
    text = "The momentum and the dropout rate are fixed to 0.9 and 30%."
    assert found(text) == [("MOMENTUM", "0.9", "0.9"), ("DROPOUT", "0.3", "30%")]


@pytest.mark.parametrize(
    "text",
    [
        "The learning rates were 0.1 and 0.01.",  # one name, two values
        "The dropout and the noise were 0.1 and 0.2.",  # a name that is none
        "The batch size was small, and 8 and 16 birds were seen.",
        "The optimizer and the batch size were 8 and 16.",  # a name that takes no number
        "Precision and recall were 0.8 and 0.9.",
        "The momentum and the momentum were 0.8 and 0.9.",
    ],
)
def test_other_lists_give_nothing(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="batch size,epochs and=were 018.-eE%k\n", max_size=80))
def test_any_text_gives_finds_in_the_text(text: str) -> None:
    for _, value, printed in found(text):
        assert value and printed in text
