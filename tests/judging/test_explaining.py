"""The wording of a sum: what spoke for and against, down to the words of the best sentences."""

from __future__ import annotations

from dataclasses import replace

from judged import weights_for

from dlextract.cli.patterns import _sum
from dlextract.judging.bench import Judges
from dlextract.judging.explaining import sum_of
from dlextract.judging.features import features_of
from dlextract.judging.segments import Segment
from dlextract.knowledge import Place, Question
from dlextract.records import Answer

LINES = (Segment(0, 19, "We recorded birds.\n", "methods"), Segment(19, 38, "It rained all day.\n", "results", page=2))
QUESTION = Question(1, "data_collection", "How?", ("DATA_COLLECTION",), (), Place("q.yaml", 1, 1))


def test_a_sum_is_said_in_words() -> None:
    weights = weights_for({1: ["recorded"]}, LINES, {"best sentence": 2.0, "what the rules say": 0.5})
    weights = replace(weights, second=0.5)
    scores = weights.words.scores(features_of(LINES))
    judged = sum_of(Judges(weights), LINES, scores, (), [Answer(1, "data_collection", "How?", False, "")], QUESTION)
    assert _sum(judged) == [
        "  judged: answered with a chance of 0.99",
        "    +5.9 best sentence, -0.5 what the rules say",
        "    not stated all the same: the rules answer hardly anything in this paper",
        "  sentence with a chance of 1.00: p. 1  We recorded birds.",
        "    +5.9 its words",
        "    its words: +7.9 word “recorded”",
        "  sentence with a chance of 0.12: p. 2  It rained all day.",
        "    -2.0 its words",
        "    its words: none of them tells",
    ]


def test_a_chance_that_is_not_enough_where_the_rules_are_silent_is_said() -> None:
    draft, answered = (
        Answer(1, "data_collection", "How?", False, ""),
        Answer(2, "data_format", "Which?", True, "Images."),
    )

    def why(odds: float, stated: bool = False) -> str:
        weights = weights_for({1: ["recorded"]}, LINES, {"": odds})
        scores = weights.words.scores(features_of(LINES))
        return sum_of(Judges(weights), LINES, scores, (), [replace(draft, stated=stated), answered], QUESTION).unsaid

    few = "where the rules are silent this is not sure enough"
    assert [why(-0.1), why(0.1), why(0.7), why(0.8), why(0.1, stated=True)] == ["", few, few, "", ""]
