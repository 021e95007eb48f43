"""The fitted weights of the judges: one folder, checked when it is loaded, the same sums on every machine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zipfile import BadZipFile

import numpy as np

from ..errors import ModelError
from ..resources import fingerprint
from .candidate_network import CandidateLayers, CandidateNetwork
from .clusters import NO_CLUSTERS, WordClusters
from .features import BUCKETS, WEIGHTS, Features, features_of
from .segments import QUESTIONS, Segment
from .sentence_network import NetworkLayers, SentenceNetwork, WholeLayer, WordVectors
from .sums import Sums

if TYPE_CHECKING:
    from .arrays import Bytes, Floats, Integers

FORMAT = 5
"""Changes when weights of earlier versions can no longer be read."""

_WORDS = "words.npz"
_SUMS = "sums.json"
_NETWORK = "network.npz"
_CANDIDATES = "candidates.npz"
_STEPS = 127
_RETRAIN = "Make it anew with dlextract train judges"


@dataclass(frozen=True, slots=True)
class WordWeights:
    """A linear classifier over hashed features for each question.

    ``rarity`` (one per bucket, 16 times the logarithm of how rare it is, 0: never seen) scales the features;
    ``steps`` (buckets × questions) holds the weights as -127 … 127, of which the square counts, times ``scale`` of
    the question; ``shift`` is added. ``clusters`` are those of the words that the features were made with.
    """

    rarity: Bytes
    steps: Bytes
    scale: Floats
    shift: Floats
    clusters: WordClusters = NO_CLUSTERS

    def features(self, lines: Sequence[Segment]) -> Features:
        """Return the features of ``lines``, the sentences of one paper in order."""
        return features_of(lines, self.clusters)

    def scores(self, features: Features) -> Floats:
        """Return the log odds that each sentence answers each question, an array of lines × questions."""
        amount = WEIGHTS[features.kind] * self.rarity[features.bucket].astype(np.int64)
        kept = amount > 0
        line, bucket, amount = features.line[kept], features.bucket[kept], amount[kept]
        sums = np.zeros((features.lines, QUESTIONS), dtype=np.int64)
        length = np.zeros(features.lines, dtype=np.int64)
        if len(line):
            begins = np.flatnonzero(np.concatenate(([True], line[1:] != line[:-1])))
            steps = self.steps[bucket].astype(np.int32)
            steps *= np.abs(steps)
            steps *= amount[:, None].astype(np.int32)  # at most 127² · 10 · 255
            sums[line[begins]] = np.add.reduceat(steps, begins, axis=0, dtype=np.int64)
            length[line[begins]] = np.add.reduceat(amount * amount, begins)
        norm = np.sqrt(np.maximum(length, 1).astype(np.float64))
        found: Floats = sums / norm[:, None] * self.scale + self.shift
        return found

    def shares(self, features: Features, question: int) -> Floats:
        """Return what each feature adds to the score of its sentence (those of one sentence only)."""
        amount = WEIGHTS[features.kind] * self.rarity[features.bucket].astype(np.int64)
        steps = self.steps[features.bucket, question - 1].astype(np.int64)
        norm = float(np.sqrt(float(max(1, int((amount * amount).sum())))))
        added: Floats = steps * np.abs(steps) * amount / norm * self.scale[question - 1]
        return added


def pack(weights: Floats, rarity: Integers, shift: Floats) -> WordWeights:
    """Return the ``weights`` (buckets × questions, floats) in small numbers."""
    largest = np.maximum(np.abs(weights).max(axis=0), 1e-9)
    steps = np.rint(np.sign(weights) * np.sqrt(np.abs(weights) / largest) * _STEPS).astype(np.int8)
    return WordWeights(rarity.astype(np.uint8), steps, largest / _STEPS**2, np.asarray(shift, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is fitted. ``prior`` holds the log odds that a paper answers each question; ``about`` says of what.

    ``network`` is None where no vectors of words were at hand to learn it with, ``candidates`` also where nobody had
    judged any candidate.
    """

    words: WordWeights
    status: Sums
    roles: Sums
    networks: Sums
    ranking: Sums
    verdict: Sums
    rightness: Sums
    prior: tuple[float, ...]
    second: float
    about: Mapping[str, Any]
    network: SentenceNetwork | None = None
    candidates: CandidateNetwork | None = None
    id: str = ""

    def scores(self, lines: Sequence[Segment]) -> Floats:
        """Return the log odds that each sentence answers each question, an array of lines × questions.

        Args:
            lines: the sentences of one paper in order.
        """
        by_words = self.words.scores(self.words.features(lines))
        return by_words if self.network is None else both(by_words, self.network.scores(lines), self.network.share)


def both(by_words: Floats, by_network: Floats, share: float) -> Floats:
    """Return the log odds by the words one by one and by the network, which counts ``share``."""
    mixed: Floats = by_words * (1 - share) + by_network * share
    return mixed


def save(weights: Weights, folder: Path) -> None:
    """Write ``weights`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    used = np.flatnonzero(weights.words.rarity)
    clusters = weights.words.clusters
    np.savez_compressed(
        folder / _WORDS,
        bucket=used.astype(np.uint32),
        rarity=weights.words.rarity[used],
        steps=weights.words.steps[used],
        codes=clusters.codes.astype(np.uint32),
        fine=clusters.fine.astype(np.uint16),
        coarse=clusters.coarse.astype(np.uint16),
    )
    sums: dict[str, Any] = {
        "format": FORMAT,
        "about": dict(weights.about),
        "second": weights.second,
        "prior": list(weights.prior),
        "scale": weights.words.scale.tolist(),
        "shift": weights.words.shift.tolist(),
        "clusters": {"fine": list(clusters.fine_names), "coarse": list(clusters.coarse_names)},
    }
    parts = {field.name: getattr(weights, field.name) for field in fields(weights)}
    for name, part in ((name, part) for name, part in parts.items() if isinstance(part, Sums)):
        sums[name] = {"names": list(part.names), "weights": np.round(part.weights, 6).tolist()}
    if weights.network is not None:
        sums["network"] = _save_network(weights.network, folder)
    if weights.candidates is not None:
        sums["candidates"] = _save_candidates(weights.candidates, folder)
    (folder / _SUMS).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")


def _save_network(network: SentenceNetwork, folder: Path) -> dict[str, Any]:
    """Write the numbers of ``network``; return what else there is to be kept."""
    arrays: dict[str, Any] = {
        "codes": network.words.codes.astype(np.uint32),
        "vectors": network.words.vectors.astype(np.int8),
    }
    np.savez_compressed(folder / _NETWORK, **arrays, **_packed(network.members))
    return {
        "roles": list(network.roles),
        "labels": list(network.labels),
        "members": len(network.members),
        "share": network.share,
    }


def _save_candidates(network: CandidateNetwork, folder: Path) -> dict[str, Any]:
    """Write the numbers of ``network``, but for the words, which are those of the sentence network; return the rest."""
    evened: dict[str, Any] = {"middle": network.middle, "size": network.size}
    np.savez_compressed(folder / _CANDIDATES, **evened, **_packed(network.members))
    return {
        "labels": list(network.labels),
        "members": len(network.members),
        "shares": list(network.shares),
    }


def _load_candidates(folder: Path, kept: Mapping[str, Any], network: SentenceNetwork | None) -> CandidateNetwork:
    if network is None:
        raise ValueError("no vectors of words")
    with np.load(folder / _CANDIDATES) as packed:
        members = tuple(CandidateLayers(**layers) for layers in _unpacked(packed, CandidateLayers, kept["members"]))
        evened = packed["middle"], packed["size"]
    used, sets, networks = (float(share) for share in kept["shares"])
    candidates = CandidateNetwork(network.words, tuple(kept["labels"]), *evened, members, (used, sets, networks))
    if not candidates.fits:
        raise ValueError("layers that do not fit")
    return candidates


def _packed(members: Sequence[NetworkLayers | CandidateLayers]) -> dict[str, Any]:
    """Return the numbers of all layers, by name and the number of the network."""
    arrays: dict[str, Any] = {}
    for number, member in enumerate(members):
        for name in (field.name for field in fields(member)):
            layer: WholeLayer = getattr(member, name)
            arrays[f"{name}_{number}"] = layer.weights.astype(np.int8)
            arrays |= {f"{name}_scale_{number}": layer.scale, f"{name}_shift_{number}": layer.shift}
    return arrays


def _unpacked(packed: Mapping[str, Any], of: type[Any], members: int) -> Iterator[dict[str, WholeLayer]]:
    """Yield the layers of each network, by name."""
    for number in range(members):
        yield {
            field.name: WholeLayer(
                packed[f"{field.name}_{number}"].astype(np.float32),
                packed[f"{field.name}_scale_{number}"],
                packed[f"{field.name}_shift_{number}"],
            )
            for field in fields(of)
        }


def _load_network(folder: Path, kept: Mapping[str, Any]) -> SentenceNetwork:
    with np.load(folder / _NETWORK) as packed:
        words = WordVectors(packed["codes"].astype(np.int64), packed["vectors"].astype(np.float32))
        members = tuple(NetworkLayers(**layers) for layers in _unpacked(packed, NetworkLayers, kept["members"]))
    network = SentenceNetwork(words, tuple(kept["roles"]), tuple(kept["labels"]), members, float(kept["share"]))
    if not network.fits:
        raise ValueError("layers that do not fit")
    return network


def load(folder: Path, names: Mapping[str, Sequence[str]]) -> Weights:
    """Return the weights in ``folder``.

    Args:
        folder: as written by ``save``.
        names: the features that each sum must be made for.

    Raises:
        ModelError: a file is missing or damaged, or was made for other features.
    """
    try:
        sums = json.loads((folder / _SUMS).read_text(encoding="utf-8"))
        with np.load(folder / _WORDS) as packed:
            bucket, rarity, steps = packed["bucket"], packed["rarity"], packed["steps"]
            codes, fine, coarse = (packed[name].astype(np.int64) for name in ("codes", "fine", "coarse"))
        parts = {name: Sums(tuple(sums[name]["names"]), np.array(sums[name]["weights"])) for name in names}
        spoken = sums["clusters"]
        clusters = WordClusters(codes, fine, coarse, tuple(spoken["fine"]), tuple(spoken["coarse"]))
        if not clusters.are_whole:
            raise ValueError("clusters without a name")
        spread = _spread(bucket, rarity), _spread(bucket, steps)
        words = WordWeights(*spread, np.array(sums["scale"]), np.array(sums["shift"]), clusters)
        fits = sums["format"] == FORMAT and all(parts[name].names == tuple(names[name]) for name in names)
        network = _load_network(folder, sums["network"]) if sums.get("network") else None
        beside = _load_candidates(folder, sums["candidates"], network) if sums.get("candidates") else None
        prior, second, about = tuple(sums["prior"]), float(sums["second"]), sums["about"]
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, BadZipFile, zlib.error) as error:
        raise ModelError(str(folder), f"these judges cannot be loaded ({error})", _RETRAIN) from error
    if not fits:
        raise ModelError(str(folder), "these judges were made by another version of dlextract", _RETRAIN)
    return Weights(
        words=words,
        prior=prior,
        second=second,
        about=about,
        network=network,
        candidates=beside,
        id=fingerprint(folder),
        **parts,
    )


def _spread(bucket: Integers, values: Bytes) -> Bytes:
    spread = np.zeros((BUCKETS, *values.shape[1:]), dtype=values.dtype)
    spread[bucket] = values
    return cast("Bytes", spread)
