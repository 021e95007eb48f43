"""Where a name begins and ends."""

import pytest

from dlextract.candidates import fresh, standing
from dlextract.deciding.edges import Edges
from dlextract.knowledge import Pattern, Place
from dlextract.patterns import load_knowledge
from dlextract.records import Mention
from dlextract.resources import shipped


@pytest.fixture(scope="module")
def edges() -> Edges:
    return Edges(load_knowledge([shipped("patterns")]).patterns.values())


def mentions(marked: str, *labels: str) -> tuple[str, list[Mention]]:
    """Return a text without its marks, and a find for each ``[[…]]``."""
    text, found = "", []
    for number, part in enumerate(marked.split("[[")):
        name, closed, rest = part.partition("]]")
        if closed:
            found.append(Mention(labels[number - 1], len(text), len(text) + len(name), "", "rule"))
        text += name + rest
    return text, found


def fit(edges: Edges, found: list[Mention], text: str) -> list[Mention]:
    return standing(edges.fit([fresh(mention) for mention in found], text))


def fitted(edges: Edges, marked: str, *labels: str) -> list[tuple[str, str]]:
    text, found = mentions(marked, *labels)
    return [(mention.label, text[mention.start : mention.end]) for mention in fit(edges, found, text)]


@pytest.mark.parametrize(
    ("marked", "label", "expected"),
    [
        ("a zero-shot, document-level [[event extraction]] model", "TASK", "document-level event extraction"),
        ("unconditional [[speech synthesis]]", "TASK", "unconditional speech synthesis"),
        ("real-time [[object detection]]", "TASK", "object detection"),
        ("the CA-[[YOLOv5]] net", "ARCHITECTURE", "CA-YOLOv5"),
        ("DLEN- [[LSTM]]", "ARCHITECTURE", "DLEN- LSTM"),
        ("vq-[[wav2vec]]", "ARCHITECTURE", "vq-wav2vec"),
        ("a non-[[CNN]] model", "ARCHITECTURE", "CNN"),
        ("[[AmoebaNet]]-C and", "ARCHITECTURE", "AmoebaNet-C"),
        ("[[CNN]]-based", "ARCHITECTURE", "CNN"),
        ("[[BERT]]-Attack", "ARCHITECTURE", "BERT"),
        ("CP-[[LFW]] and", "DATASET", "CP-LFW"),
        ("[[GSM-8K]]-CoT-Choice", "DATASET", "GSM-8K-CoT-Choice"),
        ("x-[[V100]]-PCIe", "GPU", "V100"),
        ("[[classification]] tasks", "TASK", "classification"),
        ("[[classification]], and", "TASK", "classification"),
    ],
)
def test_names_are_widened(edges: Edges, marked: str, label: str, expected: str) -> None:
    assert fitted(edges, marked, label) == [(label, expected)]


@pytest.mark.parametrize(
    "marked",
    [
        "[[classification]] accuracy",
        "good [[translation]] quality",
        "the Lightweight [[Face Recognition]] (LFR) Challenge",
        "[[sentence-level]] tasks",
        "a [[multilingual]] corpus",
    ],
)
def test_what_is_only_a_part_is_no_task(edges: Edges, marked: str) -> None:
    assert fitted(edges, marked, "TASK") == []


def test_widened_names_do_not_overlap(edges: Edges) -> None:
    assert fitted(edges, "a [[CNN]]-[[RBFNN]] net", "ARCHITECTURE", "ARCHITECTURE") == [("ARCHITECTURE", "CNN-RBFNN")]
    assert fitted(edges, "an [[MNIST]]-[[CNN]] net", "DATASET", "ARCHITECTURE") == [
        ("DATASET", "MNIST"),
        ("ARCHITECTURE", "CNN"),
    ]


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("TASK", "classification of benthic habitats.", "classification of benthic habitats"),
        ("TASK", "estimation of", "estimation"),
        ("TASK", "a novel of", "a novel"),
        ("ARCHITECTURE", "novel pre-trained WingNet", "WingNet"),
        ("DATASET", "new Moths of", "new Moths of"),
    ],
)
def test_words_at_the_edges_are_cut_off(edges: Edges, label: str, text: str, expected: str) -> None:
    start, end = edges.bare(label, text, 0, len(text))
    assert text[start:end] == expected


def test_without_knowledge_names_stay_as_they_are() -> None:
    text, found = mentions("the zero-shot [[classification]] accuracy", "TASK")
    assert fit(Edges(), found, text) == found
    assert Edges().bare("TASK", text, 0, 13) == (0, 13)


def test_a_regex_that_takes_forever_is_given_up_for_one_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.deciding.edges._PATIENCE", 0.01)
    slow = Pattern("TASK", "a", Place("a", 1, 1), edges={"unless": (r"(?:(?:a|a)+)+b",)})
    known = Edges([slow])
    edges = known.for_paper()
    text = "a" * 60
    assert (edges.is_none("TASK", text, 0, 60), len(edges.warnings)) == (False, 1)
    assert (edges.is_none("TASK", text, 0, 60), len(edges.warnings)) == (False, 1)
    assert known.for_paper().warnings == []
