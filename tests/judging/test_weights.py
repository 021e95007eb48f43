"""Weights: packed small, written and read, refused where they do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from judged import weights_for

from dlextract.errors import ModelError
from dlextract.judging.bench import NAMES
from dlextract.judging.features import features_of
from dlextract.judging.segments import Segment
from dlextract.judging.weights import load, pack, save

LINES = [Segment(0, 18, "We recorded birds."), Segment(18, 36, "It rained all day.")]


def test_scores_are_the_weights_times_the_features_of_unit_length() -> None:
    weights = weights_for({1: ["recorded"]}, LINES)
    scores = weights.words.scores(features_of(LINES))
    assert scores.shape == (2, 28)
    assert scores[0, 0] > scores[1, 0] == -2.0
    assert set(scores[:, 1]) == {-2.0}


def test_the_shares_of_a_sentence_add_up_to_its_score() -> None:
    weights = weights_for({1: ["recorded", "birds"]}, LINES[:1])
    features = features_of(LINES[:1])
    total = weights.words.shares(features, 1).sum() + weights.words.shift[0]
    assert total == pytest.approx(weights.words.scores(features)[0, 0])


def test_packed_weights_keep_sign_and_size() -> None:
    given = np.zeros((8, 28))
    given[:4, 0] = [2.0, -1.0, 0.1, 0.0]
    packed = pack(given, np.full(8, 16), np.zeros(28))
    steps = packed.steps.astype(float)
    assert (steps * np.abs(steps) * packed.scale)[:4, 0] == pytest.approx([2.0, -1.0, 0.1, 0.0], abs=0.01)


def test_written_weights_are_read_again(tmp_path: Path) -> None:
    weights = weights_for({1: ["recorded"]}, LINES)
    save(weights, tmp_path)
    again = load(tmp_path, NAMES)
    features = features_of(LINES)
    assert np.array_equal(again.words.scores(features), weights.words.scores(features))
    assert again.ranking.weights.tolist() == weights.ranking.weights.tolist()
    assert (again.prior, again.second, again.about) == (weights.prior, weights.second, weights.about)
    assert again.id.startswith("sha256:")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda sums: sums | {"format": 0}, "were made by another version of dlextract"),
        (lambda sums: sums | {"verdict": {"names": ["x"], "weights": [[0, 0]]}}, "were made by another version"),
        (lambda sums: {"format": 1}, "cannot be loaded"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, harm: object, said: str) -> None:
    save(weights_for({}, LINES), tmp_path)
    file = tmp_path / "sums.json"
    file.write_text(json.dumps(harm(json.loads(file.read_text()))))  # type: ignore[operator]
    with pytest.raises(ModelError, match=said):
        load(tmp_path, NAMES)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path, NAMES)
