"""Names over spelling variants."""

import pytest

from dlextract.knowledge import Pattern, Place
from dlextract.pipeline.terms import Names, join_suffix


def names(*terms: str, **options: object) -> Names:
    spellings = {term: (term,) for term in terms}
    return Names([Pattern("X", "x.yaml:X", Place("x.yaml", 1, 1), terms=spellings, **options)])  # type: ignore[arg-type]


def found(matcher: Names, text: str) -> list[tuple[str, str]]:
    finds = []
    for find in matcher.find(text, 0, len(text)):
        extended = matcher.extend(find, text, len(text))
        if extended is not None:
            end, value = extended
            assert text[find.start : end]
            finds.append((text[find.start : end], value))
    return finds


@pytest.mark.parametrize(
    ("term", "text", "printed"),
    [
        ("U-Net", "a UNet here", "UNet"),
        ("U-Net", "a U Net here", "U Net"),
        ("U-Net", "a U-Net-like one", "U-Net"),
        ("U-Net", "a U_Net", "U_Net"),
        ("U-Net", "a U‑Net", "U‑Net"),
        ("U-Net", "a unet here", None),
        ("UNet", "a U-Net here", None),
        ("ResNet-50", "ResNet50,", "ResNet50"),
        ("ResNet-50", "resnet 50", "resnet 50"),
        ("ResNet50", "ResNet-50", "ResNet-50"),
        ("ResNet-50", "ResNet-502", None),
        ("ResNet-50", "ResNet-50.5", None),
        ("ResNet-50", "It was a ResNet-50.", "ResNet-50"),
        ("ResNet-50", "MyResNet-50", None),
        ("RTX 2080", "RTX 2080Ti", None),
        ("RTX 2080 Ti", "RTX2080Ti", "RTX2080Ti"),
        ("random forest", "Random Forest", "Random Forest"),
        ("random forest", "randomforest", "randomforest"),
        ("random forest", "random\nforest", None),
        ("BERT", "BERT", "BERT"),
        ("BERT", "bert", None),
        ("BERT", "Bert", None),
        ("ImageNet", "IMAGENET", "IMAGENET"),
        ("ImageNet", "imagenet", None),
        ("ImageNet", "Image Net", None),
        ("Weights & Biases", "Weights & Biases", "Weights & Biases"),
        ("Weights & Biases", "Weights&Biases", "Weights&Biases"),
        ("Weights & Biases", "Weights and Biases", None),
        ("scikit-learn", "Scikit-learn", "Scikit-learn"),
        ("C++", "in C++.", "C++"),
        ("Places365", "Places 365", "Places 365"),
        ("Café", "the Café", "Café"),
        ("Node.js", "Node.js", "Node.js"),
    ],
)
def test_spellings(term: str, text: str, printed: str | None) -> None:
    assert [text for text, _ in found(names(term), text)] == ([printed] if printed else [])


@pytest.mark.parametrize("text", ["Bee's index", "Bee’s index", "Bee`s index"])
def test_apostrophes_are_one(text: str) -> None:
    assert found(names("Bee's index"), text) == [(text, "Bee's index")]


def test_case_rules() -> None:
    assert found(names("ImageNet", case="exact"), "ImageNet IMAGENET") == [("ImageNet", "ImageNet")]
    assert found(names("BERT", case="any"), "BERT bert") == [("BERT", "BERT"), ("bert", "BERT")]


def test_plural() -> None:
    assert found(names("GPU", "neural network", plural=True), "two GPUs and Neural Networks") == [
        ("GPUs", "GPU"),
        ("Neural Networks", "neural network"),
    ]
    assert found(names("GPU"), "two GPUs") == []
    assert found(names("Keras", plural=True), "Kerass") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 A100s.", [("A100s", "A100")]),
        ("the A100sx", []),
        ("two V100s", [("V100s", "V100")]),
        ("one V100S", [("V100S", "V100S")]),
        ("8xA100 or 4XV100", [("A100", "A100"), ("V100", "V100")]),
        ("2x2080 Ti", [("2080 Ti", "2080 Ti")]),
        ("8×A100s", [("A100s", "A100")]),
        ("MaxA100 and axA100", []),
    ],
)
def test_devices_in_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(names("A100", "V100", "V100S", "2080 Ti", plural=True), text) == expected


def test_all_lengths_are_yielded() -> None:
    matcher = names("ResNet", "ResNet-50", "ResNet-50 v2")
    assert [text for text, _ in found(matcher, "ResNet-50 v2")] == ["ResNet", "ResNet-50", "ResNet-50 v2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ResNet-101", [("ResNet-101", "ResNet-101")]),
        ("ResNet101", [("ResNet101", "ResNet-101")]),
        ("ResNet 101", [("ResNet 101", "ResNet-101")]),
        ("a ResNet of", [("ResNet", "ResNet")]),
        ("YOLOv5", [("YOLOv5", "YOLOv5")]),
        ("YOLO v5", [("YOLO v5", "YOLOv5")]),
        ("YOLOv5abc", []),
        ("BERT base", [("BERT base", "BERT-base")]),
    ],
)
def test_extend(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(names("ResNet", "YOLO", "BERT", extend=r"[ -]?(?:v?\d+|base)"), text) == expected


def test_join_suffix() -> None:
    assert [join_suffix("A", s) for s in ("-50", " v2", "B0", "", "++", "-")] == [
        "A-50",
        "Av2",
        "A-B0",
        "A",
        "A++",
        "A",
    ]


def test_value_of() -> None:
    matcher = Names([Pattern("X", "x", Place("x", 1, 1), terms={"ResNet-50": ("ResNet-50", "RN50")})])
    assert matcher.value_of("X", "resnet50") == "ResNet-50"
    assert matcher.value_of("X", "RN50") == "ResNet-50"
    assert matcher.value_of("X", "a ResNet-50") == ""
    assert matcher.value_of("Y", "ResNet-50") == ""
