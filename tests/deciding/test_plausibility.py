"""Values that make no sense: kept, doubted, and the likely reading told."""

from __future__ import annotations

import pytest

from dlextract.deciding import plausibility
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped

KNOWN = load_knowledge([shipped("patterns")]).patterns


def judge(label: str, value: str) -> tuple[float, str, str]:
    return plausibility.judge(label, KNOWN[label].traits, value)


DOUBTED = [
    ("LEARNING_RATE", "104", "0.0001"),
    ("LEARNING_RATE", "103", "0.001"),
    ("LEARNING_RATE", "5", ""),
    ("LEARNING_RATE", "50000", "0.0005"),
    ("WEIGHT_DECAY", "105", "0.00001"),
    ("DROPOUT", "40", "0.4"),
    ("BATCH_SIZE", "0.9", ""),
    ("MOMENTUM", "9", ""),
    ("EPOCHS", "0", ""),
    ("K_FOLDS", "1", ""),
]
SOUND = [
    ("LEARNING_RATE", "0.0001"),
    ("LEARNING_RATE", "1"),
    ("BATCH_SIZE", "4096"),
    ("EPOCHS", "2.5"),
    ("DROPOUT", "0.5"),
    ("TRAIN_SPLIT", "73"),
    ("OPTIMIZER", "Adam"),
    ("EPOCHS", "2-4"),
    ("K_FOLDS", "leave-one-out"),
    ("INPUT_SIZE", "224x224"),
]


@pytest.mark.parametrize(("label", "value", "likely"), DOUBTED)
def test_doubted(label: str, value: str, likely: str) -> None:
    factor, reading, reason = judge(label, value)
    assert 0 < factor < 1
    assert reading == likely
    assert bool(reason) is bool(likely)


@pytest.mark.parametrize(("label", "value"), SOUND)
def test_sound(label: str, value: str) -> None:
    assert judge(label, value) == (1.0, "", "")


def test_reason_names_what_is_printed() -> None:
    assert judge("LEARNING_RATE", "104")[2] == "learning rate 104 is probably 10^-4 with the raised minus sign lost"
