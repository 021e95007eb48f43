"""How data are split, read from one sentence each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.splits import read_splits

RATIOS = [
    ("A 70/15/15 split of our images was used.", "0.7 0.15 0.15"),
    ("We use an 80-10-10 split of the data.", "0.8 0.1 0.1"),
    ("The moths were divided 75/10/15 into training, validation and test sets.", "0.75 0.1 0.15"),
    ("train:val:test = 8:1:1", "0.8 0.1 0.1"),
    ("We randomly split them into 60%, 20% and 20% for training, validation and test.", "0.6 0.2 0.2"),
    ("The moths were split into training and test sets in a ratio of 4:1.", "0.8 - 0.2"),
    ("We used an 80:20 split of the photographs.", "0.8 - 0.2"),
]
PARTS = [
    ("Seven tenths serve for training, a fifth for testing, and the remainder for validation.", "0.7 0.1 0.2"),
    ("A quarter of the moths was set aside for testing and a further 5 % for validation.", "- 0.05 0.25"),
    ("Of all moths, 1,204 (70 %) were used for training and 516 (30 %) for testing.", "0.7 - 0.3"),
    ("Two thirds were used to train and one third to test the network.", "0.666666666667 - 0.333333333333"),
    ("It holds 12 480 training images, 1 560 validation images and 1 600 test images.", "12480 1560 1600"),
    ("We take 16 slices each for the test and validation sets.", "- 16 16"),
    ("It has a training set with 900 moths, a validation set of 80 and a test set of 120.", "900 80 120"),
    ("All 1100 moths were divided into a training set with 900 moths and a test set of 200.", "900 - 200"),
    ("Training images (n = 800) and test images (n = 200) were cropped.", "800 - 200"),
    ("It was trained on 31 scans of one site, validated on 12 scans and tested on 17 scans of another.", "31 12 17"),
    ("The network was trained on a larger set of 480 moths and tested on 48 others.", "480 - 48"),
    ("The recordings of 24 subjects were used for training and those of 8 subjects for testing.", "24 - 8"),
    ("Fourteen images were used for training and ten for testing.", "14 - 10"),
    ("The training and validation sets contain 990 and 110 moths, respectively.", "990 110 -"),
    (
        "Scans of two sites (n = 910) made up the training set, those of a third (n = 233) formed the test set.",
        "910 - 233",
    ),
    ("The training set consisted of 48 dogs, the validation set of 6 dogs and the test set of 12 dogs.", "48 6 12"),
    (
        "Half of the nests went into the training set, a quarter each into the validation and test sets.",
        "0.5 0.25 0.25",
    ),
    ("We used 80 percent of the nests to fit it, and evaluated it on the other 20 percent.", "0.8 - 0.2"),
    ("Nests were split into training (n = 412), tuning (n = 51) and test (n = 52) sets.", "412 51 52"),
    ("The 3,300 nests were partitioned: training 2,310; development 330; test 660.", "2310 330 660"),
    ("It saw 80% of training data, and 20% of test data were kept.", "0.8 - 0.2"),
    (
        "Of the nests, 70% went into training and the rest was split evenly between validation and test.",
        "0.7 0.15 0.15",
    ),
    ("We held out 15% of the nests for testing and 10% of the remainder for validation.", "- 0.1 0.15"),
    ("It was trained on 38 scenes, validated on 6 and tested on 12.", "38 6 12"),
    ("The test set has 812 nests while the training set has 6,510.", "6510 - 812"),
    ("Training/validation/test: 2,310/330/660 nests.", "2310 330 660"),
    ("Folds were made of 85% of the moths, and we held out the remaining 15% for the final test.", "- - 0.15"),
]
NOTHING = [
    "We used more classes in training (16 for owls, 20 for moths) than in testing (5 for both).",
    "We trained on 4 GPUs and tested on 8 benchmarks.",
    "The training and test errors are 120 and 140, respectively.",
    "Training accuracy was 98 % and test accuracy 93 %.",
    "We train for 50 epochs and test on 100 images.",
    "The ratio of moths to flies is 4:1.",
    "The aspect ratio of the training and test images is 4:3.",
    "Ten-fold cross-validation with 80 % and 20 % of it was repeated.",
    "Both were taken at a ratio of 16:9, the training images by day, and those for testing, which are few, by night.",
    "ImageNet contains 1.2M training images and 50,000 validation images.",
    "We merge 95 regions into 78 labels for training and keep 95 regions for testing.",
    "It was trained on 3 and tested on 6 of 9 tasks.",
    "The training set was watched for 48 days and the test set had 6 days.",
    "In 2019, training and testing took place.",
    "20% of the test set showed owls, and the training set had none.",
    "Half of the test images show owls and a third of the training images show frogs.",
    "Half of the training images were flipped, and half of the test images were not.",
    "Half of the models were trained on the training set; for fine-tuning (n = 60), the test set was used.",
    "",
]


def parts(text: str) -> str:
    found = {mention.label: mention.value for mention in read_splits(text)}
    return " ".join(found.get(f"{name}_SPLIT", "-") for name in ("TRAIN", "VALIDATION", "TEST"))


@pytest.mark.parametrize(("text", "wanted"), RATIOS + PARTS)
def test_parts(text: str, wanted: str) -> None:
    assert parts(text) == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers(text: str) -> None:
    assert read_splits(text) == []


def test_places() -> None:
    text = "We took 60% for training and 40 % for testing."
    assert [text[m.start : m.end] for m in read_splits(text)] == ["60%", "40 %"]


@given(st.text(alphabet="trainvlesd 0123456789%:/,()", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= m.start < m.end <= len(text) and m.value for m in read_splits(text))
