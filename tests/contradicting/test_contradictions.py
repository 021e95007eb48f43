"""What is said twice, differently, is found; what is of two things, rounded, changed or somebody else's is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dlextract.writing import Selection, html, sheet, to_dict
from dlextract.writing.markdown import markdown

if TYPE_CHECKING:
    from dlextract import Extractor

REAL = {
    "batch size": (
        "We trained the network with a batch size of 32.",
        "All networks use a batch size of 64 during training.",
        "Batch size: 32 on page 1, but 64 on page 1.",
    ),
    "epochs of one model": (
        "The U-Net was trained for 100 epochs.",
        "Training of the U-Net ran for 150 epochs.",
        "Epochs: 100 on page 1, but 150 on page 1.",
    ),
    "learning rate of one optimiser": (
        "We used Adam with a learning rate of 0.001.",
        "The learning rate was 0.0001 and Adam was the optimizer.",
        "Learning rate: 0.001 on page 1, but 0.0001 on page 1.",
    ),
    "data sets, with their names": (
        "We evaluate our counter on three data sets.",
        "Experiments on two data sets, OWL-7 and NEST-2, confirm this.",
        "Number of data sets: 3 on page 1, but 2 on page 1.",
    ),
    "size of the data": (
        "Our data set contains 12,480 images.",
        "The data set of 12,840 images was split at random.",
        "Dataset size: 12480 on page 1, but 12840 on page 1.",
    ),
    "the only network, named once": (
        "We present OwlNet, a network that counts owls.\n\nWe trained OwlNet with Adam and a batch size of 32.",
        "All networks use a batch size of 64 during training.",
        "Batch size: 32 on page 1, but 64 on page 1.",
    ),
    "shares and sizes": (
        "The data were split into 80% for training and 20% for testing.",
        "There are 2,800 training images and 1,200 test images.",
        "Split: 80/20 on page 1, but 2800/1200 on page 1, which is 70/30.",
    ),
    "shares and counts": (
        "The data were split into 80% for training and 20% for testing.",
        "The training and test sets contain 700 and 300 images.",
        "Split: 80/20 on page 1, but 700/300 on page 1, which is 70/30.",
    ),
}

REAL |= {
    "a model said to be small": (
        "Our network has 12 million parameters.",
        "With its 9 million parameters our network is small.",
        "Num parameters: 12000000 on page 1, but 9000000 on page 1.",
    ),
    "averages over runs": (
        "All results are averages over 3 runs.",
        "Each number is the average over 5 runs.",
        "Num runs: 3 on page 1, but 5 on page 1.",
    ),
    "a part named behind its size": (
        "The test set contains 1,200 images.",
        "There are 1,500 images in the test set.",
        "Dataset size: 1200 on page 1, but 1500 on page 1.",
    ),
}

NONE = {
    "a name and the authors' own": (
        "Our network has 8.2 million parameters.",
        "MobileNet has 3.5 million parameters.",
    ),
    "two models": ("The U-Net was trained with a batch size of 8.", "ResNet-50 was trained with a batch size of 32."),
    "two parts": ("The generator has a batch size of 8.", "The discriminator has a batch size of 32."),
    "two stages": (
        "For pre-training we used a learning rate of 0.001.",
        "For fine-tuning the learning rate was 0.0001.",
    ),
    "two data sets": ("On CIFAR-10 we trained for 200 epochs.", "On ImageNet we trained for 90 epochs."),
    "one of them named": ("We trained for 200 epochs.", "On OWL-7 we trained for 90 epochs."),
    "one of them named, with a hyphen": (
        "We repeat all the Bi-LSTM experiments 20 times and report the standard error.",
        "The result is obtained as an average of 5 runs, with the standard error.",
    ),
    "two optimisers": ("We used SGD with a learning rate of 0.1.", "Adam has a learning rate of 0.001 here."),
    "a search": ("Batch sizes of 16, 32 and 64 were tried.", "We use a batch size of 32."),
    "a schedule": ("The learning rate was 0.1.", "The learning rate was reduced to 0.01 after 30 epochs."),
    "one value, two ways": ("We used a learning rate of 1e-3.", "The learning rate was 0.001."),
    "rounded": ("The data set contains 12,000 images.", "In total we have 12,480 images."),
    "others": ("Smith et al. used a batch size of 256.", "We used a batch size of 32."),
    "all data and a part of them": (
        "The data set has 4,000 photographs in all.",
        "The training set contains 3,200 photographs.",
    ),
    "two networks of ours": (
        "We present OwlNet-S and OwlNet-L. We trained OwlNet-S with a batch size of 32.",
        "OwlNet-L was trained with a batch size of 64.",
    ),
    "two branches, one named like the only data set": (
        "We use AudioSet only.\n\nThe network with the audio branch was trained with a batch size of 32.",
        "The network was trained with a batch size of 64.",
    ),
    "rounded shares": (
        "The data were split into 80% for training and 20% for testing.",
        "The training and test sets contain 801 and 199 images.",
    ),
    "three values": (
        "We used a batch size of 8.",
        "The networks were trained with a batch size of 16.\n\nWe trained with a batch size of 32.",
    ),
    "other things": ("Our data set contains 12,480 images.", "The data set of 310 hours of song is new."),
}


def _paper(*paragraphs: str) -> str:
    return "\n\n".join(["Counting owls by ear", "Methods", *paragraphs])


@pytest.mark.parametrize("name", REAL)
def test_said_twice(name: str, extractor: Extractor) -> None:
    first, second, text = REAL[name]
    report = extractor.read_text(_paper(first, second))
    assert [one.text for one in report.contradictions] == [text]
    one = report.contradictions[0]
    assert [evidence.quote for evidence in one.evidence] == [first.split("\n\n")[-1], second]
    facts = {fact.id: fact for fact in report.facts}
    assert [facts[name].value for name in one.facts] == list(one.values)


@pytest.mark.parametrize("name", NONE)
def test_said_of_two_things(name: str, extractor: Extractor) -> None:
    assert extractor.read_text(_paper(*NONE[name])).contradictions == ()


def test_rows_of_two_tables_are_of_two_things(extractor: Extractor) -> None:
    rows = ("Batch size\t64", "Batch size\t128")
    assert extractor.read_text(_paper(*rows)).contradictions == ()


def test_every_form_shows_it(extractor: Extractor) -> None:
    first, second, text = REAL["batch size"]
    record = to_dict(extractor.read_text(_paper(first, second)))
    shown = sheet(record)
    assert "Said twice, differently" in shown and text in " ".join(shown.split())
    page = "".join(html([record]))
    assert f'<section class="twice">\n<h2>Said twice, differently</h2>\n<p class="stated">{text}</p>' in page
    assert "## Said twice, differently" in markdown(record) and f"**{text}**" in markdown(record)


def test_a_part_of_a_record_has_what_its_facts_say(extractor: Extractor) -> None:
    first, second, _ = REAL["batch size"]
    record = to_dict(extractor.read_text(_paper(first, second)))
    assert len(Selection(labels=("BATCH_SIZE",)).apply(record)["contradictions"]) == 1
    assert "contradictions" not in Selection(labels=("EPOCHS",)).apply(record)


def test_a_record_without_any_has_no_such_key(extractor: Extractor) -> None:
    report = extractor.read_text(_paper("We used a batch size of 32."))
    assert "contradictions" not in to_dict(report)
    assert to_dict(replace(report, contradictions=())) == to_dict(report)
