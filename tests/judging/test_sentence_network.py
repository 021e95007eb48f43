"""The network over words in their order: exact sums, what it sees, weights written and read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import weights_for

from dlextract.cli.patterns import _sum
from dlextract.errors import ModelError
from dlextract.judging.bench import NAMES, Judges
from dlextract.judging.explaining import sum_of
from dlextract.judging.segments import QUESTIONS, Segment
from dlextract.judging.sentence_network import (
    MOST,
    NetworkLayers,
    SentenceNetwork,
    WholeLayer,
    WordVectors,
    beside,
    inputs_of,
    width_of,
)
from dlextract.judging.weights import load, save
from dlextract.knowledge import Place, Question
from dlextract.records import Answer

LINES = (
    Segment(0, 19, "We recorded birds.\n", "methods", "Field work", labels=("DATASET",)),
    Segment(19, 24, "\u2603\n", "results", page=2),
    Segment(24, 43, "It rained all day.\n", "results", page=2),
)
ROLES, LABELS = ("methods", "results"), ("DATASET", "GPU")


def whole(chance: np.random.Generator, inputs: int, outputs: int, size: float) -> WholeLayer:
    weights = chance.integers(-MOST, MOST + 1, (inputs, outputs)).astype(np.float32)
    return WholeLayer(weights, np.full(outputs, size), chance.normal(size=outputs))


def network(found: int = 5, members: int = 2) -> SentenceNetwork:
    chance = np.random.default_rng(1)
    codes = np.sort([crc32(word.encode()) for word in ("we", "recorded", "birds", "rained", "field", "day")])
    vectors = chance.integers(-MOST, MOST + 1, (len(codes) + 1, 4)).astype(np.float32)
    vectors[-1] = 0
    words = WordVectors(codes.astype(np.int64), vectors)
    seen = 2 * found + width_of(words, ROLES, LABELS)
    made = tuple(
        NetworkLayers(
            window=whole(chance, 12, found, 0.01),
            middle=whole(chance, seen, 3, 0.01),
            last=whole(chance, 3, QUESTIONS, 1e-4),
            past=whole(chance, seen, QUESTIONS, 1e-5),
        )
        for _ in range(members)
    )
    return SentenceNetwork(words, ROLES, LABELS, made, share=0.4)


def by_hand(net: SentenceNetwork, lines: tuple[Segment, ...]) -> np.ndarray:
    """Return the scores by the definition, sentence by sentence, with whole numbers of Python."""
    inputs = inputs_of(lines, net.words, net.roles, net.labels)
    scores = []
    for number, size in enumerate(inputs.sizes.tolist()):
        start = int(inputs.sizes[:number].sum())
        rows = [-1, *inputs.rows[start : start + size].tolist(), -1]
        windows = [[int(x) for row in rows[at : at + 3] for x in net.words.vectors[row]] for at in range(size)]
        odds = np.zeros(QUESTIONS)
        for member in net.members:

            def handed_on(layer: WholeLayer, x: list[int]) -> list[int]:
                exact = [sum(a * int(w) for a, w in zip(x, column, strict=True)) for column in layer.weights.T]
                sums = np.array(exact, np.float32) * layer.scale.astype(np.float32) + layer.shift.astype(np.float32)
                return [int(v) for v in np.rint(np.clip(sums, 0, MOST))]

            found = [handed_on(member.window, window) for window in windows]
            width = member.window.weights.shape[1]
            pooled = [max(column) for column in zip(*found, strict=True)] if found else [0] * width
            pooled += (
                [
                    min(MOST, int(np.rint(np.float32(2 * sum(column)) / np.float32(size))))
                    for column in zip(*found, strict=True)
                ]
                if found
                else [0] * width
            )
            seen = pooled + [int(x) for x in inputs.around[number]]
            joined = handed_on(member.middle, seen)
            last = np.array([sum(a * int(w) for a, w in zip(joined, c, strict=True)) for c in member.last.weights.T])
            past = np.array([sum(a * int(w) for a, w in zip(seen, c, strict=True)) for c in member.past.weights.T])
            odds += last * member.last.scale + past * member.past.scale + member.last.shift
        scores.append(odds / len(net.members))
    return np.array(scores)


def test_scores_are_those_of_the_definition_to_the_last_bit() -> None:
    net = network()
    assert net.scores(LINES).tolist() == by_hand(net, LINES).tolist()


def test_unknown_words_sections_and_labels_are_nothing() -> None:
    net = network()
    known = inputs_of(LINES[:1], net.words, net.roles, net.labels)
    other = inputs_of([Segment(0, 9, "Xyzzy.", "annex", "Quux", labels=("OTHER",))], net.words, net.roles, net.labels)
    assert known.rows.tolist() == net.words.rows(["we", "recorded", "birds", "."]).tolist()
    assert (known.rows < len(net.words.codes)).tolist() == [True, True, True, False]
    assert other.around[:, :-2].tolist() == [[0.0] * (other.around.shape[1] - 2)]


@given(st.lists(st.integers(0, 5), max_size=12))
def test_beside_a_word_stand_words_of_its_sentence(sizes: list[int]) -> None:
    words = list(range(sum(sizes)))
    before, after = beside(np.array(words, dtype=np.int64), np.array(sizes, dtype=np.int64), -1)
    rows, start = [], 0
    for size in sizes:
        padded = [-1, *words[start : start + size], -1]
        rows += [padded[at : at + 3] for at in range(size)]
        start += size
    assert [list(row) for row in zip(before.tolist(), words, after.tolist(), strict=True)] == rows


def test_written_networks_are_read_again(tmp_path: Path) -> None:
    weights = replace(weights_for({1: ["recorded"]}, list(LINES)), network=network())
    save(weights, tmp_path)
    again = load(tmp_path, NAMES)
    assert again.scores(LINES).tolist() == weights.scores(LINES).tolist()
    by_words = weights.words.scores(weights.words.features(LINES))
    assert weights.scores(LINES).tolist() == (by_words * 0.6 + network().scores(LINES) * 0.4).tolist()


def test_a_network_whose_layers_do_not_fit_is_refused(tmp_path: Path) -> None:
    good = network()
    short = replace(good.members[0], last=replace(good.members[0].last, weights=np.zeros((2, QUESTIONS), np.float32)))
    save(replace(weights_for({1: ["recorded"]}, list(LINES)), network=replace(good, members=(short,))), tmp_path)
    with pytest.raises(ModelError, match=r"cannot be loaded \(layers that do not fit\)"):
        load(tmp_path, NAMES)
    (tmp_path / "network.npz").unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path, NAMES)


def test_what_the_network_adds_is_said() -> None:
    weights = replace(weights_for({1: ["recorded"]}, list(LINES)), network=network())
    question = Question(1, "data_collection", "How?", ("DATA_COLLECTION",), (), Place("q.yaml", 1, 1))
    answer = Answer(1, "data_collection", "How?", False, "")
    said = _sum(sum_of(Judges(weights), LINES, weights.scores(LINES), (), [answer], question))
    by_network = network().scores(LINES)[:, 0]
    added = 0.4 * (by_network[0] - np.median(by_network))
    assert f"    its words: {added:+.1f} in their order, +4.5 word “recorded”" in said
