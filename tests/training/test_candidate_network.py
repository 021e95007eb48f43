"""The network of candidates learns what only the words around them tell, and the same from the same seed."""

from __future__ import annotations

import numpy as np

from dlextract.judging.candidate_network import NETWORKS, OUTPUTS, SETS, WIDTH, CandidateInputs, width_of
from dlextract.judging.sentence_network import WordVectors
from dlextract.training.candidate_network import CandidateRecipe, Examples, train_candidates
from dlextract.training.sentence_network import word_vectors

RECIPE = CandidateRecipe(members=2, found=12, joined=12, rounds=30, rate=5e-3, dropped=0.1, dropped_words=0.0)
NAMES = ["ours", "against", "of", "the", "with", "on", "for", "by"]
WORDS: WordVectors = word_vectors(NAMES, np.random.default_rng(0).normal(size=(len(NAMES), 8)).astype(np.float32))


def examples(seed: int) -> Examples:
    """Return eight candidates of two mentions: "ours" before one is main and used, "against" compared and not used.

    The last one is a data set for evaluation, the first one nobody has judged.
    """
    rng = np.random.default_rng(seed)
    choice = rng.integers(0, 2, 8)
    rows = WORDS.rows(NAMES[2:])[rng.integers(0, 6, (16, 2 * WIDTH + 3))]
    rows[::2, WIDTH - 1] = WORDS.rows(NAMES[:2])[choice]
    marks = np.zeros_like(rows)
    marks[:, WIDTH + 1] = 6
    gold, known = np.zeros((8, OUTPUTS), dtype=np.float32), np.zeros((8, 3), dtype=bool)
    gold[:, 0] = choice == 0
    gold[np.arange(7), np.where(choice[:7] == 0, NETWORKS.start, NETWORKS.start + 2)] = 1
    gold[7, SETS.start] = 1
    known[1:, 0], known[1:7, 2], known[7, 1] = True, True, True
    around = np.zeros((16, width_of(WORDS, ())), dtype=np.float32)
    around[:, 0] = [0] * 14 + [40] * 2
    told = np.where(np.arange(8)[:, None] == 7, np.nan, rng.normal(size=(8, 3)))
    return Examples(CandidateInputs(rows, marks, around, np.full(8, 2), told), gold, known)


def test_the_words_around_are_learnt() -> None:
    papers = [examples(seed) for seed in range(40)]
    net = train_candidates(papers, WORDS, (), RECIPE, seed=0)
    assert net is not None
    assert net.fits
    new = examples(100)
    odds = net.odds(new.inputs)
    right = new.gold[:, 0] > 0
    assert ((odds[:, 0] > 0) == right).all()
    assert (odds[:7, NETWORKS].argmax(axis=1) == np.where(right[:7], 0, 2)).all()
    assert odds[7, SETS].argmax() == 0
    assert train_candidates(papers, WORDS, (), RECIPE, seed=0).odds(new.inputs).tolist() == odds.tolist()  # type: ignore[union-attr]
    assert train_candidates(papers, WORDS, (), RECIPE, seed=1).odds(new.inputs).tolist() != odds.tolist()  # type: ignore[union-attr]


def test_nothing_is_learnt_of_what_nobody_judged() -> None:
    some = examples(0)
    nobody = Examples(some.inputs, some.gold, np.zeros_like(some.known))
    assert train_candidates([nobody], WORDS, (), RECIPE, seed=0) is None
    assert train_candidates([], WORDS, (), RECIPE, seed=0) is None
