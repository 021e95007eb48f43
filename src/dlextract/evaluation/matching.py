"""Says whether a value that dlextract found is a value of the gold.

The rules are those of the benchmark of gold papers (its ``score.py``), so that figures can be compared.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..knowledge import Pattern
from ..patterns import load_knowledge
from ..resources import shipped

FIELDS = (
    "task",
    "datasets",
    "architectures",
    "hardware",
    "software",
    "metrics",
    "augmentation",
    "regularization",
    "code",
    "data_links",
)
"""Fields of the gold that hold values, beside the hyperparameters, in the order in which they are shown."""


@lru_cache(maxsize=1)
def labels_of() -> Mapping[str, frozenset[str]]:
    """Return the labels of facts that answer each field of the gold, as the shipped patterns say."""
    patterns = _shipped().values()
    return {field: frozenset(p.label for p in patterns if p.traits.field == field) for field in FIELDS}


@lru_cache(maxsize=1)
def settings() -> frozenset[str]:
    """Return the gold names of all hyperparameters: their labels in lower case."""
    return frozenset(label.lower() for label, pattern in _shipped().items() if pattern.traits.kind == "setting")


def _shipped() -> Mapping[str, Pattern]:
    return load_knowledge([shipped("patterns")]).patterns


UNPUNISHED = frozenset(
    {
        "activation",
        "num_layers",
        "hidden_size",
        "num_heads",
        "embedding_size",
        "kernel_size",
        "num_filters",
        "sequence_length",
        "threshold",
        "initializer",
        "temperature",
    }
)
"""Hyperparameters that the gold may leave out."""

_SHARES = frozenset({"dropout", "train_split", "validation_split", "test_split"})
_TAIL = re.compile(
    r"(gpus?|cards?|networks?|models?|architectures?|datasets?|data|frameworks?|librar(?:y|ies)|toolbox)$"
)
_ARTICLE = re.compile(r"^(the|an?|our)\s+")
_POWER = re.compile(r"\s*[x×*]\s*10\s*\^?\s*\{?(-?\d+)\}?$")
_POWER_ALONE = re.compile(r"^10\s*\^\s*\{?(-?\d+)\}?$")
_UNIT = re.compile(r"^(\d[\d.e+-]*)\s+(epochs?|steps?|iterations?|images?|samples?|runs?|folds?|px|pixels)$")
_SIZE = re.compile(r"\d\s*[x×]\s*\d")
_ADDRESS = re.compile(r"^(https?)?(www)?")


def squash(text: object) -> str:
    """Return ``text`` without case, article, punctuation, blanks and a generic last word."""
    plain = unicodedata.normalize("NFKC", str(text)).lower().replace("ß", "ss")
    plain = _ARTICLE.sub("", plain.strip())
    plain = re.sub(r"[^\w+]+", "", plain.replace("_", ""))
    return _TAIL.sub("", plain) or plain


def as_number(text: object) -> float | None:
    """Return the number that ``text`` writes (powers of ten, percentages, counts with a unit), or None."""
    plain = (
        unicodedata.normalize("NFKC", str(text)).strip().lower().replace(",", "").replace("−", "-").replace("–", "-")
    )
    plain = _POWER.sub(r"e\1", plain)
    plain = _POWER_ALONE.sub(r"1e\1", plain)
    plain = _UNIT.sub(r"\1", plain)
    try:
        return float(plain.rstrip("% ")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        return None


def same_value(name: str, one: object, two: object) -> bool:
    """Return whether ``one`` and ``two`` are the same value of the hyperparameter ``name``."""
    x, y = as_number(one), as_number(two)
    if x is not None and y is not None:
        if math.isclose(x, y, rel_tol=1e-6):
            return True
        percent = math.isclose(x, y * 100, rel_tol=1e-6) or math.isclose(x * 100, y, rel_tol=1e-6)
        return name in _SHARES and percent
    if _SIZE.search(str(one)):
        return re.findall(r"\d+", str(one))[:2] == re.findall(r"\d+", str(two))[:2]
    p, q = squash(one), squash(two)
    if name == "optimizer":
        p, q = (re.sub(r"^stochasticgradientdescent", "sgd", value) for value in (p, q))
        return p == q or (p.startswith("sgd") and q.startswith("sgd"))
    return p == q or (min(len(p), len(q)) >= 4 and (p in q or q in p))


def matches(field: str, gold: Mapping[str, Any], fact: Mapping[str, Any]) -> bool:
    """Return whether ``fact`` states the value ``gold`` of ``field``."""
    wanted = {squash(form) for form in (gold["text"], gold["canonical"], *gold.get("aliases", ())) if form} - {""}
    found = {squash(fact.get(key) or "") for key in ("value", "text")} - {""}
    if wanted & found:
        return True
    if field in {"code", "data_links"}:
        wanted, found = ({_ADDRESS.sub("", form) for form in forms} for forms in (wanted, found))
        return _contained(wanted, found, shortest=8)
    if field == "architectures":
        return False
    return _contained(wanted, found, shortest=3 if field == "hardware" else 4)


def _contained(wanted: set[str], found: set[str], shortest: int) -> bool:
    return any(x in y or y in x for x in wanted for y in found if min(len(x), len(y)) >= shortest)


def word_overlap(one: str, two: str) -> float:
    """Return the share of the words of the shorter text that the other one has too."""
    x, y = (set(re.findall(r"\w{3,}", text.lower())) for text in (one, two))
    return len(x & y) / max(1, min(len(x), len(y)))
