"""The words around the mentions of a data set or a network, as a small network sees them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from judged import weights_for

from dlextract.candidates import Candidate, Verdict
from dlextract.errors import ModelError
from dlextract.judging import networks, roles
from dlextract.judging.bench import NAMES, Judges
from dlextract.judging.candidate_network import (
    BESIDE,
    MARKS,
    NETWORKS,
    OUTPUTS,
    SETS,
    WIDTH,
    CandidateLayers,
    CandidateNetwork,
    SeenCandidates,
    evened,
    inputs_of,
    looked_at,
    width_of,
)
from dlextract.judging.segments import Segment, words_of
from dlextract.judging.sentence_network import NetworkLayers, SentenceNetwork, WholeLayer, WordVectors
from dlextract.judging.sentence_network import width_of as width_around
from dlextract.judging.status import STATUS
from dlextract.judging.weights import Weights, load, save
from dlextract.knowledge import Knowledge
from dlextract.records import Fact, Mention, Paper
from dlextract.training.sentence_network import word_vectors

NOTHING = Knowledge({}, (), (), {}, "")
TEXT = "We train MothNet on Moths-9 for sorting.\nOwlNet is older.\n"
PAPER = Paper("p.pdf", "", TEXT)
LINES = (Segment(0, 41, TEXT[:41], "methods", "Training", labels=("TASK",)), Segment(41, 58, TEXT[41:]))
SCORES = np.arange(56).reshape(2, 28) / 10 - 7
LABELS = ("GPU", "TASK")


def make_find(value: str, label: str, odds: float = 0.5) -> Candidate:
    at = TEXT.index(value)
    start, end = (0, 41) if at < 41 else (41, 58)
    verdict = Verdict("used", 0.7, "", (("main", 1.0),), odds)
    mention = Mention(label, at, at + len(value), "", "rule")
    return Candidate(mention, text=value, value=value, verdict=verdict, section="methods", start=start, end=end)


FOUND = (make_find("MothNet", "ARCHITECTURE"), make_find("Moths-9", "DATASET"), make_find("sorting", "TASK"))
FOUND = (*FOUND, make_find("OwlNet", "ARCHITECTURE", -2.0))
FACTS = tuple(Fact("", item.mention.label, item.value, item.value, "used", ("main",)) for item in FOUND)
FACTS = (*FACTS, Fact("", "ARCHITECTURE", "NewtNet", "NewtNet", "mentioned"))


def vectors() -> WordVectors:
    words = sorted(set(words_of(TEXT + " Training")))
    return word_vectors(words, np.random.default_rng(1).normal(size=(len(words), 4)).astype(np.float32))


def layer(rng: np.random.Generator, inputs: int, outputs: int) -> WholeLayer:
    weights = rng.integers(-127, 128, (inputs, outputs)).astype(np.float32)
    return WholeLayer(weights, rng.uniform(1e-5, 2e-4, outputs), rng.normal(size=outputs))


def network() -> CandidateNetwork:
    rng, words = np.random.default_rng(2), vectors()
    told = len(STATUS) + len(roles.ROLES) + len(networks.NETWORKS)
    members = tuple(
        CandidateLayers(
            window=layer(rng, 3 * (4 + MARKS), 6),
            mention=layer(rng, 4 * 6 + width_of(words, LABELS), 5),
            fact=layer(rng, 2 * 5 + told, 7),
            last=layer(rng, 7, OUTPUTS),
            past=layer(rng, 2 * 5 + told, OUTPUTS),
        )
        for _ in range(2)
    )
    return CandidateNetwork(words, LABELS, np.zeros(told), np.ones(told), members, (0.5, 0.25, 1.0))


def seen() -> SeenCandidates:
    rng = np.random.default_rng(3)
    tables = [
        rng.normal(size=shape) for shape in ((5, len(STATUS)), (1, len(roles.ROLES)), (3, len(networks.NETWORKS)))
    ]
    return SeenCandidates(FACTS, FOUND, PAPER, LINES, SCORES, *tables)


def by_hand(net: CandidateNetwork) -> list[list[float]]:
    """Reckon the log odds of the facts that are looked at, each of which is named once, with Python's own numbers."""
    inputs = inputs_of(seen(), [0, 1, 3], net.words, net.labels)
    told = evened(inputs.told, net.middle, net.size).tolist()
    odds = []
    for rows, marks, around, features in zip(inputs.rows, inputs.marks, inputs.around.tolist(), told, strict=True):
        words = [
            [*net.words.vectors[row].tolist(), *(40.0 * (mark == n) for n in range(MARKS))]
            for row, mark in zip(rows, marks, strict=True)
        ]
        scores = []
        for member in net.members:

            def handed_on(part: WholeLayer, taken: list[float]) -> list[float]:
                sums = [np.float32(sum(a * b for a, b in zip(taken, column, strict=True))) for column in part.weights.T]
                scaled = np.array(sums) * part.scale.astype(np.float32) + part.shift.astype(np.float32)
                return [float(number) for number in np.rint(np.clip(scaled, 0, 127))]

            found = np.array(
                [handed_on(member.window, [*words[n], *words[n + 1], *words[n + 2]]) for n in range(2 * WIDTH + 1)]
            )
            mean = np.rint(np.minimum(found.sum(axis=0) * 2 / len(found), 127))
            largest = [*found[:WIDTH].max(axis=0), *found[WIDTH + 1 :].max(axis=0)]
            mention = handed_on(member.mention, [*largest, *mean, *np.rint(found[BESIDE].sum(axis=0) / 3), *around])
            taken = [*mention, *mention, *features]
            fact = handed_on(member.fact, taken)
            last = np.array([sum(a * int(w) for a, w in zip(fact, c, strict=True)) for c in member.last.weights.T])
            past = np.array([sum(a * int(w) for a, w in zip(taken, c, strict=True)) for c in member.past.weights.T])
            scores.append(last * member.last.scale + past * member.past.scale + member.last.shift)
        odds.append(np.mean(scores, axis=0).tolist())
    return odds


def test_scores_are_those_of_the_definition_to_the_last_bit() -> None:
    scores = network().scores(seen())
    assert looked_at(seen()) == [0, 1, 3]
    assert scores[[0, 1, 3]].tolist() == by_hand(network())
    assert np.isnan(scores[[2, 4]]).all()


def test_the_words_around_a_mention_are_marked() -> None:
    words = vectors()
    inputs = inputs_of(seen(), [1, 3], words, LABELS)
    around = [*[""] * 10, "we", "train", "mothnet", "on", "", "for", "sorting", "."]
    expected = [
        (row, mark) for row, mark in zip(words.rows(around[1:]), [5] * 9 + [0, 0, 2, 0, 6, 0, 3, 0], strict=True)
    ]
    nothing = len(words.codes)
    expected = [(row if mark < 5 else nothing, mark) for row, mark in expected] + [(nothing, 5)] * 10
    assert list(zip(inputs.rows[0].tolist(), inputs.marks[0].tolist(), strict=True)) == expected
    assert inputs.marks[1].tolist() == [5] * 13 + [6, 0, 0, 0] + [5] * 10
    assert inputs.sizes.tolist() == [1, 1]


def test_what_is_known_of_a_mention_is_whole_numbers() -> None:
    words = vectors()
    row = inputs_of(seen(), [0], words, LABELS).around[0].tolist()
    heading = (words.vectors[words.rows(["training"])[0]] * 1.5).round().clip(-127, 127).tolist()
    assert row[:2] == [0, 40]  # a network
    assert row[2:16] == [40.0 * (n == 4) for n in range(14)]  # methods
    assert row[16:18] == [0, 40]  # a task is named in the sentence
    assert row[18:46] == np.rint(40 / 3 * np.clip(SCORES[0], -6, 4)).tolist()
    assert row[46:50] == heading
    assert row[50:] == [round(40 * 9 / 58), round(40 * (9 / 58) ** 2), 10, 0, 0, 0, 0, 0, 40, 0, 0]


def test_features_that_a_fact_does_not_have_are_nought() -> None:
    told = np.array([[1.0, np.nan, 99.0]])
    assert evened(told, np.zeros(3), np.full(3, 2.0)).tolist() == [[20, 0, 120]]


def test_the_outputs_are_the_choices_of_the_sums() -> None:
    sizes = [part.stop - part.start for part in (SETS, NETWORKS)]
    assert sizes == [len(roles.CHOICES), len(networks.CHOICES)]


def weights_with(candidates: CandidateNetwork) -> Weights:
    rng, words = np.random.default_rng(4), candidates.words
    around = width_around(words, (), LABELS)
    sentence = NetworkLayers(
        layer(rng, 12, 3), layer(rng, 6 + around, 2), layer(rng, 2, 28), layer(rng, 6 + around, 28)
    )
    whole = SentenceNetwork(words, (), LABELS, (sentence,), 0.4)
    return replace(weights_for({}, list(LINES)), network=whole, candidates=candidates)


def test_written_networks_are_read_again(tmp_path: Path) -> None:
    save(weights_with(network()), tmp_path)
    again = load(tmp_path, NAMES)
    assert again.candidates is not None
    assert again.candidates.scores(seen())[[0, 1, 3]].tolist() == by_hand(network())
    assert again.candidates.shares == (0.5, 0.25, 1.0)


def test_weights_without_such_a_network_are_read(tmp_path: Path) -> None:
    save(replace(weights_with(network()), candidates=None), tmp_path)
    assert load(tmp_path, NAMES).candidates is None
    assert not (tmp_path / "candidates.npz").exists()


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    save(weights_with(network()), tmp_path)
    (tmp_path / "candidates.npz").write_bytes(b"")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path, NAMES)


def test_a_network_whose_layers_do_not_fit_is_refused(tmp_path: Path) -> None:
    good = network()
    short = replace(good.members[0], last=replace(good.members[0].last, weights=np.zeros((2, OUTPUTS), np.float32)))
    save(weights_with(replace(good, members=(short,))), tmp_path)
    with pytest.raises(ModelError, match=r"cannot be loaded \(layers that do not fit\)"):
        load(tmp_path, NAMES)


def speaking(used: float, main: float) -> CandidateNetwork:
    """Return a network that says the same of each candidate."""
    net = network()
    silent = {
        name: replace(getattr(net.members[0], name), scale=np.zeros(size), shift=np.zeros(size))
        for name, size in (("window", 6), ("mention", 5), ("fact", 7), ("last", OUTPUTS), ("past", OUTPUTS))
    }
    shift = np.zeros(OUTPUTS)
    shift[0], shift[NETWORKS.start] = used, main
    layers = CandidateLayers(**silent | {"last": replace(silent["last"], shift=shift)})
    return replace(net, members=(layers,))


def test_the_words_around_decide_with_the_sums_and_their_share_is_said() -> None:
    judges = Judges(weights_with(speaking(used=-4.0, main=3.0)))
    facts = [replace(FACTS[0], status="used"), replace(FACTS[3], status="used")]
    ((moth, moth_steps), (owl, owl_steps)) = judges.settle(facts, FOUND, PAPER, LINES, SCORES, NOTHING)
    assert (moth.status, moth.confidence, moth.reason) == ("mentioned", 0.852, "the words around it")
    assert (owl.status, owl.confidence) == ("mentioned", 0.953)
    assert [step.effect for step in (*moth_steps, *owl_steps)] == [
        "decides: mentioned 0.85 = -2.0 the words around it, +0.2 cues in all",
        "decides: mentioned 0.95 = -2.0 the words around it, -1.0 cues in all",
    ]
    judges = Judges(weights_with(speaking(used=4.0, main=3.0)))
    ((moth, moth_steps),) = judges.settle([replace(FACTS[0], status="used")], FOUND, PAPER, LINES, SCORES, NOTHING)
    assert moth.roles == ("main",)
    assert moth_steps[-1].effect == "main, not component: +3.0 = +3.0 the words around it"
