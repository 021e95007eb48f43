"""Clusters of words: what sentences share with others of other words."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from judged import weights_for

from dlextract.errors import ModelError
from dlextract.judging.bench import NAMES
from dlextract.judging.clusters import NO_CLUSTERS, WordClusters
from dlextract.judging.features import KINDS, features_of, names_of
from dlextract.judging.segments import Segment
from dlextract.judging.weights import load, save

KNOWN = sorted((crc32(word.encode()), n) for word, n in (("birds", 1), ("frogs", 1), ("sang", 2), ("croaked", 2)))
CLUSTERS = WordClusters(
    codes=np.array([code for code, _ in KNOWN]),
    fine=np.array([number for _, number in KNOWN]),
    coarse=np.array([number for _, number in KNOWN]),
    fine_names=("birds, frogs", "sang, croaked"),
    coarse_names=("birds, frogs", "sang, croaked"),
)
BIRDS = Segment(0, 17, "Birds sang softly")
FROGS = Segment(0, 20, "Frogs croaked loudly")


def _alike(line: Segment, clusters: WordClusters) -> set[tuple[int, int]]:
    features = features_of([line], clusters)
    kinds = {number for number, name in enumerate(KINDS) if name.endswith("like")}
    pairs = zip(features.kind.tolist(), features.bucket.tolist(), strict=True)
    return {(kind, bucket) for kind, bucket in pairs if kind in kinds}


def test_words_of_one_cluster_share_features_and_others_have_none() -> None:
    assert _alike(BIRDS, CLUSTERS) == _alike(FROGS, CLUSTERS)
    assert len(_alike(BIRDS, CLUSTERS)) == 5
    assert _alike(BIRDS, NO_CLUSTERS) == _alike(Segment(0, 8, "It rains"), CLUSTERS) == set()


def test_words_with_one_between_are_a_feature_and_words_of_two_sentences_are_not() -> None:
    apart = {KINDS[kind] for kind, _ in _alike(Segment(0, 20, "Birds softly croaked"), CLUSTERS)}
    assert apart == {"word like", "word roughly like", "two words apart like"}
    both = features_of([Segment(0, 5, "Birds"), Segment(6, 10, "sang")], CLUSTERS)
    assert {KINDS[kind] for kind in both.kind.tolist() if KINDS[kind].endswith("like")} == {
        "word like",
        "word roughly like",
    }


def test_features_of_clusters_are_named_by_their_commonest_words() -> None:
    features = features_of([FROGS], CLUSTERS)
    named = names_of([FROGS], 0, CLUSTERS)
    assert set(zip(features.kind.tolist(), features.bucket.tolist(), strict=True)) == set(named)
    assert {(KINDS[kind], name) for (kind, _), name in named.items() if KINDS[kind].endswith("like")} == {
        ("word like", "birds, frogs"),
        ("word like", "sang, croaked"),
        ("word roughly like", "birds, frogs"),
        ("word roughly like", "sang, croaked"),
        ("pair of words like", "birds, frogs + sang, croaked"),
    }


def _saved(folder: Path) -> None:
    weights = weights_for({1: ["birds"]}, [BIRDS])
    object.__setattr__(weights.words, "clusters", CLUSTERS)
    save(weights, folder)


def test_clusters_are_kept_with_the_weights(tmp_path: Path) -> None:
    _saved(tmp_path)
    again = load(tmp_path, NAMES).words.clusters
    assert [again.codes.tolist(), again.fine.tolist(), again.coarse.tolist()] == [
        CLUSTERS.codes.tolist(), CLUSTERS.fine.tolist(), CLUSTERS.coarse.tolist()
    ]  # fmt: skip
    assert (again.fine_names, again.coarse_names) == (CLUSTERS.fine_names, CLUSTERS.coarse_names)


@pytest.mark.parametrize("fine", [["birds, frogs"], ["birds, frogs", "sang, croaked"]])
def test_clusters_without_a_name_are_refused(tmp_path: Path, fine: list[str]) -> None:
    _saved(tmp_path)
    file = tmp_path / "sums.json"
    sums = json.loads(file.read_text())
    file.write_text(json.dumps(sums | {"clusters": {"fine": fine, "coarse": ["birds, frogs"]}}))
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path, NAMES)


def test_clusters_of_other_lengths_or_of_no_number_are_refused(tmp_path: Path) -> None:
    for harm in ({"fine": np.array([1])}, {"coarse": np.zeros(4, dtype=np.int64)}):
        _saved(tmp_path)
        with np.load(tmp_path / "words.npz") as packed:
            parts = dict(packed) | harm
        np.savez_compressed(tmp_path / "words.npz", **parts)
        with pytest.raises(ModelError, match="cannot be loaded"):
            load(tmp_path, NAMES)
