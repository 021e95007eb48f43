"""The shipped questions: complete, consistent, and filled from labels that exist."""

from __future__ import annotations

import re

import pytest

from dlextract.answers.options import read_options
from dlextract.knowledge import Knowledge, Question
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped
from dlextract.templates import slots

GENERAL = {"values", "more", "parts", "quote", "quotes", "roles"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge([shipped("patterns")])


def test_there_are_28_questions(knowledge: Knowledge) -> None:
    assert sorted(question.cq for question in knowledge.questions) == list(range(1, 29))
    assert all(re.fullmatch(r"[A-Z].*\?", question.ask) for question in knowledge.questions)


def test_every_question_uses_labels_that_exist(knowledge: Knowledge) -> None:
    unknown = {
        (question.name, label)
        for question in knowledge.questions
        for label in {*question.labels, *read_options(question).needs}
        if label not in knowledge.patterns
    }
    assert unknown == set()


def test_every_question_asks_for_deep_learning_in_the_paper(knowledge: Knowledge) -> None:
    assert {read_options(question).needs_kinds for question in knowledge.questions} == {2}


def test_slots_name_labels_of_the_question(knowledge: Knowledge) -> None:
    def unknown(question: Question) -> set[str]:
        options = read_options(question)
        said = {
            slot
            for template in question.templates
            for slot in {slot.partition("@")[0] for slot in slots(template.text)}
        } - GENERAL
        said |= {slot for part in options.parts for slot in slots(part)}
        groups = (options.weak, options.searched, options.show, options.each)
        return (said | {label for group in groups for label in group}) - set(question.labels)

    assert {question.name: unknown(question) for question in knowledge.questions if unknown(question)} == {}
