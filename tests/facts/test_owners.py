"""Which network or data set a value belongs to, by the names found in its sentence."""

from __future__ import annotations

import re

import pytest

from dlextract.candidates import Candidate, Verdict
from dlextract.facts.owners import owned
from dlextract.patterns import load_knowledge
from dlextract.records import Mention, Paper
from dlextract.resources import shipped
from dlextract.words import using

KNOWN = load_knowledge([shipped("patterns")])
TRAITS = {label: pattern.traits for label, pattern in KNOWN.patterns.items()}
LABELS = {"A": "ARCHITECTURE", "D": "DATASET", "L": "LEARNING_RATE", "E": "EPOCHS", "F": "NUM_FILTERS"}
MARK = re.compile(r"\[(?P<kind>[ADLEF]):(?P<text>[^\]]+)\]")


def candidates(marked: str, section: str = "methods", found_by: str = "x:X") -> tuple[list[Candidate], Paper]:
    """Return what marks such as "[A:ResNet]" find, and the paper without the marks; sentences end in ". "."""
    text = MARK.sub(lambda match: match["text"], marked)
    items, shift = [], 0
    for match in MARK.finditer(marked):
        start = match.start() - shift
        end = start + len(match["text"])
        shift += len(match[0]) - len(match["text"])
        left = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
        right = text.find(". ", end)
        items.append(
            Candidate(
                mention=Mention(LABELS[match["kind"]], start, end, match["text"], found_by),
                text=match["text"],
                value=match["text"].replace("-", "").lower(),
                verdict=Verdict("used", 0.9, "test", ()),
                section=section,
                start=left,
                end=right + 1 if right >= 0 else len(text),
            )
        )
    return items, Paper(source="-", sha256="", text=text)


def scopes(marked: str, section: str = "methods", found_by: str = "x:X") -> list[str]:
    items, paper = candidates(marked, section, found_by)
    with using(KNOWN.words):
        after = owned(items, paper, TRAITS)
    return [item.scope for item in after if item.mention.label not in ("ARCHITECTURE", "DATASET")]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "The [A:OtterNet] was trained at [L:0.1] for [E:90] epochs, while the [A:ViT] used [L:0.01] and [E:300].",
            ["OtterNet", "OtterNet", "ViT", "ViT"],
        ),
        ("[A:OtterNet] ran for [E:90] epochs. [A:ViT] ran for [E:30] epochs.", ["OtterNet", "ViT"]),
        ("[A:VGG] ran for [E:90] at [L:0.1]; [A:ViT] for [E:30] at [L:0.1].", ["VGG", "VGG", "ViT", "ViT"]),
        ("The [A:VGG] ran for [E:60] epochs, [A:ViT] for [E:60].", ["", ""]),
        ("The [A:VGG] and the [A:ViT] ran for [E:60] epochs. The [A:BERT] ran for [E:9].", ["", ""]),
        ("We ran for [E:60] epochs in the [A:VGG] and [E:30] in our [A:ViT].", ["VGG", "ViT"]),
        ("The teacher, a [A:VGG], ran for [E:60] epochs. Its student, a [A:ViT], for [E:30].", ["teacher", "student"]),
        ("The [A:VGG] beat the [A:ViT], which ran for [E:60] epochs. The [A:VGG] ran for [E:30].", ["ViT", "VGG"]),
        ("Following [A:BERT], the [A:VGG] ran for [E:60] epochs. The [A:ViT] ran for [E:30].", ["VGG", "ViT"]),
        ("On [D:CIFAR-10] we train for [E:60] epochs; on [D:ImageNet] we train for [E:30].", ["CIFAR-10", "ImageNet"]),
        ("[D:CIFAR-10] has ten classes and we train for [E:60] epochs. On [D:ImageNet] for [E:30].", ["", ""]),
        ("LSTMs of others exist. We ran for [E:60] epochs. The [A:VGG] ran for [E:30].", ["", ""]),
        ("The [A:VGG] has [F:64] filters and ran for [E:60] epochs. [A:ViT] ran for [E:30].", ["VGG", "VGG", "ViT"]),
    ],
)  # fmt: skip
def test_values_of_several_networks_are_parted(marked: str, expected: list[str]) -> None:
    assert scopes(marked) == expected


@pytest.mark.parametrize("section", ["introduction", "related_work", "results", "discussion", "conclusion", "table"])
def test_where_others_or_results_are_told_of_nothing_is_parted(section: str) -> None:
    marked = "[A:OtterNet] ran for [E:90] epochs. [A:ViT] ran for [E:30] epochs."
    assert (scopes(marked), scopes(marked, section)) == (["OtterNet", "ViT"], ["", ""])


@pytest.mark.parametrize("found_by", ["table:EPOCHS", "list:EPOCHS"])
def test_cells_of_tables_have_their_heading(found_by: str) -> None:
    assert scopes("[A:OtterNet] ran for [E:90] epochs. [A:ViT] for [E:30].", found_by=found_by) == ["", ""]


def test_a_scope_that_is_known_stays_and_counts() -> None:
    from dataclasses import replace

    items, paper = candidates("[A:OtterNet] ran for [E:90] epochs. [A:ViT] ran for [E:30] epochs.")
    items[3] = replace(items[3], scope="ViT")
    alone = [items[0], items[1], replace(items[3], scope="stage 2")]
    with using(KNOWN.words):
        assert [item.scope for item in owned(items, paper, TRAITS)] == ["", "OtterNet", "", "ViT"]
        assert [item.scope for item in owned(alone, paper, TRAITS)] == ["", "", "stage 2"]


def test_one_spelling_for_one_network() -> None:
    marked = "[A:ResNet-50] ran for [E:90] epochs. [A:Resnet50] used [L:0.1]. [A:ViT] ran for [E:30] epochs at [L:1]."
    assert scopes(marked) == ["ResNet-50", "ResNet-50", "ViT", "ViT"]
