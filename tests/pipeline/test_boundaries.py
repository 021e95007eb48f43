"""Where a name begins and ends."""

import pytest

from dlextract.pipeline.boundaries import bounds, fit
from dlextract.records import Mention


def mentions(marked: str, *labels: str) -> tuple[str, list[Mention]]:
    """Return a text without its marks, and a find for each ``[[…]]``."""
    text, found = "", []
    for number, part in enumerate(marked.split("[[")):
        name, closed, rest = part.partition("]]")
        if closed:
            found.append(Mention(labels[number - 1], len(text), len(text) + len(name), "", "rule"))
        text += name + rest
    return text, found


def fitted(marked: str, *labels: str) -> list[tuple[str, str]]:
    text, found = mentions(marked, *labels)
    return [(mention.label, text[mention.start : mention.end]) for mention in fit(found, text)]


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
def test_names_are_widened(marked: str, label: str, expected: str) -> None:
    assert fitted(marked, label) == [(label, expected)]


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
def test_what_is_only_a_part_is_no_task(marked: str) -> None:
    assert fitted(marked, "TASK") == []


def test_widened_names_do_not_overlap() -> None:
    assert fitted("a [[CNN]]-[[RBFNN]] net", "ARCHITECTURE", "ARCHITECTURE") == [("ARCHITECTURE", "CNN-RBFNN")]
    assert fitted("an [[MNIST]]-[[CNN]] net", "DATASET", "ARCHITECTURE") == [
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
def test_words_at_the_edges_are_cut_off(label: str, text: str, expected: str) -> None:
    start, end = bounds(label, text, 0, len(text))
    assert text[start:end] == expected
