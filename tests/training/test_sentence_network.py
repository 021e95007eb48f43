"""The network learns what only the order of words tells, and the same from the same seed."""

from __future__ import annotations

import numpy as np

from dlextract.judging.segments import QUESTIONS, Segment, words_of
from dlextract.training.clusters import KnownWords
from dlextract.training.judges import vectors_of
from dlextract.training.sentence_network import NetworkRecipe, train_network

BEASTS = ["birds", "frogs", "moths", "whales", "bats", "newts"]
RECIPE = NetworkRecipe(members=1, found=16, joined=8, rounds=40, batch=16, rate=1e-2, dropped=0.0, dropped_words=0.0)


def paper(number: int) -> tuple[list[Segment], np.ndarray]:
    """Return sentences of the same words in two orders; the first order answers question 3."""
    lines, gold = [], np.zeros((8, QUESTIONS), dtype=bool)
    for at in range(8):
        one, other = BEASTS[(number + at) % 6], BEASTS[(number + 2 * at + 1) % 6]
        text = f"experts named {one} before {other}" if at % 2 else f"before {one} named experts {other}"
        lines.append(Segment(at, at + 1, text, "methods"))
        gold[at, 2] = bool(at % 2)
    return lines, gold


def test_the_order_of_words_is_learnt() -> None:
    words = sorted({word for number in range(6) for line in paper(number)[0] for word in words_of(line.text)})
    vectors = np.random.default_rng(0).normal(size=(len(words), 12))
    known = vectors_of(KnownWords(tuple(words), vectors))
    assert known is not None
    papers = [paper(number) for number in range(48)]
    network = train_network(papers, known, RECIPE, seed=0)
    lines, gold = paper(100)
    scores = network.scores(lines)
    assert ((scores[:, 2] > 0) == gold[:, 2]).all()
    assert (np.delete(scores, 2, axis=1) < 0).all()
    assert network.fits
    assert train_network(papers, known, RECIPE, seed=0).scores(lines).tolist() == scores.tolist()
    assert train_network(papers, known, RECIPE, seed=1).scores(lines).tolist() != scores.tolist()


def test_without_words_there_are_no_vectors() -> None:
    assert vectors_of(KnownWords((), np.zeros((0, 0)))) is None
