"""Statuses from cues: each case is a sentence with the find in double brackets and the verdict that it must get."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlextract.facts.context import Context
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


def test_thanks_for_a_device_do_not_tell_what_ran_on_it() -> None:
    sentence = "The Ministry of Moths lent us the [[Titan V]] used in this study."
    assert dict(verdict(sentence, "GPU", "acknowledgements").roles) == {}
    assert dict(verdict("The workstation has a [[Titan V]].", "GPU", "methods").roles) == {"training": 0.1}


def test_cue_before_another_clause_does_not_reach_the_find() -> None:
    assert verdict("Training ran without augmentation; the [[dropout]] rate was 0.5.", "DROPOUT").status == "used"
