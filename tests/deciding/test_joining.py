"""The finds of the rules and of the trained NER as one list."""

import pytest

from dlextract.candidates import fresh, standing
from dlextract.deciding import joining
from dlextract.deciding.edges import Edges
from dlextract.knowledge import Pattern, Place
from dlextract.pipeline.terms import Names
from dlextract.records import Mention

EXCLUSIVE = ("GPU", "DATASET", "ARCHITECTURE", "TASK")


def join(rules: list[Mention], entities: list[Mention], names: Names, edges: Edges, text: str) -> list[Mention]:
    return standing(joining.join([fresh(rule) for rule in rules], entities, names.value_of, edges, EXCLUSIVE, text))


def mention(label: str, start: int, end: int, value: str = "", found_by: str = "rule", **more: object) -> Mention:
    return Mention(label, start, end, value, found_by, **more)  # type: ignore[arg-type]


def test_join() -> None:
    names = Names([Pattern("DATASET", "x", Place("x", 1, 1), terms={"CIFAR-10": ("CIFAR-10",)})])
    text = "CIFAR10 and the big ResNet-50 net " + "x" * 40
    rule = mention("ARCHITECTURE", 20, 29, "ResNet-50", attributes=(("depth", "50"),))
    other = mention("LEARNING_RATE", 0, 7, "0.1")

    def joined(*entities: Mention) -> list[Mention]:
        return join([rule, other], entities, names, Edges(), text)

    alone = mention("DATASET", 0, 7, found_by="ner:m", score=0.7)
    assert joined(alone) == [other, mention("DATASET", 0, 7, "CIFAR-10", "ner:m", score=0.7), rule]
    assert joined(mention("DATASET", 20, 33, found_by="ner:m")) == [other, rule]
    assert joined(mention("ARCHITECTURE", 20, 29, found_by="ner:m")) == [other, rule]
    assert joined(mention("ARCHITECTURE", 24, 40, found_by="ner:m")) == [other, rule]
    longer = mention("ARCHITECTURE", 16, 29, found_by="ner:m", score=0.6)
    assert joined(longer) == [
        other,
        mention("ARCHITECTURE", 16, 29, "ResNet-50", score=1.0, attributes=(("depth", "50"),)),
    ]


def test_the_longer_find_of_a_task_stays() -> None:
    text = "fast tree crown detection in forests"
    rule = mention("TASK", 5, 25, "object detection")
    for start, end in ((0, 25), (5, 36)):
        entity = mention("TASK", start, end, found_by="ner:m", score=0.6)
        assert join([rule], [entity], Names([]), Edges(), text) == [mention("TASK", start, end, "object detection")]
    for start, end in ((16, 25), (10, 36), (5, 25)):
        assert join([rule], [mention("TASK", start, end, found_by="ner:m")], Names([]), Edges(), text) == [rule]
    assert join([rule], [mention("DATASET", 5, 9, found_by="ner:m")], Names([]), Edges(), text) == [rule]


def test_of_a_task_that_the_paper_calls_so_the_ner_says_more_than_the_rule() -> None:
    text = "the node property prediction task"
    rule = mention("TASK", 4, 28, hint="mentioned")
    entity = mention("TASK", 18, 28, found_by="ner:m", score=0.6)
    assert join([rule], [entity], Names([]), Edges(), text) == [mention("TASK", 4, 28, found_by="ner:m", score=0.6)]
    assert join([rule], [], Names([]), Edges(), text) == [rule]


def test_a_dataset_of_a_rule_is_only_lengthened_by_what_is_joined_to_it() -> None:
    text = "MNIST digits and SQuAD-split-1 here"
    digits, split = mention("DATASET", 0, 5, "MNIST"), mention("DATASET", 17, 22, "SQuAD")
    entities = [mention("DATASET", 0, 12, found_by="ner:m"), mention("DATASET", 17, 30, found_by="ner:m")]
    assert join([digits, split], entities, Names([]), Edges(), text) == [digits, mention("DATASET", 17, 30, "SQuAD")]


def test_an_architecture_of_a_rule_is_only_lengthened_to_the_left_or_by_what_is_joined_to_it() -> None:
    text = "the Diffusion U-Net detector with LSTM-3LR"
    net, cell = mention("ARCHITECTURE", 14, 19, "U-Net"), mention("ARCHITECTURE", 34, 38, "LSTM")
    entities = [mention("ARCHITECTURE", 4, 28, found_by="ner:m"), mention("ARCHITECTURE", 34, 42, found_by="ner:m")]
    assert join([net, cell], entities, Names([]), Edges(), text) == [
        mention("ARCHITECTURE", 4, 19, "U-Net"),
        mention("ARCHITECTURE", 34, 42, "LSTM"),
    ]


def test_aims_and_entities_stand_side_by_side() -> None:
    aim = mention("TASK", 0, 25, "object detection", attributes=(("target", "trees"),))
    entity = mention("DATASET", 16, 25, found_by="ner:m")
    assert join([aim], [entity], Names([]), Edges(), "detect trees in the NEON images") == [aim, entity]


def test_entities_lose_what_is_no_part_of_the_name() -> None:
    text = "It is a novel WingNet for the WingNet Cup."
    praise = Pattern(
        "ARCHITECTURE", "a", Place("a", 1, 1), edges={"drop_before": ("(?:novel )+",), "unless": ("⟧ Cup",)}
    )
    entities = [mention("ARCHITECTURE", 8, 21, found_by="ner:m"), mention("ARCHITECTURE", 30, 37, found_by="ner:m")]
    found = join([], entities, Names([]), Edges([praise]), text)
    assert found == [mention("ARCHITECTURE", 14, 21, found_by="ner:m")]


@pytest.mark.parametrize(
    ("text", "doubtful", "kept"),
    [
        ("HVED beats UNet", "HVED", False),
        ("HVED beats HVED and UNet", "HVED", True),
        ("on our Moth Full and UNet data", "Moth Full", True),
        ("on UNet, Moth Full", "Moth Full", True),
        ("on UNet with Moth Full", "Moth Full", False),
    ],
)
def test_a_doubtful_entity_needs_support(text: str, doubtful: str, kept: bool) -> None:
    low = Mention("DATASET", text.index(doubtful), text.index(doubtful) + len(doubtful), "", "ner:m", score=0.1)
    entities = [low]
    if text.rindex(doubtful) > low.start:
        start = text.rindex(doubtful)
        entities.append(Mention("DATASET", start, start + len(doubtful), "", "ner:m", score=0.9))
    rule = Mention("DATASET", text.index("UNet"), text.index("UNet") + 4, "UNet", "rule")
    found = join([rule], entities, Names([]), Edges(), text)
    assert (low in found) is kept
