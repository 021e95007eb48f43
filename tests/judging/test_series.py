"""Sentences that tell one procedure step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from dlextract.judging.ranking import RuleFinds
from dlextract.judging.segments import Segment
from dlextract.judging.series import says_more, series_of
from dlextract.knowledge import Place, Question, QuestionOptions
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped
from dlextract.words import using

QUESTION = Question(
    6, "preprocessing", "Which?", ("PREPROCESSING",), (), Place("q.yaml", 1, 1), QuestionOptions(series=4)
)
STEPS = ("Boats leave. ", "First, nets were washed. ", "Second, they dried. ", "Finally, they were cut. ", "It rained.")


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    with using(load_knowledge([shipped("patterns")], examples=False).words):
        yield


def series(texts: Sequence[str], number: int, *, holding: Sequence[int] = (), odds: Sequence[float] = ()) -> list[int]:
    lines, start = [], 0
    for text in texts:
        lines.append(Segment(start, start + len(text), text, "methods", "Nets"))
        start += len(text)
    facts = tuple({("PREPROCESSING", "used"): 0.9} if n in holding else {} for n in range(len(texts)))
    return list(series_of(lines, number, np.array(odds or [0.0] * len(texts)), RuleFinds(facts, {}), QUESTION))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_steps_come_together_from_the_first_to_the_last_whichever_is_the_best(number: int) -> None:
    assert series(STEPS, number) == [1, 2, 3]


def test_a_sentence_in_which_a_step_was_found_belongs_to_it_whatever_its_opening() -> None:
    assert series(STEPS, 3, holding=[4]) == [1, 2, 3, 4]
    assert series(STEPS, 4, holding=[4]) == [4]
    assert series(STEPS, 4, holding=[3]) == [1, 2, 3, 4]


def test_a_first_step_begins_a_series_and_ends_the_one_before() -> None:
    assert series(STEPS, 1, holding=[0]) == [1, 2, 3]
    assert series(STEPS, 0, holding=[1]) == [0]


def test_unlikely_sentences_and_other_paragraphs_are_no_steps() -> None:
    assert series(STEPS, 1, odds=[0.0, 0.0, 0.0, -2.0, 0.0]) == [1, 2]
    assert series(STEPS, 3, odds=[0.0, 0.0, -2.0, 0.0, 0.0]) == [3]
    apart = [text.replace("dried. ", "dried.\n\n") for text in STEPS]
    assert series(apart, 1) == [1, 2]
    assert series(apart, 3) == [3]


def test_there_are_no_more_than_the_question_says() -> None:
    assert series(["First, nets were washed. ", *["Then, they dried. "] * 9], 0) == [0, 1, 2, 3]


def test_after_the_best_sentence_come_the_likely_ones_that_say_something_else() -> None:
    texts = ("Five boats were counted in May.", "In May, five boats were counted anew.", "Gulls came ashore at noon.")
    lines = [Segment(40 * n, 40 * n + len(text), text, "methods") for n, text in enumerate(texts)]
    odds = np.array([3.0, 2.0, 1.0])
    assert says_more(lines, 0, [1, 2], odds, 2) == [0, 2]
    assert says_more(lines, 0, [1, 2], odds, 3) == [0, 2, 1]
    assert says_more(lines, 0, [1], odds, 3) == [0, 1]
    lines[0] = Segment(0, 31, texts[0], "caption")
    assert says_more(lines, 0, [1, 2], odds, 2) == [0, 1]
