"""What the labels of a trained model stand for here, as its meta and the user say; read without loading the model.

The key ``dlextract_labels`` in the ``meta.json`` of a model maps its labels to those of the pattern files:
``{"PRODUCT": "GPU", "ORG": null, "CAMERA": "CAMERA"}``. ``null`` leaves one out; one that is mapped to itself is a
label of the model's own, which needs no pattern file. A label that is not mapped stands for the one of the same name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from .._version import __version__
from ..errors import ModelError
from ..files import read_regular
from ..knowledge import LABEL, Knowledge, Pattern, Place, Traits
from ..resources import shipped

LABELS_KEY, VERSION_KEY, BESIDE_KEY = "dlextract_labels", "dlextract_version", "dlextract_beside"
"""Keys of a model's meta: what its labels stand for, the version of dlextract that trained it, and the model that reads
beside it: a shipped one, or ``BESIDE``."""

BESIDE = "beside"
"""Folder in that of a model: the model that reads beside it."""

_MOST = 8
"""Models that read beside one another: more are a circle."""

Given: TypeAlias = Mapping[str, str | None]
"""Label of a model → label of the pattern files; None or "" leaves it out."""

FINDERS = ("ner", "spancat", "entity_ruler")
"""Names of components that mark entities."""
_LOWEST = re.compile(r"(?:>=|==|~=)?\s*v?(\d+)\.(\d+)(?:\.(\d+))?")
_SPACY = (3, 8)
"""The newest spaCy that models can ask for without a look at the one that is installed."""

_LIKE = 0.6
_LARGEST = 16 << 20
"""Bytes of a ``meta.json``."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the labels of the model ``name`` stand for.

    ``labels`` are those that there are (None: any); what stands for another one is left out. ``notes`` are sentences
    for the user.
    """

    name: str = ""
    given: Given = field(default_factory=dict)
    labels: frozenset[str] | None = None
    notes: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """Labels of the model's own, in their order."""
        return tuple(label for label, place in self.given.items() if label == place)

    def of(self, label: str) -> str:
        """Return what ``label`` stands for, "" for nothing."""
        place = self.given.get(label, label) or ""
        return place if self.labels is None or place in self.labels else ""

    def known(self, labels: Iterable[str], known: Collection[str]) -> list[str]:
        """Return those of the model's ``labels`` that stand for one of ``known``."""
        return [label for label in labels if self.of(label) in known]

    def lost(self, labels: Iterable[str], todo: str) -> str:
        """Return a sentence that names those of ``labels`` that stand for nothing, and that nobody left out; or "".

        ``todo`` says what can be done about it.
        """
        some = [label for label in dict.fromkeys(labels) if self.given.get(label, label) and not self.of(label)]
        if not some:
            return ""
        what = f"{self.name}: nothing is made of what it marks as {', '.join(some)}"
        return f"{what}. Say what stands for what: {todo.format(some[0])}."


def places_of(model: Path | str | None, given: Given, knowledge: Knowledge) -> Places:
    """Return what the labels of ``model`` stand for: as its meta says, and ``given`` on top of that.

    Raises:
        ModelError: a label stands for one that no pattern file has, or ``meta.json`` is nothing to be read.
    """
    name = Path(model).name if model is not None else "dlextract_patterns"
    meta = meta_of(model) if model is not None else {}
    marked = all_marked_by(model) if model is not None else []
    if unknown := [label for label in given if marked and label not in marked]:
        raise ModelError(f"{name}: {unknown[0]}", f"this model marks {', '.join(marked)}", "Name one of these")
    said: dict[str, str | None] = {}
    for one in models_of(model) if model is not None else ():
        here = meta_of(one).get(LABELS_KEY) or {}
        if not isinstance(here, dict) or not all(isinstance(place, str | None) for place in here.values()):
            what = f"{LABELS_KEY} in meta.json is no mapping of labels"
            raise ModelError(str(model), what, 'Write {"PRODUCT": "GPU"}')
        said |= here
    places = Places(name, {**said, **given})
    for label, place in places.given.items():
        if place and place != label and place not in knowledge.patterns and place not in places.own:
            near = get_close_matches(place, knowledge.patterns, n=1, cutoff=_LIKE)
            todo = f"Did you mean {near[0]}?" if near else "Make one in a folder of patterns"
            raise ModelError(f"{name}: {label}={place}", f"there is no label {place}", todo)
        if place == label and not LABEL.fullmatch(label):
            raise ModelError(f"{name}: {label}", "this is no name of a label", "Write capitals, digits and _")
    places = replace(places, labels=frozenset({*knowledge.patterns, *places.own}))
    notes = (_newer(name, meta), places.lost(marked, "--model-label {0}=LABEL, or {0}= to leave it out"))
    return replace(places, notes=tuple(note for note in notes if note))


def with_own(knowledge: Knowledge, places: Places) -> Knowledge:
    """Return ``knowledge`` with the labels of the model's own: names, of which a stretch of text has only one."""
    if not places.own:
        return knowledge
    patterns = dict(knowledge.patterns)
    for label in places.own:
        rank = 1 + max((pattern.traits.exclusive for pattern in patterns.values()), default=0)
        known = patterns.get(label)
        if known is None:
            traits = Traits(kind="name", exclusive=rank)
            place = Place(places.name, 1, 1)
            patterns[label] = Pattern(label, f"{places.name}:{label}", place, own=True, traits=traits)
        elif known.own and not known.traits.exclusive:
            patterns[label] = replace(known, traits=replace(known.traits, exclusive=rank))
    return replace(knowledge, patterns=patterns)


def meta_of(model: Path | str) -> Mapping[str, Any]:
    """Return what ``meta.json`` of a folder or an installed package says; nothing where there is none, or no JSON.

    Raises:
        ModelError: it is a pipe or the like, too large, or kept from us: spaCy is not to try it.
    """
    path = Path(model) / "meta.json"
    if not path.exists() and str(model).isidentifier():
        path = _installed_folder(str(model)) / "meta.json"
    try:
        said = json.loads(read_regular(path, _LARGEST))
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return {}
    except OSError as error:
        raise ModelError(str(path), f"it cannot be read ({error.strerror})", "Name another model") from error
    return said if isinstance(said, dict) else {}


def _installed_folder(name: str) -> Path:
    """Return the folder of an installed package; "" where there is none of this name."""
    try:
        spec = find_spec(name)
    except (ValueError, ImportError):  # the script that runs has no spec
        return Path()
    return Path(next(iter((spec and spec.submodule_search_locations) or ()), ""))


def models_of(model: Path | str) -> list[Path | str]:
    """Return ``model`` behind those beside which it reads, the first one first.

    Raises:
        ModelError: one is not there.
    """
    models = [model]
    while (name := meta_of(models[0]).get(BESIDE_KEY)) is not None:
        inside = Path(models[0]) / BESIDE
        path = inside if name == BESIDE else shipped("models") / Path(str(name)).name
        if not (path / "config.cfg").is_file() or len(models) == _MOST:
            raise ModelError(str(model), f"{name}, beside which it reads, is not there", "Train it again")
        models.insert(0, path)
    return models


def all_marked_by(model: Path | str) -> list[str]:
    """Return the labels of the entities that ``model`` and the models beside it mark.

    Raises:
        ModelError: one of them is not there.
    """
    return list(dict.fromkeys(label for one in models_of(model) for label in marked_by(meta_of(one))))


def marked_by(meta: Mapping[str, Any]) -> list[str]:
    """Return the labels of the entities that a model marks, as its meta says."""
    labels = meta.get("labels")
    lists = [labels.get(name) for name in FINDERS] if isinstance(labels, dict) else []
    return [str(label) for some in lists if isinstance(some, list) for label in some]


def _newer(name: str, meta: Mapping[str, Any]) -> str:
    """Return a sentence that says that the model was made for something newer than what is here, or ""."""
    for what, key, here in (("spaCy", "spacy_version", ""), ("dlextract", VERSION_KEY, __version__)):
        lowest = _numbers(meta.get(key))
        if lowest[:2] > _SPACY or (here and lowest):
            installed = here or _installed("spacy")
            if installed and lowest > _numbers(installed):
                wanted = ".".join(map(str, lowest))
                made = f"{name}: this model is made for {what} {wanted}, and this is {installed}"
                return f"{made}. What it finds may be wrong."
    return ""


def _installed(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _numbers(text: object) -> tuple[int, ...]:
    match = _LOWEST.match(text.strip()) if isinstance(text, str) else None
    return tuple(int(part or 0) for part in match.groups()) if match else ()
