"""Texts without deep learning of their authors, in which almost nothing may be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dlextract import Extractor

QUIET = Path(__file__).parent / "quiet"
KNOWN: dict[str, dict[str, Any]] = yaml.safe_load((QUIET / "known.yaml").read_text(encoding="utf-8"))
LOUD = ("TASK", "DATASET", "ARCHITECTURE", "GPU", "FRAMEWORK", "CODE_LINK", "DATA_LINK")
"""Labels of which a paper without deep learning has none; others, such as METRIC, occur in any paper."""


def test_every_text_is_listed() -> None:
    assert sorted(KNOWN) == sorted(path.stem for path in QUIET.glob("*.txt"))


@pytest.mark.parametrize("name", KNOWN)
def test_almost_nothing_is_found(name: str, extractor: Extractor) -> None:
    report = extractor.read(QUIET / f"{name}.txt")
    found: dict[str, Any] = {}
    for fact in report.facts:
        if fact.status == "used" and (fact.label in LOUD or _is_hyperparameter(fact.label, extractor)):
            found.setdefault(fact.label, []).append(fact.value)
    stated = [answer.cq for answer in report.answers if answer.stated]
    found |= {"answers": stated} if stated else {}
    assert {label: sorted(values) for label, values in found.items()} == {
        label: sorted(values) for label, values in KNOWN[name].items()
    }


def _is_hyperparameter(label: str, extractor: Extractor) -> bool:
    return extractor.knowledge.patterns[label].id.startswith("training.yaml:")
