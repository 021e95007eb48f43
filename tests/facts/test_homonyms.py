"""Abbreviations that a paper defines for itself."""

from __future__ import annotations

from dlextract.facts.homonyms import definitions, resolve
from dlextract.knowledge import Pattern, Place
from dlextract.records import Mention

ARCHITECTURE = Pattern(
    "ARCHITECTURE",
    "architectures.yaml:ARCHITECTURE",
    Place("architectures.yaml", 1, 1),
    terms={"deep belief network": ("DBN",), "long short-term memory": ("LSTM",), "YOLO": ()},
)
DATASET = Pattern(
    "DATASET",
    "datasets.yaml:DATASET",
    Place("datasets.yaml", 1, 1),
    terms={"Million Song Dataset": ("MSD",), "Medical Segmentation Decathlon": ()},
)
PATTERNS = {"ARCHITECTURE": ARCHITECTURE, "DATASET": DATASET}


def mention(text: str, printed: str, value: str, label: str = "ARCHITECTURE", last: bool = True) -> Mention:
    start = text.rindex(printed) if last else text.index(printed)
    return Mention(label, start, start + len(printed), value, f"test.yaml:{label}")


def test_definitions_in_brackets() -> None:
    text = (
        "We use deterministic binary neurons (DBNs) and a long short-term memory (LSTM) network. "
        "The Medical Segmentation Decathlon (MSD) has ten tasks. See the appendix (Table 2)."
    )
    assert definitions(text) == {
        "DBN": "deterministic binary neurons",
        "LSTM": "long short-term memory",
        "MSD": "Medical Segmentation Decathlon",
    }


def test_an_abbreviation_of_something_else_is_left_out() -> None:
    text = "We use deterministic binary neurons (DBNs). The DBNs are trained."
    assert resolve([mention(text, "DBNs", "deep belief network")], text, PATTERNS) == []


def test_an_abbreviation_of_the_known_thing_stays() -> None:
    text = "A long short term memory (LSTM) reads the frames. The LSTM is trained."
    found = [mention(text, "LSTM", "long short-term memory")]
    assert resolve(found, text, PATTERNS) == found


def test_a_name_without_a_known_long_form_stays() -> None:
    text = "We train You Only Look Once (YOLO). YOLO is fast."
    found = [mention(text, "YOLO", "YOLO")]
    assert resolve(found, text, PATTERNS) == found


def test_an_abbreviation_takes_the_value_of_its_long_form() -> None:
    text = "The Medical Segmentation Decathlon (MSD) has ten tasks. We train on MSD."
    long = mention(text, "Medical Segmentation Decathlon", "Medical Segmentation Decathlon", "DATASET", last=False)
    short = mention(text, "MSD", "Million Song Dataset", "DATASET")
    values = [m.value for m in resolve([long, short], text, PATTERNS)]
    assert values == ["Medical Segmentation Decathlon", "Medical Segmentation Decathlon"]
