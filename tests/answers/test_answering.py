"""Questions answered from facts: which facts count, how they are said, which sentences show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dlextract.answers import answer
from dlextract.knowledge import FactTemplate, Knowledge, Place, Question, QuestionOptions, Template
from dlextract.records import Answer, Evidence, Fact, Page, Paper, Searched, Section

Ask = Callable[..., Answer]

PLACE = Place("questions.yaml", 1, 1)


def make_evidence(quote: str, start: int = 0, section: str = "methods", page: int = 1) -> Evidence:
    return Evidence(page, start, start + len(quote), quote, start, section, "file.yaml:LABEL")


def make_fact(label: str, value: str, start: int = 0, **more: Any) -> Fact:
    section = more.pop("section", "methods")
    quote = more.pop("quote", f"Sentence about {value}.")
    status = more.pop("status", "used")
    more.setdefault("confidence", 0.9)
    more.setdefault("evidence", (make_evidence(quote, start, section),))
    return Fact(f"f{start}", label, value, value, status, **more)


def make_question(labels: str, *say: str, cq: int = 1, **options: Any) -> Question:
    templates = tuple(Template(text, PLACE) for text in say)
    each = {label: _sayings(said) for label, said in options.pop("each", {}).items()}
    typed = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
    made = QuestionOptions(**typed, each=each)
    return Question(cq, "name", "What?", tuple(labels.split()), templates, PLACE, made)


def _sayings(said: Any) -> tuple[FactTemplate, ...]:
    items = said if isinstance(said, (list, tuple)) else [said]
    return tuple(
        FactTemplate(item["say"], item["when"]) if isinstance(item, dict) else FactTemplate(item) for item in items
    )


def make_paper(text: str = "") -> Paper:
    middle = text.find("\n\n")
    sections = (
        Section(0, 0, middle if middle > 0 else len(text), "Methods", "methods"),
        Section(middle if middle > 0 else len(text), middle, len(text), "References", "references"),
    )
    return Paper(
        "p.pdf",
        "",
        text,
        pages=(Page(1, 0, len(text)), Page(2, len(text), len(text), quality="garbled")),
        sections=sections,
    )


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """Answers one question from facts."""

    def run(question: Question, *facts: Fact, text: str = "", unsure: tuple[str, ...] = ()) -> Answer:
        knowledge = Knowledge({}, (question,), (), {}, "")
        return answer([question], facts, make_paper(text), knowledge, unsure)[0]

    return run


GPU = ["{count:words} {value} {count:GPU|GPUs}[, {memory}{count:| each}][ ({roles})]", "{value}[ ({roles})]"]


def test_says_hardware_as_a_colleague_would(ask: Ask) -> None:
    gpu = make_fact("GPU", "NVIDIA Tesla V100", 5, attributes=(("count", 2), ("memory", "32 GB")), roles=("training",))
    cpu = make_fact("HARDWARE", "Intel Xeon E5-2680", 90, roles=("training",))
    question = make_question("GPU HARDWARE", "{GPU}[; {HARDWARE}]", each={"GPU": GPU, "HARDWARE": GPU[1]})
    got = ask(question, gpu, cpu)
    assert got.text == "Two NVIDIA Tesla V100 GPUs, 32 GB each (training); Intel Xeon E5-2680 (training)."
    assert got.stated
    assert got.facts == ("f5", "f90")
    assert [piece.quote for piece in got.evidence] == [
        "Sentence about NVIDIA Tesla V100.",
        "Sentence about Intel Xeon E5-2680.",
    ]


def test_says_parts_scope_by_scope(ask: Ask) -> None:
    question = make_question(
        "LEARNING_RATE OPTIMIZER BATCH_SIZE",
        "{parts}",
        by="scope",
        parts=["{OPTIMIZER}", "learning rate {LEARNING_RATE}", "batch size {BATCH_SIZE}"],
    )
    got = ask(
        question,
        make_fact("BATCH_SIZE", "64", 1),
        make_fact("LEARNING_RATE", "0.1", 2, scope="stage 1"),
        make_fact("LEARNING_RATE", "0.01", 3, scope="stage 2"),
        make_fact("OPTIMIZER", "Adam", 4),
    )
    assert got.text == "Adam, batch size 64; stage 1: learning rate 0.1; stage 2: learning rate 0.01."


def test_first_template_that_can_be_filled_wins(ask: Ask) -> None:
    question = make_question("A B", "{A} and {B}", "only {B}")
    assert ask(question, make_fact("B", "x")).text == "Only x."


def test_says_a_name_as_it_is_written(ask: Ask) -> None:
    assert ask(make_question("METRIC", "{values}"), make_fact("METRIC", "mAP")).text == "mAP."


def test_leaves_out_what_a_longer_value_says(ask: Ask) -> None:
    got = ask(make_question("A", "{values}"), make_fact("A", "ResNet", 1), make_fact("A", "ResNet-50", 20))
    assert got.text == "ResNet-50."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["R", "TensorFlow"], "R; TensorFlow."),
        (["Adam", "AdamW"], "Adam; AdamW."),
        (["RMSE", "MSE"], "RMSE; MSE."),
        (["TR-BERT", "BERT"], "TR-BERT; BERT."),
        (["U-Net", "nnU-Net"], "U-Net; nnU-Net."),
        (["precision", "recall", "precision-recall curve"], "Precision; recall; precision-recall curve."),
        (["1", "16", "1-4"], "1; 16; 1-4."),
        (["CIFAR-10", "CIFAR-100", "CIFAR-10.1"], "CIFAR-10; CIFAR-100; CIFAR-10.1."),
        (["YOLO", "YOLOv5", "yolov5"], "YOLOv5."),
        (["GPT", "GPT 4", "GPT version 3.5"], "GPT 4; GPT version 3.5."),
        (["Theano", "Theano 1.0.5", "dropout", "dropout: 0.5"], "Theano 1.0.5; dropout: 0.5."),
        (["github.com/own/net", "https://github.com/own/nets"], "github.com/own/net; https://github.com/own/nets."),
        (["github.com/own/net", "https://www.github.com/own/net/tree/x"], "https://www.github.com/own/net/tree/x."),
    ],
)
def test_only_a_version_or_more_about_the_same_stands_for_a_name(ask: Ask, values: list[str], said: str) -> None:
    got = ask(make_question("A", "{values}"), *(make_fact("A", value, 50 * n) for n, value in enumerate(values)))
    assert got.text == said


def test_an_unsure_fact_is_said_only_where_nothing_surer_is_and_marked(ask: Ask) -> None:
    question = make_question("A", "{values}")
    sure, unsure = make_fact("A", "VGG16", 1), make_fact("A", "ResNet", 20, confidence=0.3)
    both, alone = ask(question, unsure, sure, unsure=("f20",)), ask(question, unsure, unsure=("f20",))
    assert (both.text, both.facts) == ("VGG16.", ("f1",))
    assert (alone.stated, alone.text, alone.facts) == (True, "Unsure: ResNet.", ("f20",))


def test_an_unsure_sentence_is_not_quoted_beside_a_surer_one(ask: Ask) -> None:
    question = make_question("A", "{quotes}", limit=1)
    sure, unsure = make_fact("A", "x", 1, confidence=0.6), make_fact("A", "y", 90, section="availability")
    assert ask(question, sure, unsure).text == "Sentence about y."
    assert ask(question, sure, unsure, unsure=("f90",)).text == "Sentence about x."


def test_a_fact_without_a_role_answers_only_where_none_has_the_role(ask: Ask) -> None:
    question = make_question("GPU", "{values}", roles=["training"])
    given, trained = make_fact("GPU", "Titan Xp", 1), make_fact("GPU", "A40", 20, roles=("training",), confidence=0.6)
    assert ask(question, given, trained).text == "A40."
    assert ask(question, given).text == "Titan Xp."


def test_a_question_says_what_a_version_looks_like(ask: Ask) -> None:
    facts = make_fact("A", "KITTI", 1), make_fact("A", "KITTI-360", 20), make_fact("A", "KITTI v2", 40)
    got = ask(make_question("A", "{values}", version=r" v\d"), *facts)
    assert got.text == "KITTI-360; KITTI v2."


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        ({}, {"status": "mentioned"}),
        ({}, {"status": "negated"}),
        ({}, {"status": "searched"}),
        ({"roles": ["training"]}, {"roles": ("inference",)}),
        ({"not_sections": ["related_work"]}, {"section": "related_work"}),
        ({"sections": ["methods"]}, {"section": "results"}),
        ({"min_confidence": 0.95}, {}),
        ({"match": "^http"}, {}),
        ({"not_match": "val"}, {}),
        ({"weak": ["A"]}, {}),
        ({"at_least": 2}, {}),
        ({"needs": ["ARCHITECTURE"]}, {}),
    ],
)
def test_is_not_stated_where_a_condition_fails(ask: Ask, options: dict[str, Any], fact: dict[str, Any]) -> None:
    got = ask(make_question("A", "{values}", **options), make_fact("A", "value", **fact))
    assert (got.stated, got.text, got.facts, got.evidence, got.confidence) == (False, "not stated", (), (), 0.0)
    assert got.nearest == ("f0",)


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        ({"status": ["used", "searched"]}, {"status": "searched"}),
        ({"roles": ["training"]}, {"roles": ("inference", "training")}),
        ({"roles": ["training"]}, {}),
        ({"sections": ["methods"]}, {}),
        ({"min_confidence": 0.5}, {}),
        ({"match": "^val"}, {}),
    ],
)
def test_is_stated_where_conditions_hold(ask: Ask, options: dict[str, Any], fact: dict[str, Any]) -> None:
    assert ask(make_question("A", "{values}", **options), make_fact("A", "value", **fact)).stated


def test_needs_kinds_counts_labels_not_facts(ask: Ask) -> None:
    question = make_question("A", "{values}", needs=["B", "C"], needs_kinds=2)
    fact = make_fact("A", "value")
    assert not ask(question, fact, make_fact("B", "x", 20), make_fact("B", "y", 40)).stated
    assert ask(question, fact, make_fact("B", "x", 20), make_fact("C", "y", 40)).stated


def test_shows_the_sentence_that_covers_most_first(ask: Ask) -> None:
    rich = make_evidence("Adam with a rate of 0.1 and batches of 8.", 300)
    facts = [
        make_fact("A", "Adam", 1, evidence=(make_evidence("We use Adam.", 1), rich)),
        make_fact("B", "0.1", 2, evidence=(rich,)),
        make_fact("C", "8", 3, evidence=(rich, make_evidence("A batch of 8.", 500, "introduction"))),
    ]
    got = ask(make_question("A B C", "{values}"), *facts)
    assert got.evidence[0] == rich
    assert len(got.evidence) <= 3


def test_not_stated_says_what_was_searched(ask: Ask) -> None:
    text = "Training settings are listed in the supplementary material. Next sentence.\n\nReferences"
    got = ask(make_question("A", "{values}", pointer=[r"settings\b[^.\n]*supplement"]), text=text)
    assert got.searched == Searched(("methods",), (), (2,))
    assert got.pointer == "Training settings are listed in the supplementary material."


def test_a_pointer_is_not_taken_from_the_references(ask: Ask) -> None:
    text = "Body.\n\nSettings of networks, supplement."
    assert ask(make_question("A", "{values}", pointer=["(?i)settings"]), text=text).pointer == ""


def test_answers_come_in_the_order_of_their_numbers() -> None:
    questions = [make_question("A", "x", cq=2), make_question("B", "x", cq=1)]
    got = answer(questions, [], make_paper(), Knowledge({}, (), (), {}, ""))
    assert [item.cq for item in got] == [1, 2]


def test_a_regex_that_takes_too_long_is_given_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.regexes.PATIENCE", 0.05)
    slow = r"(?:x|xx)+y"
    facts = [make_fact("A", "x" * 40, start) for start in (0, 100)]
    assert not ask(make_question("A", "{values}", match=slow), *facts).stated
    assert ask(make_question("A", "{values}", not_match=slow, pointer=[slow]), *facts, text="x" * 60).stated
    assert ask(make_question("B", "{values}", pointer=[slow]), *facts, text="x" * 60).pointer == ""


def test_weak_facts_of_several_labels_make_an_answer_together(ask: Ask) -> None:
    question = make_question("A B C", "{values}", weak=["A", "B", "C"], weak_kinds=2)
    first, other = make_fact("A", "x", 1), make_fact("A", "y", 30)
    assert not ask(question, first, other).stated
    got = ask(question, first, make_fact("B", "z", 60))
    assert (got.text, got.confidence) == ("X; z.", 0.99)


def test_a_label_can_count_as_search_space_only(ask: Ask) -> None:
    question = make_question("A", "{values}", status=["used", "searched"], searched=["A"])
    assert not ask(question, make_fact("A", "0.1")).stated
    assert ask(question, make_fact("A", "0.1", status="searched")).stated


def test_strong_values_carry_the_others(ask: Ask) -> None:
    question = make_question("A", "{values}", strong="(?i)torch")
    assert not ask(question, make_fact("A", "NumPy")).stated
    assert ask(question, make_fact("A", "NumPy", 1), make_fact("A", "PyTorch", 30)).text == "NumPy; PyTorch."


def test_a_sentence_can_be_kept_from_counting(ask: Ask) -> None:
    question = make_question("A", "{values}", not_quote="donat")
    assert not ask(question, make_fact("A", "V100", quote="NVIDIA donated a V100.")).stated


def test_shown_labels_and_preferred_sections_give_the_first_sentence(ask: Ask) -> None:
    plain = make_fact("A", "x", 1, quote="Plain words.")
    telling = make_fact("B", "y", 50, quote="Telling words.", section="abstract")
    assert ask(make_question("A B", "{values}"), plain, telling).evidence[0].quote == "Plain words."
    assert ask(make_question("A B", "{values}", show=["B"]), plain, telling).evidence[0].quote == "Telling words."
    assert (
        ask(make_question("A B", "{values}", prefer=["abstract"]), plain, telling).evidence[0].quote == "Telling words."
    )
