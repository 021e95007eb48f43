"""Reads a folder with a trained spaCy pipeline into a network that needs no spaCy, where it is of the shipped kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from configparser import ConfigParser, Error
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .gazetteer import Gazetteer
from .msgpack import unpacked
from .tags import Array
from .word_network import Layer, Pieces, WordNetwork

_EXPECTED: Mapping[str, Mapping[str, object]] = {
    "nlp": {
        "lang": "en",
        "pipeline": ["gazetteer", "tok2vec", "ner"],
        "disabled": [],
        "before_creation": None,
        "after_creation": None,
        "after_pipeline_creation": None,
    },
    "nlp.tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"},
    "nlp.vectors": {"@vectors": "spacy.Vectors.v1"},
    "components.gazetteer": {"factory": "dlextract_gazetteer"},
    "components.tok2vec": {"factory": "tok2vec"},
    "components.tok2vec.model": {"@architectures": "dlextract.Tok2Vec.v1"},
    "components.tok2vec.model.embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"],
        "include_static_vectors": True,
    },
    "components.tok2vec.model.encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "window_size": 1},
    "components.ner": {"factory": "dlextract_tagger"},
    "components.ner.model": {"@architectures": "dlextract.Tagger.v1"},
    "components.ner.model.tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "upstream": "*"},
}
"""What a config must say for the network to be the one that ``WordNetwork`` computes."""

_ORTH = 65
"""spaCy's number of the attribute that is the word as printed."""


@dataclass(frozen=True, slots=True)
class PlainModel:
    """A trained NER: the network, the known names, its labels in the order of the tags, and what its meta says.

    ``curves`` make chances of shares: label → slope and shift.
    """

    network: WordNetwork
    gazetteer: Gazetteer
    labels: tuple[str, ...]
    curves: Mapping[str, tuple[float, float]]
    meta: Mapping[str, Any]


def read_plain(folder: Path) -> PlainModel | None:
    """Return the model in ``folder``; None where it is of another kind, or damaged: spaCy says what is wrong then."""
    try:
        if not _is_known(folder) or (folder / "vocab" / "lookups.bin").read_bytes() != b"\x80":
            return None
        meta, cfg = _json(folder / "meta.json"), _json(folder / "ner" / "cfg")
        labels = tuple(cfg["labels"])
        network = _network(folder, 4 * len(labels) + 1)
        curves = {label: (float(slope), float(shift)) for label, (slope, shift) in cfg["curves"].items()}
        return PlainModel(network, Gazetteer({}).from_disk(folder / "gazetteer"), labels, curves, meta)
    except Exception:  # whatever is wrong with it
        return None


def _is_known(folder: Path) -> bool:
    parser = ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        parser.read_string((folder / "config.cfg").read_text(encoding="utf-8"))
    except Error:
        return False
    components = {name for name in parser.sections() if name.startswith("components.")}
    return components <= set(_EXPECTED) and all(
        parser.has_option(section, option) and json.loads(parser[section][option]) == wanted
        for section, options in _EXPECTED.items()
        for option, wanted in options.items()
    )


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _network(folder: Path, tags: int) -> WordNetwork:
    """Return the network whose weights stand in the folder.

    Raises:
        ValueError, KeyError, OSError: they are not those of such a network.
    """
    words, tagger = _layers(folder / "tok2vec" / "model"), _layers(folder / "ner" / "model")
    tables = [(attrs["seed"], params["E"]) for attrs, params in words["hashembed"]]
    ((_, static),) = words["static_vectors"]
    embed, *encode = _maxouts(words)
    (head,) = _maxouts(tagger)
    ((_, out),) = tagger["linear"]
    width = len(out["W"][0])
    if (
        len(tables) != 5
        or len(out["W"]) != tags
        or any(table.shape[1] != width for _, table in tables)
        or min(len(layer.weights) for layer in (embed, head, *encode)) < 2
        or embed.weights.shape[1:] != (width, 6 * width)
        or head.weights.shape[1:] != (width, width)
        or any(layer.weights.shape[1:] != (width, 3 * width) for layer in encode)
    ):
        raise ValueError(folder)
    return WordNetwork(tables, _pieces(folder / "vocab"), static["W"], embed, encode, head, (out["W"], out["b"]))


def _pieces(folder: Path) -> Pieces:
    cfg = _json(folder / "vectors.cfg")
    if cfg["mode"] != "floret" or cfg.get("attr", _ORTH) != _ORTH or not 0 < cfg["hash_count"] <= 4:
        raise ValueError(folder)
    rows = np.asarray(np.load(folder / "vectors", mmap_mode="r", allow_pickle=False))  # still mapped
    if rows.ndim != 2 or rows.dtype != np.dtype("float32"):
        raise ValueError(folder)
    return Pieces(rows, cfg["minn"], cfg["maxn"], cfg["hash_count"], cfg["hash_seed"], cfg["bow"], cfg["eow"])


def _layers(file: Path) -> dict[str, list[tuple[dict[str, Any], dict[str, Array]]]]:
    """Return attributes and weights of the layers of each name, in the order of the file."""
    message = unpacked(file.read_bytes())
    found: dict[str, list[tuple[dict[str, Any], dict[str, Array]]]] = {}
    for node, attrs, params in zip(message["nodes"], message["attrs"], message["params"], strict=True):
        some = {name: unpacked(value) for name, value in attrs.items() if name == "seed"}
        found.setdefault(node["name"], []).append((some, params))
    return found


def _maxouts(layers: Mapping[str, Sequence[tuple[dict[str, Any], dict[str, Array]]]]) -> list[Layer]:
    made = []
    for (_, sums), (_, norm) in zip(layers["maxout"], layers["layernorm"], strict=True):
        pieces = np.ascontiguousarray(sums["W"].transpose(1, 0, 2))
        made.append(Layer(pieces, np.ascontiguousarray(sums["b"].T).reshape(-1), norm["G"], norm["b"]))
    return made
