"""Keeps the state of a training on disk, so that an interrupted one goes on where its last epoch ended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Optimizer

_PARTS = ("mom1", "mom2", "averages", "nr_update")


class Checkpoint:
    """The folder that a training works in: its last and best weights and the state of its optimizer.

    Args:
        folder: where everything lies; made when the first epoch is saved.
        fingerprint: what the result depends on. A state of another fingerprint is not gone on with.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.fingerprint = fingerprint

    @property
    def best(self) -> Path:
        """The folder of the best pipeline so far."""
        return self.folder / "best"

    def load(self, nlp: Language, optimizer: Optimizer) -> dict[str, Any]:
        """Fill ``nlp`` and ``optimizer`` from the last epoch and return its state; ``{}`` where there is none."""
        try:
            state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(state, dict) or state.get("fingerprint") != self.fingerprint:
            return {}
        epoch = self.folder / f"epoch-{state['epoch']}"
        for name, component in nlp.pipeline:
            if (epoch / name).is_file():
                component.model.from_bytes((epoch / name).read_bytes())
        owners = _owners(nlp)
        with np.load(epoch / "optimizer.npz") as arrays:
            for key in arrays.files:
                part, place, parameter = key.split("/", 2)
                owner = (owners[int(place)][1], parameter)
                if part == "nr_update":
                    optimizer.nr_update[owner] = int(arrays[key])
                else:
                    getattr(optimizer, part)[owner] = arrays[key]
        return state

    def save(self, nlp: Language, optimizer: Optimizer, state: dict[str, Any]) -> None:
        """Write the state after an epoch; the one before stays until this one is whole."""
        epoch = self.folder / f"epoch-{state['epoch']}"
        shutil.rmtree(epoch, ignore_errors=True)
        epoch.mkdir(parents=True)
        for name, component in nlp.pipeline:
            if hasattr(component, "model"):
                (epoch / name).write_bytes(component.model.to_bytes())
        np.savez(epoch / "optimizer.npz", **dict(_arrays(optimizer, _owners(nlp))))
        draft = self.folder / "state.json.new"
        draft.write_text(json.dumps({**state, "fingerprint": self.fingerprint}), encoding="utf-8")
        draft.replace(self.folder / "state.json")
        for old in self.folder.glob("epoch-*"):
            if old != epoch:
                shutil.rmtree(old)

    def keep(self, nlp: Language) -> None:
        """Write ``nlp`` as the best pipeline so far."""
        draft = self.folder / "best.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        nlp.to_disk(draft)
        shutil.rmtree(self.best, ignore_errors=True)
        draft.rename(self.best)


def _owners(nlp: Language) -> list[tuple[frozenset[str], int]]:
    """Return ``(names of its parameters, id)`` of everything that owns parameters, in an order that never changes.

    The ids under which an optimizer keeps its state differ from process to process. Layers and the shims around
    PyTorch count separately, so that an id alone does not tell them apart; a shim is listed with no names.
    """
    owners: list[tuple[frozenset[str], int]] = []
    for _, component in nlp.pipeline:
        if not hasattr(component, "model"):
            continue
        for node in component.model.walk():
            owners.append((frozenset(node.param_names), node.id))
            owners.extend((frozenset(), shim.id) for shim in node.shims)
    return owners


def _arrays(optimizer: Optimizer, owners: list[tuple[frozenset[str], int]]) -> Iterator[tuple[str, Any]]:
    layers = {(number, name): place for place, (names, number) in enumerate(owners) for name in names}
    shims = {number: place for place, (names, number) in enumerate(owners) if not names}
    for part in _PARTS:
        values = getattr(optimizer, part) or {}
        for (number, name), value in values.items():
            place = layers.get((number, name), shims.get(number))
            if place is not None:
                yield f"{part}/{place}/{name}", value if part != "nr_update" else np.array(value)
