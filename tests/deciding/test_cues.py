"""Statuses from cues: each case is a sentence with the find in double brackets and the verdict that it must get."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlextract.deciding.cues import Context
from dlextract.patterns import load_knowledge
from dlextract.records import Mention, Paper, Section

CONTEXT = Context(load_knowledge([Path(__file__).parents[2] / "patterns"]).cues)


def verdict(marked: str, label: str = "DATASET", role: str = "other", hint: str = ""):
    start = marked.index("[[")
    end = marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    paper = Paper(source="-", sha256="", text=text, sections=(Section(0, 0, len(text), "", role),))
    mention = Mention(label, start, end, text[start:end], f"test.yaml:{label}", hint=hint)
    return CONTEXT.of(paper).judge(mention, 0, len(text))


def statuses(sentence: str) -> list[str]:
    """Return the status of each marked word, as if it stood in the methods."""
    parts = sentence.replace("]]", "[[").split("[[")
    return [
        verdict("".join([*parts[:n], "[[", parts[n], "]]", *parts[n + 1 :]]), "AUGMENTATION", "methods").status
        for n in range(1, len(parts), 2)
    ]


@pytest.mark.parametrize(
    ("sentence", "label", "role", "status"),
    [
        ("We trained the network on [[Snapshot Serengeti]].", "DATASET", "methods", "used"),
        ("All models were fine-tuned on a single [[Tesla V100]].", "GPU", "experiments", "used"),
        ("The detector was implemented in [[PyTorch]].", "FRAMEWORK", "other", "used"),
        (
            "Norman et al. (2019) trained a [[VGG-16]] on camera-trap images.",
            "ARCHITECTURE",
            "introduction",
            "mentioned",
        ),
        ("Large datasets such as [[ImageNet]] have enabled rapid progress.", "DATASET", "introduction", "mentioned"),
        ("While earlier studies took [[CIFAR-10]], ours takes pictures of moths.", "DATASET", "other", "mentioned"),
        ("While earlier studies took pictures of moths, ours takes [[CIFAR-10]].", "DATASET", "other", "used"),
        ("Contrary to other work, this study needs [[CIFAR-10]] alone.", "DATASET", "other", "used"),
        ("In future work we plan to extend the system with [[Mask R-CNN]].", "ARCHITECTURE", "discussion", "mentioned"),
        ("[[Transformers]] have been widely used for text.", "ARCHITECTURE", "related_work", "mentioned"),
        ("The network was trained without [[dropout]].", "REGULARIZATION", "methods", "negated"),
        ("We did not use [[label smoothing]] in this study.", "REGULARIZATION", "methods", "negated"),
        ("[[Dropout]] was not used.", "REGULARIZATION", "methods", "negated"),
        ("The society gave us a Tesla A40 as a gift; we thank it for the [[Tesla A40]].", "GPU", "other", "mentioned"),
        ("We thank the maker for the donation of a [[Titan V]].", "GPU", "acknowledgements", "mentioned"),
        ("Two [[P100]] cards came on loan from the computing centre.", "GPU", "acknowledgements", "mentioned"),
        ("We are grateful for the grant of a [[K40]] by its maker.", "GPU", "acknowledgements", "mentioned"),
        ("The [[Titan V]] on which our networks were trained is a gift.", "GPU", "acknowledgements", "used"),
        ("The donated [[Titan V]] was used for this study.", "GPU", "acknowledgements", "used"),
        ("Computations ran on the [[A100]] cards of the faculty.", "GPU", "acknowledgements", "used"),
        ("The songs can be downloaded from [[https://osf.io/a1b2c]].", "DATA_LINK", "other", "used"),
        ("The songs can help to label [[https://osf.io/a1b2c]].", "DATA_LINK", "other", "mentioned"),
        ("We performed a grid search over learning rates of [[0.1]] and 0.01.", "LEARNING_RATE", "methods", "searched"),
    ],
)
def test_status(sentence: str, label: str, role: str, status: str) -> None:
    assert verdict(sentence, label, role).status == status


def test_rule_that_fixes_the_status_wins_over_cues() -> None:
    assert verdict("We used [[ImageNet]].", hint="mentioned").status == "mentioned"


@pytest.mark.parametrize(
    ("sentence", "label", "roles"),
    [
        ("The backbone was pre-trained on [[ImageNet]].", "DATASET", {"pretraining"}),
        ("We evaluate on [[COCO]].", "DATASET", {"evaluation"}),
        ("Inference runs on a [[Jetson Nano]].", "GPU", {"inference"}),
    ],
)
def test_roles(sentence: str, label: str, roles: set[str]) -> None:
    assert {role for role, weight in verdict(sentence, label).roles if weight >= 0.5} == roles


@pytest.mark.parametrize(
    "sentence",
    [
        "[[Random flips]], elastic noise or [[colour jitter]] were not used here.",
        "In our runs, [[mixup]], [[CutMix]] and [[dropout]] of 0.5 were not used.",
        "We used Adam, but [[dropout]] and [[label smoothing]] were never applied.",
        "It was trained without [[dropout]], [[mixup]] or [[weight decay]].",
        "The net has neither [[dropout]] nor [[batch normalization]] nor [[weight decay]].",
        "We did not use [[rotation]] and [[shearing]] for the spectrograms.",
        "The recipe is that of the authors, minus [[mixup]].",
        "All settings were kept except for [[weight decay]], which was left out.",
        "The settings are as above, apart from [[dropout]] and [[mixup]], which we omitted.",
        "We tried [[mixup]] and [[CutMix]] without any benefit.",
        "[[Dropout]] and [[weight decay]] were turned off.",
    ],
)
def test_a_negation_concerns_its_whole_list(sentence: str) -> None:
    assert [statuses(sentence)] == [["negated"] * sentence.count("[[")]


@pytest.mark.parametrize(
    "sentence",
    [
        "We used [[dropout]], and random flips were not used.",
        "We used [[dropout]] but no weight decay.",
        "It was trained with [[dropout]] and [[mixup]], without weight decay.",
        "We trained it without pre-training, and [[dropout]] was applied to all layers.",
        "Without augmentation, a net with [[dropout]] still overfits in our runs.",
        "We did not use labels but trained with [[mixup]].",
        "We trained with [[mixup]], which improved the results of our baseline without it.",
        "Images were not used and [[rotation]] was applied to the spectrograms in our study.",
        "We tried [[mixup]] and kept it.",
    ],
)
def test_a_negation_ends_with_its_list(sentence: str) -> None:
    assert [status for status in statuses(sentence) if status == "negated"] == []


def test_thanks_for_a_device_do_not_tell_what_ran_on_it() -> None:
    sentence = "The Ministry of Moths lent us the [[Titan V]] used in this study."
    assert dict(verdict(sentence, "GPU", "acknowledgements").roles) == {}
    assert dict(verdict("The workstation has a [[Titan V]].", "GPU", "methods").roles) == {"training": 0.1}


def test_cue_before_another_clause_does_not_reach_the_find() -> None:
    assert verdict("Training ran without augmentation; the [[dropout]] rate was 0.5.", "DROPOUT").status == "used"
