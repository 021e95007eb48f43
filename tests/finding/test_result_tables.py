"""Networks and datasets that tables of results and of data name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from dlextract.finding.result_tables import _spoken_of, table_names
from dlextract.knowledge import Knowledge, Pattern, Place
from dlextract.records import Cell, Mention, Paper, Section, Table

PLACE = Place("patterns/test.yaml", 1, 1)
PATTERNS = {label: Pattern(label, f"test.yaml:{label}", PLACE) for label in ("ARCHITECTURE", "DATASET")}
KNOWLEDGE = Knowledge(patterns=PATTERNS, questions=(), cues=(), sections={}, fingerprint="")
NETWORK = ("ARCHITECTURE", "CNN", "rule")


def named(
    rows: Sequence[str],
    *finds: tuple[str, str, str],
    caption: str = "Table 1: Results.",
    text: str = "We trained a CNN.",
    role: str = "results",
) -> list[tuple[str, str]]:
    """Return ``(label, name)`` of what the table with these rows (cells parted by "|") names.

    A find ``(label, printed, kind)`` stands wherever the text before the table prints it.
    """
    body = f"{text}\n{caption}\n"
    cells: list[tuple[Cell, ...]] = []
    whole = body
    for number, row in enumerate(rows):
        line: list[Cell] = []
        for column, printed in enumerate(row.split("|")):
            line.append(Cell(len(whole), len(whole) + len(printed), printed, number, column))
            whole += printed + "\t"
        cells.append(tuple(line))
        whole += "\n"
    place = (len(text) + 1, len(text) + 1 + len(caption))
    table = Table(1, (0, 0, 1, 1), len(body), len(whole), place, tuple(cells))
    sections = (Section(0, 0, len(body), "", role), Section(len(body), len(body), len(whole), "", "table"))
    mentions = [
        Mention(label, match.start(), match.end(), "", "ner:test" if kind == "ner" else "test.yaml:RULE")
        for label, printed, kind in finds
        for match in re.finditer(re.escape(printed), text)
    ]
    paper = Paper("p", "", whole, sections=sections, tables=(table,))
    found = table_names(mentions, paper, KNOWLEDGE)
    assert all(m.found_by == f"table:{m.label}" for m in found)
    return sorted({(m.label, whole[m.start : m.end]) for m in found})


def test_names_under_model_beside_numbers_are_networks() -> None:
    rows = ["Model|Accuracy", "MothNet [3]|91.2", "Deep GSN|88.0 ± 1", "Average|89.6", "Ours|93.1", "Remark|none"]
    assert named(rows, NETWORK) == [("ARCHITECTURE", "Deep GSN"), ("ARCHITECTURE", "MothNet")]


@pytest.mark.parametrize(
    ("caption", "role", "finds"),
    [
        ("Table 1: Summary of previous studies.", "results", (NETWORK,)),
        ("Table 1: Results.", "related_work", (NETWORK,)),
        ("Table 1: Results.", "results", ()),
    ],
)
def test_tables_of_others_and_papers_without_networks_give_nothing(
    caption: str, role: str, finds: tuple[tuple[str, str, str], ...]
) -> None:
    assert named(["Model|Accuracy", "MothNet|91.2"], *finds, caption=caption, role=role) == []


@pytest.mark.parametrize(("others", "kind"), [(("OwlSet", "FrogSet"), "DATASET"), (("OwlSet",), "ARCHITECTURE")])
def test_a_column_holds_things_of_one_kind(others: tuple[str, ...], kind: str) -> None:
    text = f"We trained a CNN on MothSet, {', '.join(others)}."
    finds = [("DATASET", name, "rule") for name in others]
    rows = ["Data|Images", "MothSet|91", *(f"{name}|88" for name in others)]
    found = dict(reversed(pair) for pair in named(rows, NETWORK, ("ARCHITECTURE", "MothSet", "ner"), *finds, text=text))
    assert found["MothSet"] == kind


def test_a_float_among_the_related_work_counts_where_the_experiments_speak_of_it() -> None:
    text = "We trained a CNN (Table 1)."
    body = Section(0, 0, len(text), "Experiments", "experiments")
    rows = ["Model|Accuracy", "MothNet|91.2"]
    assert named(rows, NETWORK, text=text, role=body.role) == [("ARCHITECTURE", "MothNet")]


def test_names_that_the_text_knows_are_of_the_same_kind_in_a_table_of_results() -> None:
    text = "We trained a CNN. EditMoth is a system, DuskBank holds clips."
    rows = ["|EditMoth|DuskBank", "WER|3.2|4.1", "MCD|2|5"]
    finds = (NETWORK, ("ARCHITECTURE", "EditMoth", "ner"), ("DATASET", "DuskBank", "ner"))
    assert named(rows, *finds, text=text) == [("ARCHITECTURE", "EditMoth"), ("DATASET", "DuskBank")]


def test_names_between_three_networks_are_networks() -> None:
    text = "We trained a CNN. MothA, MothB and MothC are larger."
    rows = ["|70B|1.0", "MothA|8B|1.0", "MothB|7B|2.0", "MothC|6B|3.0", "Gopher|280B|4.0", "Average|1|2"]
    finds = (NETWORK, *(("ARCHITECTURE", name, "ner") for name in ("MothA", "MothB", "MothC")))
    assert ("ARCHITECTURE", "Gopher") in named(rows, *finds, text=text)
    assert ("ARCHITECTURE", "Average") not in named(rows, *finds, text=text)


def test_a_table_of_splits_names_datasets() -> None:
    rows = ["Name|# Inputs|Train|Test", "Adult|123|5000|26147", "Forest Cover|54|100|200", "Total|1|2|3"]
    assert named(rows, NETWORK) == [("DATASET", "Adult"), ("DATASET", "Forest Cover")]


def test_a_table_of_words_names_nothing() -> None:
    assert named(["Model|Remark", "MothNet|small", "DuskNet|large"], NETWORK) == []


def test_what_stands_under_class_is_no_network() -> None:
    rows = ["Method|Precision|Recall", "MothNet|0.91|0.88", "CNN|0.84|0.80", "BeeNet|0.71|0.70"]
    rows += ["Class|Precision|Recall", "SSN|0.60|0.75", "Date|0.63|0.74", "Phone|0.20|0.33"]
    finds = (NETWORK, ("ARCHITECTURE", "MothNet", "rule"), ("ARCHITECTURE", "BeeNet", "rule"))
    text = "We trained a CNN, MothNet and BeeNet."
    assert named(rows, *finds, text=text) == [("ARCHITECTURE", name) for name in ("BeeNet", "CNN", "MothNet")]


def test_what_stands_among_measures_is_no_network() -> None:
    rows = ["Method|MothNet|OwlNet", "FliQ|3.0|3.1", "MothSim (↓)|0.2|0.1", "BuzZ|0.3|0.4", "RadSim|0.3|0.4"]
    assert [name for _, name in named(rows, NETWORK)] == ["BuzZ", "FliQ", "MothSim", "RadSim"]
    assert named([*rows, "HumSim (↑)|0.5|0.6"], NETWORK) == []
    text = "We trained a CNN, MothSim, OwlNet and GullNet."
    known = [("ARCHITECTURE", name, "ner") for name in ("MothSim", "OwlNet", "GullNet")]
    heads = "Test|{0}|HumSim ↑|OwlNet|GullNet"
    numbers = ["a|1|2|3|4", "b|1|2|3|4"]
    assert ("ARCHITECTURE", "MothSim") in named([heads.format("MothSim"), *numbers], NETWORK, *known, text=text)
    arrows = "Test|MothSim ↓|HumSim ↑|FliQ ↓|OwlNet"
    assert named([arrows, *numbers], NETWORK, *known[:2], text=text) == []


def test_a_new_row_of_headings_opens_a_list_of_networks() -> None:
    rows = ["Class|Precision|Recall", "Date|0.63|0.74", "Model|Precision|Recall", "MothNet|0.91|0.88", "CNN|0.8|0.8"]
    finds = (NETWORK, ("ARCHITECTURE", "MothNet", "rule"))
    assert named(rows, *finds, text="We trained a CNN and MothNet.") == [
        ("ARCHITECTURE", "CNN"),
        ("ARCHITECTURE", "MothNet"),
    ]


def test_how_the_text_speaks_of_tables() -> None:
    text = "See Table 1, Tables 2, Tab. 3.1, Tabs 4; Table A-2 and Tables5. Not Tablet 6, aTable 7 or Table (8)."
    paper = Paper("p", "", text, sections=(Section(0, 0, len(text), "Results", "results"),))
    assert set(_spoken_of(paper)) == {"1", "s", "2", "3", "3.1", "A", "A-2", "5", "s5", "t"}
    for number in ("1", "2", "3", "3.1", "31", "4", "A", "A-2", "2-A", "5", "s5", "6", "7", "8"):
        spoken = re.search(rf"\bTab(?:le|\.)s? ?{re.escape(number)}\b", text) is not None
        assert (number in _spoken_of(paper)) == spoken
