"""Statements of settings: names, values and what binds them; a sentence is the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.setting_names import SettingNames
from dlextract.finding.statements import statement_mentions
from dlextract.knowledge import NO_TRAITS, Knowledge, Pattern, Place
from dlextract.patterns import load_knowledge
from dlextract.records import Paper
from dlextract.resources import shipped

PLACE = Place("patterns/test.yaml", 1, 1)
TRAITS = {label: pattern.traits for label, pattern in load_knowledge([shipped("patterns")]).patterns.items()}
SETTINGS = {
    "LEARNING_RATE": ("number", ("(?:initial )?learning rates?", "lr"), ()),
    "BATCH_SIZE": ("number", ("batch[ -]sizes?",), ("images?", "samples?")),
    "EPOCHS": ("number", ("(?:(?:number of|max) )?epochs", "num_epochs"), ("epochs?",)),
    "DROPOUT": ("fraction", ("dropout(?: rates?)?",), ()),
    "MOMENTUM": ("number", ("momentum",), ()),
    "BETA1": ("number", ("β1", "betas"), ()),
    "BETA2": ("number", ("β2", "betas"), ()),
    "EPSILON": ("number", ("ϵ",), ()),
    "WARMUP": ("duration", ("warm-?up (?:steps|epochs)", "warm-?up length"), ("epochs?", "steps?")),
    "KERNEL_SIZE": ("size", ("kernel sizes?",), ()),
    "FOO_COEFFICIENT": ("number", ("foo coefficients?",), ()),
    "OPTIMIZER": ("name", ("optimizer",), ()),
    "LEARNING_RATE_SCHEDULE": ("name", ("learning rate schedules?",), ()),
}
NAMES = SettingNames(
    Knowledge(
        patterns={
            label: Pattern(
                label,
                f"test.yaml:{label}",
                PLACE,
                value=value,
                table=table,
                units=units,
                traits=TRAITS.get(label, NO_TRAITS),
            )
            for label, (value, table, units) in SETTINGS.items()
        },
        questions=(),
        cues=(),
        sections={},
        fingerprint="",
    )
)


def found(text: str) -> list[tuple[str, ...]]:
    mentions = statement_mentions(Paper("test", "", text), [(0, len(text))], NAMES)
    return [(m.label, m.value, text[m.start : m.end], *filter(None, (m.hint, m.scope))) for m in mentions]


def test_a_first_value_stands_between_commas() -> None:
    assert found("The learning rate, initially 0.02, is lowered later.") == [("LEARNING_RATE", "0.02", "0.02")]


def test_a_name_that_has_a_value_takes_no_further_one() -> None:
    text = "We used a 1e-3 learning rate, a momentum of 0.9 and 0.1 of the images."
    assert found(text) == [("LEARNING_RATE", "0.001", "1e-3"), ("MOMENTUM", "0.9", "0.9")]


@pytest.mark.parametrize(
    "text",
    [
        "The batch size, number of epochs and learning rate were 8, 120 and 1e-3, respectively.",
        "We set the batch size, epochs, and learning rate to 8, 120 epochs, and 1e-3.",
        "Batch size, epochs, initial learning rate: 8, 120, 1e-3",
        "Run it with --batch-size 8 --max-epochs 120 --lr 1e-3.",
        "A batch size of 8, num_epochs=120 and a 1e-3 learning rate.",
    ],
)
def test_three_names_and_three_values(text: str) -> None:
    assert found(text) == [("BATCH_SIZE", "8", "8"), ("EPOCHS", "120", "120"), ("LEARNING_RATE", "0.001", "1e-3")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A batch size of thirty-two images is used.", [("BATCH_SIZE", "32", "thirty-two")]),
        (
            "The momentum and the dropout are fixed to 0.9 and 30%.",
            [("MOMENTUM", "0.9", "0.9"), ("DROPOUT", "0.3", "30%")],
        ),
        ("We use (β1, β2) = (0.9, 0.98).", [("BETA1", "0.9", "0.9"), ("BETA2", "0.98", "0.98")]),
        ("Its betas are 0.9/0.98 here.", [("BETA1", "0.9", "0.9"), ("BETA2", "0.98", "0.98")]),
        ("A learning rate of ϵ = 0.001 is used.", [("LEARNING_RATE", "0.001", "0.001")]),
        ("We keep 0.3 of dropout and 0.9 momentum.", [("DROPOUT", "0.3", "0.3"), ("MOMENTUM", "0.9", "0.9")]),
        ("The foo coefficient was kept at 2½.", [("FOO_COEFFICIENT", "2.5", "2½")]),
        ("There are 10k warm-up steps.", [("WARMUP", "10000 steps", "10k")]),
        ("The warm-up length is 3 epochs.", [("WARMUP", "3 epochs", "3 epochs")]),
        ("Kernel sizes of 3 × 3 and more.", [("KERNEL_SIZE", "3x3", "3 × 3")]),
        ("A learning rate of 10−4, one tenth of the first, is used.", [("LEARNING_RATE", "0.0001", "10−4")]),
        ("We set the batch size for the learning rate schedule to 8.", [("BATCH_SIZE", "8", "8")]),
    ],
)
def test_one_kind_of_binding_each(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert found(text) == wanted


def test_ends_of_a_range_and_candidates_are_searched() -> None:
    assert found("We tuned the batch size between 16 and 64.") == [
        ("BATCH_SIZE", "16", "16", "searched"),
        ("BATCH_SIZE", "64", "64", "searched"),
    ]
    assert found("Learning rates of (1, 3) × 10^-5 were tried.") == [
        ("LEARNING_RATE", "0.00001", "1", "searched"),
        ("LEARNING_RATE", "0.00003", "3", "searched"),
    ]
    assert found("The dropout was searched in [0, 0.5], and we picked 0.2.") == [
        ("DROPOUT", "0", "0", "searched"),
        ("DROPOUT", "0.5", "0.5", "searched"),
        ("DROPOUT", "0.2", "0.2", "used"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "A dropout of 0.1 or 0.2 was tried, of which 0.2 did best.",
            [
                ("DROPOUT", "0.1", "0.1", "searched"),
                ("DROPOUT", "0.2", "0.2", "searched"),
                ("DROPOUT", "0.2", "0.2", "used"),
            ],
        ),
        (
            "The dropout of 0.6 was too much, so 0.2 was kept.",
            [("DROPOUT", "0.6", "0.6", "mentioned"), ("DROPOUT", "0.2", "0.2", "used")],
        ),
        (
            "We first tried a batch size of 256 but settled on 64.",
            [("BATCH_SIZE", "256", "256", "mentioned"), ("BATCH_SIZE", "64", "64", "used")],
        ),
        (
            "In their recipe the batch size is 1024; because of our small card we use 32.",
            [("BATCH_SIZE", "1024", "1024"), ("BATCH_SIZE", "32", "32", "used")],
        ),
        (
            "We tried learning rates of 0.1 and 0.2 and batch sizes of 8 and 16; the final model uses 0.2 and 8.",
            [
                ("LEARNING_RATE", "0.1", "0.1", "searched"),
                ("LEARNING_RATE", "0.2", "0.2", "searched"),
                ("BATCH_SIZE", "8", "8", "searched"),
                ("BATCH_SIZE", "16", "16", "searched"),
                ("LEARNING_RATE", "0.2", "0.2", "used"),
                ("BATCH_SIZE", "8", "8", "used"),
            ],
        ),
        ("We increased the batch size from 8 to 16.", [("BATCH_SIZE", "16", "8 to 16", "used")]),
        ("Increasing the batch size from 8 to 16 hurt.", []),
        (
            "The effect of batch sizes of 8 and 16 is shown.",
            [("BATCH_SIZE", "8", "8", "searched"), ("BATCH_SIZE", "16", "16", "searched")],
        ),
    ],
)
def test_what_was_tried_and_what_was_taken(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert found(text) == wanted


def test_values_with_what_they_belong_to() -> None:
    assert found("The batch size is 12 (in case of the moth model) or 40 (in case of the fly model).") == [
        ("BATCH_SIZE", "12", "12", "moth model"),
        ("BATCH_SIZE", "40", "40", "fly model"),
    ]
    assert found("A momentum of 0.9 for moths and 0.8 for flies.") == [
        ("MOMENTUM", "0.9", "0.9"),
        ("MOMENTUM", "0.8", "0.8"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The dropout and the noise were 0.1 and 0.2.",  # a name that is none
        "The batch size was small, and 8 and 16 birds were seen.",
        "The optimizer and the batch size were 8 and 16.",  # a name that takes no number
        "Precision and recall were 0.8 and 0.9.",
        "The momentum and the momentum were 0.8 and 0.9.",
        "The batch size was 0.0007.",  # no whole number
        "The batch size of 4 GPUs was the same.",  # counts something else
        "The batch size is 5-fold.",
        "Momentum [12] was used.",
        "3.2 Learning rate We chose it by hand.",
        "Table 4 learning rate",
        "A learning rate of 10 % of the largest one.",
        "We trained epochs with 8 images.",
        "We show two learning rates and 3 batch sizes.",
    ],
)
def test_other_numbers_give_nothing(text: str) -> None:
    assert found(text) == []


def test_what_others_chose_is_only_mentioned() -> None:
    assert found("Unlike Moth et al., who used a batch size of 256, we use 64.") == [
        ("BATCH_SIZE", "256", "256", "mentioned"),
        ("BATCH_SIZE", "64", "64", "used"),
    ]


def test_conditions_of_a_label_hold() -> None:
    pattern = Pattern("SEED", "test.yaml:SEED", PLACE, value="number", table=("seeds?",), unless=("wheat",))
    names = SettingNames(Knowledge({"SEED": pattern}, (), (), {}, ""))
    texts = ["The seed is 42.", "The seed of wheat is 42."]
    assert [len(statement_mentions(Paper("t", "", text), [(0, len(text))], names)) for text in texts] == [1, 0]


def test_a_long_list_belongs_to_its_name() -> None:
    text = "The dropout was searched among " + ", ".join(f"0.{number:04}" for number in range(1600)) + "."
    assert len(found(text)) == 1600


@given(st.text(alphabet="batch size,epochs and=were 018.-eE%k\n", max_size=80))
def test_any_text_gives_finds_in_the_text(text: str) -> None:
    for _, value, printed, *_ in found(text):
        assert value
        assert printed in text


@pytest.mark.parametrize(
    "text",
    [
        "We multiply the learning rate by 0.1 twice.",
        "scaling our initial learning rate by 0.5 when the loss stalls",
        "The trick increases the batch size by 64.",
    ],
)
def test_a_number_that_changes_a_setting_is_not_its_value(text: str) -> None:
    assert found(text) == []
