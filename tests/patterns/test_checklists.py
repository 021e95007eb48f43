"""Checklists as files: shipped, a user's own, and every mistake in them with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dlextract.checklists import Checklist, ChecklistExample, ChecklistItem, Way
from dlextract.errors import UsageError
from dlextract.knowledge import Knowledge, Place
from dlextract.patterns import Mistake, load_knowledge
from dlextract.patterns.checklist_files import load_checklist, load_checklists
from dlextract.resources import shipped

SHIPPED = shipped("patterns")
Mine = Callable[[str], Path]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge([SHIPPED], examples=False)


@pytest.fixture
def mine(tmp_path: Path) -> Mine:
    """Write a checklist of one's own and return its folder of patterns."""

    def write(text: str, name: str = "moths.yaml") -> Path:
        (tmp_path / "mine" / "checklists").mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / "checklists" / name).write_text(text, encoding="utf-8")
        return tmp_path / "mine"

    return write


OWN = """\
checklist:
  title: Journal of Moths
  reference: guide for authors, 2026
  groups: {data: Data}
samples:
  number: '1'
  group: data
  ask: How many moths are there?
  needs:
    species: DATASET
    number of moths:
      - {question: data_split, labels: [TRAIN_SPLIT], value: '^\\d+$', several: 2, least: 0.7}
  partly: [datasets, {labels: [GPU], status: mentioned, roles: training, attribute: count}]
  usual: 0.6
  claim: '(?i)moths'
  examples: {filled: We count 12 moths., silent: [Nothing.]}
code:
  group: data
  ask: Where is the code?
  as: reproducibility.code_available
lamps:
  group: data
  ask: Were lamps clean?
  author: Nobody but the authors knows.
"""


def test_all_that_a_checklist_can_say(mine: Mine, knowledge: Knowledge) -> None:
    folder = mine(OWN)
    file = str(folder / "checklists" / "moths.yaml")
    found = load_checklist("moths", [SHIPPED, folder], knowledge)
    code = next(item for item in found.items if item.name == "code")
    assert replace(found, items=(found.items[0], found.items[2]), elsewhere="") == Checklist(
        "moths",
        "Journal of Moths",
        Place(file, 1, 1),
        "guide for authors, 2026",
        {"data": "Data"},
        (
            ChecklistItem(
                name="samples",
                ask="How many moths are there?",
                place=Place(file, 5, 1),
                number="1",
                group="data",
                needs={
                    "species": (Way(labels=("DATASET",), least=0.5),),
                    "number of moths": (Way("data_split", ("TRAIN_SPLIT",), value=r"^\d+$", several=2, least=0.7),),
                },
                partly=(
                    Way("datasets"),
                    Way(labels=("GPU",), status=("mentioned",), roles=("training",), attribute="count", least=0.5),
                ),
                usual=0.6,
                claim="(?i)moths",
                examples=(
                    ChecklistExample("filled", "We count 12 moths.", Place(file, 16, 22)),
                    ChecklistExample("silent", "Nothing.", Place(file, 16, 51)),
                ),
            ),
            ChecklistItem(
                name="lamps",
                ask="Were lamps clean?",
                place=Place(file, 21, 1),
                group="data",
                author="Nobody but the authors knows.",
            ),
        ),
    )
    other = load_checklist("reproducibility", [SHIPPED], knowledge)
    assert code.needs == next(item for item in other.items if item.name == "code_available").needs
    assert (code.like, code.ask) == ("reproducibility.code_available", "Where is the code?")
    assert load_checklist(file, [SHIPPED], knowledge).items[1] == code


def test_a_shipped_checklist_is_changed_line_by_line(mine: Mine, knowledge: Knowledge) -> None:
    text = "hardware: off\ntuning: {group: review, ask: Why?, from: tuning}\n"
    text += "moths: {group: study, ask: How many?, from: AIM}\n"
    before = load_checklists([SHIPPED], knowledge)
    after = load_checklists([SHIPPED, mine(text, "reproducibility.yaml")], knowledge)
    assert {name: list_ for name, list_ in after.items() if name != "reproducibility"} == {
        name: list_ for name, list_ in before.items() if name != "reproducibility"
    }
    names = [item.name for item in before["reproducibility"].items if item.name != "hardware"]
    groups = [item.group for item in after["reproducibility"].items]
    assert groups == sorted(groups, key=list(after["reproducibility"].groups).index)
    assert {item.name for item in after["reproducibility"].items} == {*names, "moths"}
    asked = {item.name: item.ask for item in after["reproducibility"].items}
    assert (asked["tuning"], asked["stopping"]) == ("Why?", "Is it told when the training ends?")


def test_a_folder_may_hold_nothing_but_checklists(mine: Mine) -> None:
    assert load_knowledge([SHIPPED, mine(OWN)]).warnings == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {ask: x, form: model}", "1:13: a: unknown key 'form'. Did you mean 'from'?"),
        ("a: {ask: x, from: modle}", "1:19: a: unknown question 'modle'. Did you mean 'model'?"),
        ("a: {ask: x, from: GPUS}", "1:19: a: unknown label 'GPUS'. Did you mean 'GPU'?"),
        (
            "a: {ask: x, from: {labels: GPU, roles: trainin}}",
            ":40: a: unknown role 'trainin'. Did you mean 'training'?",
        ),
        ("a: {ask: x, from: {label: GPU}}", "1:20: a: unknown key 'label'. Did you mean 'labels'?"),
        ("a: {ask: x, from: {least: 1}}", "1:19: a: this way has neither question nor labels. Write one of them."),
        ("a: {ask: x, from: model, as: dome.splits}", "1:1: a: 'from' and 'as' exclude one another. Keep one of them."),
        ("a: {ask: x}", "1:1: a: nothing fills this item. Write 'from', 'needs', 'partly', 'as' or 'author'."),
        ("a: {from: model}", "1:1: a: 'ask' is missing. Write what this line asks for, in your own words."),
        ("a: {ask: x, as: dome.split}", "1:17: a: dome has no item 'split' of its own. Did you mean 'splits'?"),
        ("a: {ask: x, as: dom.splits}", "1:17: a: as is 'dom.splits'. Write CHECKLIST.ITEM. Did you mean 'dome'?"),
        ("a: {ask: x, needs: {Size: GPU}}", "1:21: a: 'Size' is no name for a need. Write small letters."),
        ("a: {ask: x, group: b, from: model}", "1:1: a: unknown group 'b'. Write 'groups' under 'checklist'."),
        ("checklist: {groups: {a: A}}", "1:1: checklist: 'title' is missing. It has title, reference, groups."),
        (
            "checklist: {title: T, groups: {data: D}}\na: {ask: x, group: dat, from: model}",
            "'dat'. Did you mean 'data'?",
        ),
        ("a: off", "1:1: a: there is nothing of this name to switch off."),
        ("a: {ask: x, from: model}\na: {ask: x, from: model}", "2:1: a: already written in line 1."),
        ("A: {ask: x, from: model}", "1:1: 'A' is no name for an item. Write a lower-case word."),
        ("a: {ask: x, from: {question: model, value: '(x'}}", "1:44: a:"),
        ("a: {ask: x, from: model, examples: {full: x}}", "1:37: a: unknown key 'full'."),
        ("[a]", "1:1: the file holds no entries."),
        ("a: {ask: 'x", "the file ends inside quotes"),
    ],
)
def test_mistakes_have_a_place(mine: Mine, knowledge: Knowledge, text: str, said: str) -> None:
    folder = mine(text)
    with pytest.raises(Mistake) as caught:
        load_checklists([SHIPPED, folder], knowledge)
    message = str(caught.value)
    assert message.startswith(f"{folder}/checklists/moths.yaml:")
    assert said in message
    assert caught.value.excerpt


def test_all_mistakes_are_told_at_once(mine: Mine, knowledge: Knowledge) -> None:
    folder = mine("a: {ask: x, from: modle}\nb: {ask: x, from: GPUS}\nc: {ask: x}\n")
    with pytest.raises(Mistake) as caught:
        load_checklists([SHIPPED, folder], knowledge)
    assert [mistake.place.line for mistake in (caught.value, *caught.value.others)] == [1, 2, 3]


def test_a_checklist_that_is_not_there(knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"checklist 'dom': there is none\. Did you mean 'dome'\?"):
        load_checklist("dom", [SHIPPED], knowledge)
    with pytest.raises(UsageError, match=r"x\.yaml: there is no such file\. Name a checklist, or a file with one\."):
        load_checklist(str(tmp_path / "x.yaml"), [SHIPPED], knowledge)


def test_names_of_files_are_names_of_checklists(mine: Mine, knowledge: Knowledge) -> None:
    with pytest.raises(Mistake, match="'Moths 2' is no name for a checklist"):
        load_checklists([SHIPPED, mine(OWN, "Moths 2.yaml")], knowledge)


def test_the_shipped_ones(knowledge: Knowledge) -> None:
    found = load_checklists([SHIPPED], knowledge)
    lines = {name: len(checklist.items) for name, checklist in found.items()}
    assert lines == {"dome": 21, "mlrc": 21, "neurips": 14, "reforms": 32, "reproducibility": 22}
    for name in ("dome", "mlrc", "reforms"):
        numbers = [item.number for item in found[name].items]
        assert numbers == sorted(set(numbers)) and all(numbers)
        assert found[name].reference
