"""How the learning rate changes, read from one sentence each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.schedules import read_schedule

LOWERED = [
    ("Every 25 epochs the learning rate was halved.", ["DECAY 0.5", "DECAY_EVERY 25 epochs"]),
    ("The learning rate shrinks tenfold at epochs 40 and 55.", ["DECAY 0.1 epochs 40, 55", "SCHEDULE step decay"]),
    ("The learning rate was divided by 10 every 30 epochs.", ["DECAY 0.1", "DECAY_EVERY 30 epochs"]),
    ("The learning rate is multiplied by 0.7 every dozen epochs.", ["DECAY 0.7"]),
    ("After each epoch the learning rate falls by 4 %.", ["DECAY 0.96", "DECAY_EVERY 1 epoch"]),
    ("We cut the learning rate by a factor of five.", ["DECAY 0.2"]),
    ("The learning rate was lowered to a tenth.", ["DECAY 0.1"]),
    ("The learning rate was lowered to 40% of its value.", ["DECAY 0.4"]),
    ("A learning rate of 0.1 with a decay factor of 16 is used.", ["DECAY 16"]),
]
SHAPES = [
    ("The learning rate decays linearly to zero.", ["SCHEDULE linear decay"]),
    ("The learning rate was annealed with a cosine.", ["SCHEDULE cosine decay"]),
    ("Whenever the loss stagnates, the learning rate is halved.", ["DECAY 0.5", "SCHEDULE reduce on plateau"]),
    ("We lower the learning rate on plateau by a factor of 0.3.", ["DECAY 0.3", "SCHEDULE reduce on plateau"]),
]
ENDS = [
    ("The learning rate fell from 0.1 to 0.001.", ["LEARNING_RATE 0.1", "MIN 0.001"]),
    (
        "We cut the learning rate in half every 15 epochs, starting at 8e-4.",
        ["DECAY 0.5", "DECAY_EVERY 15 epochs", "LEARNING_RATE 0.0008"],
    ),
    ("The learning rate is warmed up from 0 to 0.25.", ["LEARNING_RATE 0.25"]),
    ("The learning rate follows a half cosine.", ["SCHEDULE cosine decay"]),
    ("The learning rate follows a half cosine down to 6e-5.", ["SCHEDULE cosine decay", "MIN 0.00006"]),
    ("The learning rate decays linearly to 1e-7.", ["SCHEDULE linear decay", "MIN 0.0000001"]),
    ("The learning rate decays linearly to 1e-4 of its value.", ["SCHEDULE linear decay"]),
]
WARM = [
    ("Warm-up lasts for a tenth of the steps.", ["WARMUP 0.1"]),
    ("The learning rate grows during the opening 3k steps.", ["WARMUP 3000 steps"]),
    ("The learning rate ramps up over the first 2 % of training.", ["WARMUP 0.02"]),
    ("Warm-up covers the first two epochs.", ["WARMUP 2 epochs"]),
    ("During the first 2,000 steps, the learning rate climbs.", ["WARMUP 2000 steps"]),
]
NOTHING = [
    "The learning rate was 0.1 and checkpoints were saved every 5 epochs.",
    "The number of channels is reduced by a factor of 2 and the learning rate is 0.1.",
    "We used a learning rate of 0.1 with a weight decay of 0.0005.",
    "With a learning rate of 0.01, the loss decreased by 10 % every epoch.",
    "The image was divided by 255.",
    "The learning rate decays to zero over the first 10 epochs, then rises again.",
]


def told(text: str) -> list[str]:
    found = read_schedule(text)
    names = (m.label.removeprefix("LEARNING_RATE_") for m in found)
    return [" ".join(filter(None, (name, m.value, m.scope))) for name, m in zip(names, found, strict=True)]


@pytest.mark.parametrize(("text", "wanted"), LOWERED + SHAPES + ENDS + WARM)
def test_course(text: str, wanted: list[str]) -> None:
    assert sorted(told(text)) == sorted(wanted)


@pytest.mark.parametrize("text", NOTHING)
def test_other_changes(text: str) -> None:
    assert told(text) == []


@given(st.text(alphabet="learning rate halvedby0123456789 %.,", max_size=70))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= m.start < m.end <= len(text) and m.value for m in read_schedule(text))
