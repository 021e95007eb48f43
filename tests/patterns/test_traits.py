"""What a label is, as its entry says; a label of a user's own is treated like a shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlextract import Extractor
from dlextract.knowledge import Traits
from dlextract.patterns import Mistake, load_knowledge
from dlextract.resources import shipped

OWN = """
MIXUP_ALPHA:
  about: Strength of mixup.
  kind: setting
  range: [0, 1]
  scoped: true
  value: number
  regex: '\\b[mM]ixup alpha of (?P<value>%{number})'
"""
TEXT = (
    "2 Methods\n\nWe trained the net with a mixup alpha of 0.2 in stage 1 and with a mixup alpha of 0.4 in stage 2. "
    "The baseline was trained with a mixup alpha of 40."
)


def written(folder: Path, text: str) -> Path:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return folder


def test_an_own_setting_has_scopes_a_range_and_a_calibrated_confidence(tmp_path: Path) -> None:
    own = Extractor(patterns=[written(tmp_path, OWN)], model="none")
    facts = {fact.value: fact for fact in own.read_text(TEXT).facts if fact.label == "MIXUP_ALPHA"}
    assert {value: fact.scope for value, fact in facts.items()} == {
        "0.2": "stage 1",
        "0.4": "stage 2",
        "40": "baseline",
    }
    untold = OWN.replace("  kind: setting\n  range: [0, 1]\n  scoped: true\n", "")
    plain = Extractor(patterns=[written(tmp_path, untold)], model="none")
    before = {fact.value: fact for fact in plain.read_text(TEXT).facts if fact.label == "MIXUP_ALPHA"}
    assert {fact.scope for fact in before.values()} == {""}
    assert facts["0.2"].confidence > before["0.2"].confidence
    assert facts["40"].confidence < facts["0.2"].confidence - 0.05


def test_a_label_written_anew_keeps_its_traits(tmp_path: Path) -> None:
    anew = "BATCH_SIZE:\n  usual: [1, 64]\n  value: number\n  regex: 'batches of (?P<value>%{number})'\n"
    traits = load_knowledge([shipped("patterns"), written(tmp_path, anew)]).patterns["BATCH_SIZE"].traits
    old = load_knowledge([shipped("patterns")]).patterns["BATCH_SIZE"].traits
    assert (traits.usual, traits.range, traits.kind, traits.whole) == (("1", "64"), old.range, "setting", True)


@pytest.mark.parametrize(
    ("trait", "message"),
    [
        ("kind: seting", "own.yaml:2:9: A: kind is 'seting'. Did you mean 'setting'?"),
        ("range: [1]", "own.yaml:2:10: A: range is a list. Write two numbers, the lower first: [0, 1]."),
        ("range: [2, 1]", "own.yaml:2:10: A: range is a list. Write two numbers, the lower first: [0, 1]."),
        ("usual: [low, high]", "own.yaml:2:10: A: usual is a list. Write two numbers, the lower first: [0, 1]."),
        ("whole: perhaps", "own.yaml:2:10: A: whole is 'perhaps'. Write true or false."),
        ("exclusive: first", "own.yaml:2:14: A: exclusive is 'first'. Write a whole number."),
    ],
)
def test_traits_that_cannot_be_are_refused(tmp_path: Path, trait: str, message: str) -> None:
    folder = written(tmp_path, f"A:\n  {trait}\n  terms: [x]\n")
    with pytest.raises(Mistake) as caught:
        load_knowledge([folder])
    assert message in str(caught.value)


def test_a_label_without_traits_is_nothing_special(tmp_path: Path) -> None:
    assert load_knowledge([written(tmp_path, "A:\n  terms: [x]\n")]).patterns["A"].traits == Traits()
