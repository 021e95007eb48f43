"""Which label a printed heading names."""

from __future__ import annotations

import pytest

from dlextract.finding.parameter_names import Headings
from dlextract.knowledge import Knowledge, Pattern, Place

PLACE = Place("training.yaml", 1, 1)
KNOWLEDGE = Knowledge(
    patterns={
        label: Pattern(label, f"training.yaml:{label}", PLACE, table=(heading,))
        for label, heading in (("BATCH_SIZE", "(?:mini-)?batch[ -]size"), ("GRADIENT_CLIPPING", "gradient clipping"))
    },
    questions=(),
    cues=(),
    sections={},
    fingerprint="",
)


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Batch size", "BATCH_SIZE"),
        ("Mini-batch size*:", "BATCH_SIZE"),
        ("Batch size (per GPU)", "BATCH_SIZE"),
        ("Gradient clipping (norm)", "GRADIENT_CLIPPING"),
        ("Accuracy (batch size)", ""),
        ("(batch size)", ""),
        ("Batch size of others", ""),
    ],
)
def test_heading(heading: str, label: str) -> None:
    found = Headings(KNOWLEDGE).label(heading)
    assert (found.label if found else "") == label
