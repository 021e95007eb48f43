"""Abbreviations that a paper defines for itself."""

from __future__ import annotations

from dlextract.candidates import fresh, standing
from dlextract.deciding import acronyms
from dlextract.deciding.acronyms import definitions
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


def resolve(mentions: list[Mention], text: str, patterns: dict[str, Pattern]) -> list[Mention]:
    return standing(acronyms.resolve([fresh(mention) for mention in mentions], text, patterns))


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


def test_common_words_do_not_make_two_long_forms_one() -> None:
    text = "The dynamic Bayesian network (DBN) came last. The DBN was small."
    assert resolve([mention(text, "DBN", "deep belief network")], text, PATTERNS) == []


def test_other_endings_make_no_other_long_form() -> None:
    text = "Deep belief networking (DBN) came last. The DBN was small."
    found = mention(text, "DBN", "deep belief network")
    assert resolve([found], text, PATTERNS) == [found]


def trained(text: str, printed: str, label: str) -> Mention:
    start = text.rindex(printed)
    return Mention(label, start, start + len(printed), "", "ner:test")


def test_an_activity_is_no_data_unless_the_paper_calls_it_so() -> None:
    text = "Moth question answering (MQA) is hard. We study MQA."
    assert resolve([trained(text, "MQA", "DATASET")], text, PATTERNS) == []
    called = "Moth question answering (MQA) is hard. We use the MQA dataset."
    found = trained(called, "MQA", "DATASET")
    assert resolve([found], called, PATTERNS) == [found]
    archive = "The moth sound archive (MSA) is old. We use MSA."
    found = trained(archive, "MSA", "DATASET")
    assert resolve([found], archive, PATTERNS) == [found]


def test_a_task_is_called_by_its_long_form() -> None:
    text = "Neural moth counting (NMC) is hard. We study NMC."
    assert [m.value for m in resolve([trained(text, "NMC", "TASK")], text, PATTERNS)] == ["neural moth counting"]


def test_parts_of_a_dataset_bear_its_name() -> None:
    text = "The Medical Segmentation Decathlon (MSD) has ten tasks. Of MSD Heart and MSD Lung, Heart is small."
    whole = mention(text, "Medical Segmentation Decathlon", "Medical Segmentation Decathlon", "DATASET")
    finds = [whole, *(mention(text, part, "", "DATASET") for part in ("MSD Heart", "MSD Lung", "Heart", "small"))]
    values = [m.value for m in resolve(finds, text, PATTERNS)]
    assert values == ["Medical Segmentation Decathlon"] * 4 + [""]


def test_a_place_or_a_measure_is_no_network() -> None:
    text = "Owls came to the Moss Owl Center (MOC); a moss owl counter (MOK) read the tapes. The MOC beat the MOK."
    places = [trained(text, "MOC", "ARCHITECTURE"), trained(text, "MOK", "ARCHITECTURE")]
    assert resolve(places, text, PATTERNS) == places[1:]
