from __future__ import annotations

import pytest

from dlextract.candidates import fresh, standing
from dlextract.deciding.abbreviations import bind
from dlextract.records import Mention


def mention(text: str, words: str, label: str = "ARCHITECTURE", value: str = "", **more: float) -> Mention:
    start = text.index(words)
    return Mention(label, start, start + len(words), value, "ner:m", **more)


def bound(text: str, *mentions: Mention) -> list[tuple[str, int, str]]:
    found = standing(bind(text, [fresh(mention) for mention in mentions], ("ARCHITECTURE", "DATASET", "TASK")))
    return [(text[m.start : m.end], m.start, m.value) for m in found]


def test_every_occurrence_is_found_under_one_value() -> None:
    text = "Tree Crown Oversampling Network (TCON) is new. TCON and TCONs win."
    assert bound(text, mention(text, "Tree Crown Oversampling Network")) == [
        ("Tree Crown Oversampling Network", 0, "TCON"),
        ("TCON", 33, "TCON"),
        ("TCON", 47, "TCON"),
        ("TCONs", 56, "TCON"),
    ]


def test_the_value_of_a_term_is_kept() -> None:
    text = "A convolutional neural network (CNN) reads. The CNN is small."
    name = mention(text, "convolutional neural network", value="CNN")
    other = Mention("ARCHITECTURE", 48, 51, "ConvNet", "rule")
    assert bound(text, name, other) == [
        ("convolutional neural network", 2, "CNN"),
        ("CNN", 48, "ConvNet"),
        ("CNN", 32, "CNN"),
    ]


def test_a_task_has_its_long_form_as_value() -> None:
    text = "natural language understanding (NLU) and NLU"
    assert bound(text, mention(text, "natural language understanding", "TASK")) == [
        ("natural language understanding", 0, "natural language understanding"),
        ("NLU", 32, "natural language understanding"),
        ("NLU", 41, "natural language understanding"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tree Crown Network (Figure 2) and Figure 3",
        "Tree Crown Network (XYZ) and XYZ",
        "Tree Crown Network (Tcn) and Tcn",
        "Tree Crown Network [TCN] and TCN",
        "Tree Crown Network is (TCN) and TCN",
    ],
)
def test_other_brackets_bind_nothing(text: str) -> None:
    assert bound(text, mention(text, "Tree Crown Network")) == [("Tree Crown Network", 0, "")]


def test_an_occurrence_with_another_label_is_left_alone() -> None:
    text = "Tree Crown Network (TCN) on TCN"
    other = Mention("DATASET", 28, 31, "", "ner:m")
    assert bound(text, mention(text, "Tree Crown Network"), other) == [
        ("Tree Crown Network", 0, "TCN"),
        ("TCN", 28, ""),
        ("TCN", 20, "TCN"),
    ]


def test_where_abbreviations_stand() -> None:
    text = "Moth Trap Set (MTS) and Moth Trap Set Plus (MTS+): MTSs, MTS+s, MTS-2, aMTS. An MTS+-like MTS+."
    first = mention(text, "Moth Trap Set", "DATASET")
    second = mention(text, "Moth Trap Set Plus", "DATASET")
    assert bound(text, first, second)[2:] == [
        ("MTS", 15, "MTS"),
        ("MTS", 44, "MTS"),
        ("MTSs", 51, "MTS"),
        ("MTS", 57, "MTS"),
        ("MTS", 80, "MTS"),
        ("MTS", 90, "MTS"),
        ("MTS+", 44, "MTS+"),
        ("MTS+s", 57, "MTS+"),
        ("MTS+", 90, "MTS+"),
    ]


def test_nothing_is_bound_where_something_was_found() -> None:
    text = "Tree Crown Network (TCN), big TCN block, TCN."
    name = mention(text, "Tree Crown Network")
    long, aim = Mention("TASK", 26, 39, "", "rule"), Mention("TASK", 26, 29, "", "rule", attributes=(("target", "x"),))
    assert bound(text, name, long, aim)[3:] == [("TCN", 20, "TCN"), ("TCN", 41, "TCN")]
