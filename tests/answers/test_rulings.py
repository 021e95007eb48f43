"""The judges' rulings on the answers by rules."""

from __future__ import annotations

from typing import Any

from dlextract.answers import answer, settle
from dlextract.knowledge import Knowledge, Place, Question, QuestionOptions, Template
from dlextract.records import Answer, Evidence, Fact, Page, Paper, Ruling, Section

TEXT = "We recorded birds in a forest. Experts labelled all calls. It rained."
FOREST, EXPERTS, RAIN = (0, 31), (31, 59), (59, 69)
PAPER = Paper(
    "p.pdf", "", TEXT, pages=(Page(1, 0, 69),), sections=(Section(0, 0, 69, "Methods", "methods"),)
)  # fmt: skip
PLACE = Place("questions.yaml", 1, 1)


def make_fact(start: int = 3, status: str = "used", confidence: float = 0.9) -> Fact:
    quote = TEXT[FOREST[0] : FOREST[1]].rstrip()
    piece = Evidence(1, start, start + 8, quote, 0, "methods", "data.yaml:DATA_COLLECTION")
    return Fact("f1", "DATA_COLLECTION", "recorded", "recorded", status, confidence=confidence, evidence=(piece,))


def settled(ruling: Ruling | None, *facts: Fact, say: str = "{quotes}", **options: Any) -> Answer:
    question = Question(
        1, "collection", "How?", ("DATA_COLLECTION",), (Template(say, PLACE),), PLACE, QuestionOptions(**options)
    )
    knowledge = Knowledge({}, (question,), (), {}, "")
    drafts = answer([question], facts, PAPER, knowledge)
    return settle(drafts, [ruling] if ruling else [], facts, PAPER, knowledge)[0]


def test_without_a_ruling_the_answer_is_that_of_the_rules() -> None:
    assert settled(None, make_fact()).text == "We recorded birds in a forest."


def test_sentences_are_those_of_the_ruling_and_keep_the_rule_that_found_something_in_them() -> None:
    found = settled(Ruling(1, True, 0.8, ((*EXPERTS, 0.9), (*FOREST, 0.7))), make_fact(), limit=2)
    assert found.text == "We recorded birds in a forest. Experts labelled all calls."  # as they follow one another
    assert [(e.quote, e.found_by) for e in found.evidence] == [
        ("Experts labelled all calls.", "judge"),
        ("We recorded birds in a forest.", "data.yaml:DATA_COLLECTION"),
    ]
    assert (found.stated, found.confidence, found.facts) == (True, 0.8, ("f1",))


def test_where_no_rule_found_anything_the_sentence_is_the_answer() -> None:
    found = settled(Ruling(1, True, 0.7, ((*EXPERTS, 0.9),)))
    assert (found.stated, found.text, found.facts) == (True, "Experts labelled all calls.", ())
    assert [TEXT[e.start : e.end] for e in found.evidence] == ["Experts labelled all calls."]


def test_a_fact_that_alone_makes_no_answer_says_its_part_of_a_stated_one() -> None:
    found = settled(Ruling(1, True, 0.7, ((*FOREST, 0.9),)), make_fact(), say="{values}", at_least=2)
    assert (found.text, found.facts) == ("Recorded.", ("f1",))


def test_what_is_ruled_out_is_not_stated_and_came_near() -> None:
    found = settled(Ruling(1, False, 0.9, ((*FOREST, 0.2),)), make_fact())
    assert (found.stated, found.text, found.confidence) == (False, "not stated", 0.9)
    assert (found.facts, found.evidence, found.nearest) == ((), (), ("f1",))


def test_a_paper_of_another_kind_answers_nothing_whatever_is_ruled() -> None:
    found = settled(Ruling(1, True, 0.9, ((*EXPERTS, 0.9),)), needs="ARCHITECTURE")
    assert (found.stated, found.evidence) == (False, ())


def test_a_later_sentence_that_says_only_what_was_not_used_is_left_out() -> None:
    negated = make_fact(start=34, status="negated")
    ruling = Ruling(1, True, 0.8, ((*FOREST, 0.9), (*EXPERTS, 0.8), (*RAIN, 0.7)))
    assert [e.quote for e in settled(ruling, make_fact(), negated).evidence] == [
        "We recorded birds in a forest.",
        "It rained.",
    ]
    first = Ruling(1, True, 0.8, ((*EXPERTS, 0.9), (*FOREST, 0.7)))
    assert [e.start for e in settled(first, make_fact(), negated).evidence] == [EXPERTS[0], 3]


def test_a_sentence_that_does_not_count_for_the_question_is_left_out_where_another_counts() -> None:
    ruling = Ruling(1, True, 0.8, ((*RAIN, 0.9), (*EXPERTS, 0.8), (*FOREST, 0.7)))
    counting = settled(ruling, not_quote="rained|Experts").evidence
    assert [e.quote for e in counting] == ["We recorded birds in a forest."]
    assert [e.quote for e in settled(ruling, not_quote="[.]").evidence] == ["It rained."]
