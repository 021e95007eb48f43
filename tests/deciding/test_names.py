"""Names cut to what is a name, of one kind, and found wherever they return."""

from __future__ import annotations

import pytest

from dlextract.candidates import fresh, standing
from dlextract.deciding.names import INTRODUCED, own_names, settle_names
from dlextract.knowledge import Knowledge, Pattern, Place
from dlextract.records import Mention, Paper

HERE = Place("test.yaml", 1, 1)
CLASSICAL = Pattern("BASELINE", "test.yaml:BASELINE", HERE, terms={"random forest": ("RF",)})
KNOWLEDGE = Knowledge(patterns={"BASELINE": CLASSICAL}, questions=(), cues=(), sections={}, fingerprint="")


def settle(mentions: list[Mention], paper: Paper) -> list[Mention]:
    return standing(settle_names([fresh(mention) for mention in mentions], paper, KNOWLEDGE))


def named(text: str, *finds: tuple[str, str, bool]) -> list[tuple[str, str]]:
    """Return ``(label, text)`` of what is left of the finds ``(label, printed, introduced)``, in the order of the text.

    Each find stands behind the one before it.
    """
    mentions = []
    at = 0
    for label, printed, introduced in finds:
        at = text.index(printed, at)
        found_by = "test.yaml:RULE" if introduced else "ner:test"
        marks = ((INTRODUCED, "model"),) if introduced else ()
        mentions.append(Mention(label, at, at + len(printed), "", found_by, attributes=marks))
        at += len(printed)
    settled = settle(mentions, Paper("test.txt", "", text))
    assert not any(name == INTRODUCED for mention in settled for name, _ in mention.attributes)
    return [(m.label, text[m.start : m.end]) for m in sorted(settled, key=lambda m: m.start)]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("2.5D FastMothCNN", "FastMothCNN"),
        ("1B MothStew", "MothStew"),
        ("♯ MothGAN", "MothGAN"),
        ("the MothNet", "MothNet"),
        ("MothNet", "MothNet"),
    ],
)
def test_what_stands_before_a_name_is_cut_off(printed: str, name: str) -> None:
    assert named(f"We trained {printed} here.", ("ARCHITECTURE", printed, False)) == [("ARCHITECTURE", name)]


@pytest.mark.parametrize(
    "printed",
    ["VAD Cut & Merge pre-", "Siamese convolutional", "RF-and", "Localized deep network", "3D deep networks", "RFs"],
)
def test_what_is_no_name_is_left_out(printed: str) -> None:
    assert named(f"We trained {printed} here.", ("ARCHITECTURE", printed, False)) == []


def test_an_introduced_model_is_found_wherever_it_returns() -> None:
    text = "We propose MothWing, a network. MothWing is small; a MothWing-like one is not. MothWings fly."
    assert named(text, ("ARCHITECTURE", "MothWing", True)) == [("ARCHITECTURE", "MothWing")] * 2


def test_an_introduced_model_is_no_dataset() -> None:
    text = "We propose MothWing, a network. On the full set, MothWing was best."
    finds = (("ARCHITECTURE", "MothWing", True), ("DATASET", "MothWing", False))
    assert named(text, *finds) == [("ARCHITECTURE", "MothWing")] * 2


def test_a_name_is_of_the_kind_that_it_is_far_more_often() -> None:
    text = "MothBase here, MothBase there, MothBase everywhere."
    finds = (("DATASET", "MothBase", False), ("ARCHITECTURE", "MothBase", False), ("DATASET", "MothBase", False))
    assert named(text, *finds) == [("DATASET", "MothBase")] * 2


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We took OwlBank. The OwlBank training set is large.", "DATASET"),
        ("We took OwlBank. The OwlBank data set is large.", "DATASET"),
        ("We took OwlBank. The OwlBank data set fits the OwlBank network.", "ARCHITECTURE"),
        ("We took OwlBank. It is large.", "ARCHITECTURE"),
    ],
)
def test_what_the_paper_calls_data_is_no_network(text: str, label: str) -> None:
    assert named(text, ("ARCHITECTURE", "OwlBank", False)) == [(label, "OwlBank")]


def test_a_plain_word_is_not_looked_for_elsewhere() -> None:
    text = "We call the model Moth, a network. A Moth flew."
    assert named(text, ("ARCHITECTURE", "Moth", True)) == [("ARCHITECTURE", "Moth")]


@pytest.mark.parametrize(
    ("printed", "name"), [("Base MothRNN", "MothRNN"), ("MothStew (1B)", "MothStew"), ("Vanilla MothGAN", "MothGAN")]
)
def test_a_variant_of_a_model_bears_its_name(printed: str, name: str) -> None:
    assert named(f"We trained {printed} here.", ("ARCHITECTURE", printed, False)) == [("ARCHITECTURE", name)]


@pytest.mark.parametrize(
    ("title", "text", "kept"),
    [
        ("MothKit: Watching Moths", "We run MothKit on clips.", []),
        ("MothKit: A Benchmark of Moths", "We run MothKit on clips.", ["MothKit"]),
        ("MothKit: Watching Moths", "The MothKit dataset is new.", ["MothKit"]),
        ("MothKit: Watching Moths", "We built a dataset called MothKit.", ["MothKit"]),
        ("Watching Moths", "We run MothKit on clips.", ["MothKit"]),
    ],
)
def test_the_name_that_opens_the_title_is_data_only_where_the_paper_says_so(
    title: str, text: str, kept: list[str]
) -> None:
    at = text.index("MothKit")
    find = Mention("DATASET", at, at + 7, "", "ner:test")
    settled = settle([find], Paper("test.txt", "", text, title=title))
    assert [text[m.start : m.end] for m in settled] == kept


def test_own_names_are_the_introduced_ones_and_the_one_of_the_title() -> None:
    text = "We propose DuskNet, a network."
    find = Mention("ARCHITECTURE", 11, 18, "", "test.yaml:RULE", attributes=((INTRODUCED, "model"),))
    paper = Paper("test.txt", "", text, title="MothKit: Watching Moths")
    assert own_names([find], paper) == {"DuskNet", "MothKit"}


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("MothSee++: Watching Moths", "We trained MothSee++ twice.", ["MothSee++"]),
        ("MothSee: Watching Moths", "The MothSee model has wings.", ["MothSee"]),
        ("MothSee: Watching Moths", "MothSee is a small package. We trained MothSee models.", []),
        ("MothSee: A Toolkit for Moths", "We trained MothSee twice.", []),
        ("MothSee: Watching Moths", "MothSee flies.", []),
    ],
)
def test_the_name_that_opens_the_title_is_a_network_where_the_paper_speaks_of_it_so(
    title: str, text: str, found: list[str]
) -> None:
    settled = settle([], Paper("test.txt", "", text, title=title))
    assert [(m.label, text[m.start : m.end]) for m in settled] == [("ARCHITECTURE", name) for name in found]


@pytest.mark.parametrize("printed", ["Swahili-English", "French-to-German", "bidirectional Swahili-English", "De-En"])
def test_languages_are_no_data(printed: str) -> None:
    assert named(f"We trained on {printed} here.", ("DATASET", printed, False)) == []


def test_software_and_things_of_a_longer_name_are_no_networks_or_data() -> None:
    text = "We used MothKit and MothBank++ here."
    assert named(text, ("DATASET", "MothBank", False)) == []
    kit = text.index("MothKit")
    both = [
        Mention("FRAMEWORK", kit, kit + 7, "MothKit", "test.yaml:RULE"),
        Mention("ARCHITECTURE", kit, kit + 7, "", "ner:test"),
    ]
    assert settle(both, Paper("test.txt", "", text)) == both[:1]
