"""Clusters of words are learnt from sentences alone."""

from __future__ import annotations

from zlib import crc32

import pytest

from dlextract.judging.clusters import NO_CLUSTERS
from dlextract.training import clusters
from dlextract.training.clusters import clusters_of, known_words

BEASTS = ["birds", "frogs", "moths", "whales", "bats", "crickets", "wolves", "newts"]
TOOLS = ["cameras", "recorders", "traps", "nets", "drones", "sensors", "lamps", "hydrophones"]
SENTENCES = [
    words
    for beast, tool in zip(BEASTS * 8, TOOLS * 8, strict=True)
    for words in (["the", beast, "sang", "at", "night"], ["we", "mounted", tool, "on", "poles"])
]


def test_words_that_stand_among_the_same_words_share_a_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_WORDS_PER_CLUSTER", 4)
    learnt = clusters_of(known_words(SENTENCES, seed=0), seed=0)
    number = dict(zip(learnt.codes.tolist(), learnt.fine.tolist(), strict=True))
    beasts, tools = ({number[crc32(word.encode())] for word in some} for some in (BEASTS, TOOLS))
    assert len(beasts) == len(tools) == 1
    assert beasts != tools
    assert learnt.are_whole
    assert learnt.fine_names[min(beasts) - 1] == "bats, birds, crickets"


def test_few_words_make_no_clusters() -> None:
    assert clusters_of(known_words([["we", "saw", "birds"]] * 9, seed=0), seed=0) is NO_CLUSTERS
