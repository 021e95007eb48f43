"""How long training takes, read from one sentence each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.training_length import read_training_lengths

LENGTHS = [
    ("We train for 30 epochs.", ["EPOCHS 30"]),
    ("The encoder is trained first (20 epochs), then the whole network (60 epochs).", ["EPOCHS 20", "EPOCHS 60"]),
    ("We fine-tune for 4 epochs on owls, 2 epochs on bats.", ["EPOCHS 4", "EPOCHS 2"]),
    ("We used a batch size of 32 and 50 epochs.", ["EPOCHS 50"]),
    ("We tried training for 2 and 3 epochs.", ["EPOCHS 2 searched", "EPOCHS 3 searched"]),
    ("Training takes 20 to 30 epochs.", ["EPOCHS 20-30"]),
    ("We stop after 10 epochs without improvement, up to a maximum of 100 epochs of training.", ["EPOCHS 100"]),
    ("We divide training into four stages with about 87 epochs per stage.", ["EPOCHS 87"]),
    ("In the following 150 epochs, we train both networks.", ["EPOCHS 150"]),
    ("The learning rate falls tenfold; we stop training at epoch 90.", ["EPOCHS 90"]),
    ("After a maximum of 300 epochs, or when the loss was flat for a while, training ended.", ["EPOCHS 300"]),
    ("We kept weights with the lowest loss, and trained no further than 50 epochs.", ["EPOCHS 50"]),
    (
        "Training has a warm start of 5 epochs with a frozen encoder, followed by 40 epochs for all weights.",
        ["EPOCHS 5", "EPOCHS 40"],
    ),
    ("Pre-training took 1M steps, and we continue for another 20k steps.", ["ITERATIONS 1000000", "ITERATIONS 20000"]),
    ("The network was optimised over 1 200 000 iterations.", ["ITERATIONS 1200000"]),
    (
        "Training takes 20k steps on owls, 40k on bats and 60k on moths.",
        ["ITERATIONS 20000", "ITERATIONS 40000", "ITERATIONS 60000"],
    ),
    ("We train for 5 epochs on owls and 9 on bats, with 40 images of each.", ["EPOCHS 5", "EPOCHS 9"]),
    ("Training stops if the loss did not fall for 15 epochs, at the latest after 400 epochs.", ["EPOCHS 400"]),
    ("The network saw 500,000 iterations of SGD.", ["ITERATIONS 500000"]),
    ("With a batch size of 8 and 90,000 iterations, the network needs a day.", ["ITERATIONS 90000"]),
]
NOTHING = [
    "The learning rate of the network is divided by 10 every 30 epochs.",
    "The network is trained; its learning rate is multiplied by 0.1 after 40 epochs and 60 epochs.",
    "The learning rate of our model decays over 30 epochs.",
    "Training was flat in the last 20 epochs.",
    "One training epoch takes 14 seconds.",
    "The survey of stars has 12 epochs.",
    "Training for 50 steps took 20 minutes.",
    "Each epoch of training consists of 250 steps.",
    "Fine-tuning needs a few thousand steps.",
    "We sample with 1000 time steps after training.",
    "After 30 epochs of training, the loss was flat.",
    "The loss of the network had not improved, and for 10 epochs it rose.",
    "The encoder is trained with fewer than 50 epochs.",
]


def told(text: str) -> list[str]:
    return [f"{m.label} {m.value} {m.hint}".strip() for m in read_training_lengths(text)]


@pytest.mark.parametrize(("text", "wanted"), LENGTHS)
def test_lengths_are_read_by_what_governs_them(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_other_epochs_and_steps_are_no_length_of_training(text: str) -> None:
    assert told(text) == []


@given(st.text(alphabet="trained for 0123456789 epochs, steps.", max_size=70))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= m.start < m.end <= len(text) and m.value for m in read_training_lengths(text))
