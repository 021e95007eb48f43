"""What people write and the usual name that it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dlextract.knowledge import Knowledge

    from .conftest import Finder

NAMES = ("GPU", "HARDWARE", "DATASET", "ARCHITECTURE", "BASELINE", "TASK", "FRAMEWORK", "METRIC")
ALL = (*NAMES, "AUGMENTATION", "REGULARIZATION")

USUAL_NAMES = [
    ("GPU", "RTX2080Ti", "NVIDIA GeForce RTX 2080 Ti"),
    ("GPU", "2080 Ti", "NVIDIA GeForce RTX 2080 Ti"),
    ("GPU", "GeForce 2080 RTX Ti", "NVIDIA GeForce RTX 2080 Ti"),
    ("GPU", "GTX1080TI", "NVIDIA GeForce GTX 1080 Ti"),
    ("GPU", "NVIDIA RTX-3090", "NVIDIA GeForce RTX 3090"),
    ("GPU", "Tesla V100-SXM2-32GB", "NVIDIA V100"),
    ("GPU", "TITAN-X", "NVIDIA TITAN X"),
    ("GPU", "A6000", "NVIDIA RTX A6000"),
    ("GPU", "RTX 6000 Ada Generation", "NVIDIA RTX 6000 Ada"),
    ("GPU", "TPUv3", "Google TPU v3"),
    ("GPU", "TPU v4-32", "Google TPU v4"),
    ("GPU", "MI300X", "AMD Instinct MI300X"),
    ("GPU", "GB200", "NVIDIA GB200"),
    ("HARDWARE", "Google Colaboratory", "Google Colab"),
    ("HARDWARE", "Raspberry Pi 4B", "Raspberry Pi 4"),
    ("ARCHITECTURE", "ResNet50", "ResNet-50"),
    ("ARCHITECTURE", "resnet-101", "ResNet-101"),
    ("ARCHITECTURE", "EfficientNetB3", "EfficientNet-B3"),
    ("ARCHITECTURE", "MobileNet-v2", "MobileNetV2"),
    ("ARCHITECTURE", "YOLO v5s", "YOLOv5s"),
    ("ARCHITECTURE", "Faster-RCNN", "Faster R-CNN"),
    ("ARCHITECTURE", "vision transformer", "ViT"),
    ("ARCHITECTURE", "ViT-B/16", "ViT-B/16"),
    ("ARCHITECTURE", "DCNN", "convolutional neural network"),
    ("ARCHITECTURE", "BERT-base", "BERT-base"),
    ("ARCHITECTURE", "GPT-4o-mini", "GPT-4o-mini"),
    ("ARCHITECTURE", "LLaMA-2 7B", "LLaMA-2 7B"),
    ("BASELINE", "SVMs", "support vector machine"),
    ("DATASET", "MSCOCO", "MS COCO"),
    ("DATASET", "imagenet", "ImageNet"),
    ("DATASET", "Xeno-Canto", "xeno-canto"),
    ("DATASET", "Global Biodiversity Information Facility", "GBIF"),
    ("DATASET", "CUB-200-2011", "CUB-200"),
    ("DATASET", "BraTS 2018", "BraTS 2018"),
    ("TASK", "bird sound classification", "audio classification"),
    ("TASK", "tree crown delineation", "instance segmentation"),
    ("TASK", "named entity recognition", "sequence labelling"),
    ("TASK", "individual tree counting", "counting"),
    ("FRAMEWORK", "Pytorch", "PyTorch"),
    ("FRAMEWORK", "sklearn", "scikit-learn"),
    ("FRAMEWORK", "HuggingFace Transformers", "Hugging Face Transformers"),
    ("METRIC", "mean intersection over union", "mIoU"),
    ("METRIC", "F1-score", "F1"),
    ("METRIC", "AUROC", "AUC"),
    ("METRIC", "Dice score", "Dice coefficient"),
]


@pytest.mark.parametrize(("label", "written", "usual"), USUAL_NAMES)
def test_usual_name(label: str, written: str, usual: str, find: Finder) -> None:
    sentence = f"In this study we used {written} throughout."
    assert [(sentence[m.start : m.end], m.value) for m in find(label, sentence)] == [(written, usual)]


@pytest.mark.parametrize(
    ("label", "sentence", "attributes"),
    [
        ("GPU", "We trained on two NVIDIA RTX A5000 GPUs.", {"count": "two"}),
        ("GPU", "We trained on 4× A100 GPUs with 40 GB each.", {"count": "4", "memory": "40 GB"}),
        ("GPU", "Each run used 8 x A100-80GB.", {"count": "8", "memory": "80GB"}),
        ("GPU", "A single GeForce GTX 1080 Ti (11 GB) was used.", {"count": "A single", "memory": "11 GB"}),
        ("GPU", "Training used 4 GPUs (Titan Xp).", {"count": "4"}),
        ("FRAMEWORK", "The network was written in PyTorch 1.8.1.", {"version": "1.8.1"}),
        ("FRAMEWORK", "The network was written in TensorFlow (version 2.4).", {"version": "2.4"}),
        ("HARDWARE", "An Intel Xeon E5-2680 at 2.5 GHz was used.", {"kind": "CPU", "clock": "2.5 GHz"}),
    ],
)
def test_attributes(label: str, sentence: str, attributes: dict[str, str], find: Finder) -> None:
    assert [dict(mention.attributes) for mention in find(label, sentence)] == [attributes]


@pytest.mark.parametrize(
    "sentence",
    [
        "The power transformers of the substation were inspected with a torch.",
        "The black mamba and the alpaca were kept apart from the perch and the flamingo.",
        "Albert and Claude met in Florence on a palm beach.",
        "The biases and weights of the balance were recorded at dusk.",
        "Flowers, cars and pets were counted, and the catalogue was set aside.",
        "Generalized linear models (GLM) and linear mixed models (LMM) were fitted.",
        "The patients (GBM, n = 12) had an AST of 40 U/l and a score of 3.",
        "Time points T0, T1, T2, T3, T4 and T5 are shown in Table S4.",
        "Dropout was 12 % and did not differ between the study arms.",
        "The inception of the trial was in May.",
        "The salmon, sockeye and coho, returned to the river.",
    ],
)
def test_words_that_are_no_names(sentence: str, find: Finder) -> None:
    assert [(label, sentence[m.start : m.end]) for label in ALL for m in find(label, sentence)] == []


def test_no_spelling_stands_for_two_values(knowledge: Knowledge) -> None:
    twice = []
    for label in ALL:
        values: dict[str, str] = {}
        for value, spellings in knowledge.patterns[label].terms.items():
            for written in spellings:
                squashed = re.sub(r"[^\w+]|_", "", written).lower()
                if values.setdefault(squashed, value) != value:
                    twice.append((label, written, value, values[squashed]))
    assert twice == []


def test_every_label_has_its_examples(knowledge: Knowledge) -> None:
    kinds = {label: [example.kind for example in knowledge.patterns[label].examples] for label in ALL}
    few = {label for label, kind in kinds.items() if kind.count("match") < 3 or kind.count("ignore") < 2}
    assert few == set()
