"""Settings that a cell of a table names itself."""

from __future__ import annotations

import pytest

from dlextract.finding.setting_names import SettingNames
from dlextract.finding.settings_in_cells import are_all, settings_in
from dlextract.patterns import load_knowledge
from dlextract.records import Cell
from dlextract.resources import shipped

NAMES = SettingNames(load_knowledge([shipped("patterns")]))


@pytest.mark.parametrize(
    ("text", "expected", "all_numbers"),
    [
        ("AdamW (β1 = 0.9, wd = 0.05)", [("BETA1", "0.9"), ("WEIGHT_DECAY", "0.05")], True),
        ("β1, β2=0.9, 0.999", [("BETA1", "0.9"), ("BETA2", "0.999")], True),
        ("SGD, momentum 0.9", [("MOMENTUM", "0.9")], True),
        ("48 (learning rate of 0.002)", [("LEARNING_RATE", "0.002")], False),
        ("0.9", [], False),
        ("learning rate", [], False),
    ],
)
def test_settings_are_read_out_of_a_cell(text: str, expected: list[tuple[str, str]], all_numbers: bool) -> None:
    cell = Cell(100, 100 + len(text), text, 1, 1)
    found = settings_in(cell, NAMES, "OwlNet", "searched")
    assert sorted((one.label, one.value) for one in found) == expected
    assert {(one.scope, one.hint, one.found_by) for one in found} == {
        ("OwlNet", "searched", f"table:{label}") for label, _ in expected
    }
    assert all(text[one.start - 100 : one.end - 100].startswith(one.value[:2]) for one in found)
    assert are_all(found, cell) is all_numbers
