from __future__ import annotations

import pytest

from dlextract.reading.hyphens import Vocabulary, is_broken

LINES = (
    "The parameters of a pre-trained state-of-the-art network were kept in real",
    "time. Weak labels and image tags were used; fine-tuning helps, as the encod-",
    "er is small. Each class of each image has a label based on a level of trust.",
)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("The param-", "eters are", "The parameters are"),
        ("a state-of-the-", "art model", "a state-of-the-art model"),
        ("the pre-", "trained model", "the pre-trained model"),
        ("we use ResNet-", "50 here", "we use ResNet-50 here"),
        ("an LSTM-", "based model", "an LSTM-based model"),
        ("an image-", "level score", "an image-level score"),
        ("a frame-", "work for", "a framework for"),
        ("the optimi-", "zer is", "the optimizer is"),
        ("a real-", "time system", "a real-time system"),
        ("the best per-", "former is", "the best performer is"),
        ("in Baden-", "Baden we", "in Baden-Baden we"),
        ("a cross-", "entropy loss", "a cross-entropy loss"),
        ("with batch-", "normalization layers", "with batch-normalization layers"),
        ("by leave-one-", "out tests", "by leave-one-out tests"),
        ("ten-fold cross-", "validation of", "ten-fold cross-validation of"),
        ("in cross-", "ing the", "in crossing the"),
        ("an out-", "put layer", "an output layer"),
        ("the object-", "ive is", "the objective is"),
        ("a mini-", "mum of", "a minimum of"),
        ("the class-", "ification of", "the classification of"),
        ("to high-", "light it", "to highlight it"),
        ("at https://github.com/moth-", "counter/net1 under", "at https://github.com/moth-counter/net1 under"),
        ("the github.com/moth-", "counter. We", "the github.com/moth-counter. We"),
        ("on github.com/moths and net-", "works of", "on github.com/moths and networks of"),
    ],
)
def test_a_hyphen_at_a_line_end_is_joined_or_kept(before: str, after: str, joined: str) -> None:
    assert Vocabulary(LINES).join(before, after) == joined


def test_halves_of_broken_words_are_no_words() -> None:
    vocabulary = Vocabulary(["the net-", "work learns", "an out-", "come of a work"])
    assert vocabulary.join("a net-", "work") == "a network"


def test_a_dash_is_no_hyphen() -> None:
    assert [is_broken(text) for text in ("param-", "this -", "–-", "end", "-")] == [True, False, False, False, False]
