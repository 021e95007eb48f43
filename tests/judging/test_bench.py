"""Rulings: which questions a paper answers, and by which sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from judged import weights_for

from dlextract.judging.bench import UNSAID, Judges, chance_of
from dlextract.judging.explaining import sum_of
from dlextract.judging.features import features_of
from dlextract.judging.ranking import RANKING, counting, found_by_rules, rows
from dlextract.judging.segments import Segment
from dlextract.knowledge import Place, Question, QuestionOptions
from dlextract.records import Answer, Evidence, Fact, Ruling

LINES = (
    Segment(0, 20, "We recorded birds.", "methods"),
    Segment(20, 40, "It rained all day.", "results"),
    Segment(40, 60, "Birds sang in rain.", "related_work"),
)
QUESTION = Question(1, "data_collection", "How?", ("DATA_COLLECTION", "DATA_ORIGIN"), (), Place("q.yaml", 1, 1))


ANSWERED = Answer(2, "data_format", "Which?", True, "Images.")


def make_fact(label: str, start: int, status: str = "used", confidence: float = 0.9) -> Fact:
    piece = Evidence(1, start, start + 2, "q", start, "methods", "f.yaml:L")
    return Fact(f"f{start}", label, "x", "x", status, confidence=confidence, evidence=(piece,))


def make_draft(*starts: int) -> Answer:
    evidence = tuple(Evidence(1, start, start + 2, "q", start, "methods", "f.yaml:L") for start in starts)
    return Answer(1, "data_collection", "How?", bool(starts), "", evidence=evidence, confidence=0.9 if starts else 0.0)


def rule(words: dict[int, list[str]], draft: Answer, verdict: dict[str, float], not_quote: str = "") -> Ruling:
    weights = weights_for(words, LINES, verdict)
    scores = weights.words.scores(features_of(LINES))
    question = replace(QUESTION, options=QuestionOptions(not_quote=not_quote))
    (ruling,) = Judges(weights).rule(LINES, scores, (), [draft, ANSWERED], [question])
    return ruling


def test_the_best_sentence_comes_first_and_others_only_if_they_are_likely_to_answer() -> None:
    ruling = rule({1: ["recorded"]}, make_draft(), {"best sentence": 2.0})
    assert [(start, end) for start, end, _ in ruling.sentences] == [(0, 20)]
    both = rule({1: ["recorded", "rained"]}, make_draft(), {"best sentence": 2.0})
    assert [(start, end) for start, end, _ in both.sentences] == [(0, 20), (20, 40)]
    assert all(chance >= 0.5 for _, _, chance in both.sentences)


def test_a_sentence_that_is_no_evidence_for_the_question_is_neither_shown_nor_tips_the_verdict() -> None:
    verdict = {"best sentence": 2.0}
    ruling = rule({1: ["recorded", "sang"]}, make_draft(), verdict, not_quote="recorded")
    assert [(start, end) for start, end, _ in ruling.sentences] == [(40, 60)]
    assert not rule({1: ["recorded"]}, make_draft(), verdict, not_quote="recorded").stated


@pytest.mark.parametrize(
    ("starts", "odds", "stated", "chance"),
    [
        ((), 3.0, True, 3.0),
        ((), 0.8, True, 0.8),
        ((), 0.7, False, -0.7),
        ((), -3.0, False, 3.0),
        ((1,), -0.7, True, -0.7),
        ((1,), -1.0, True, -1.0),
        ((1,), -1.3, False, 1.3),
    ],
)
def test_the_rules_are_overruled_where_the_sum_is_clearly_against_them(
    starts: tuple[int, ...], odds: float, stated: bool, chance: float
) -> None:
    ruling = rule({1: ["recorded"]}, make_draft(*starts), {"": odds})
    assert (ruling.stated, ruling.chance) == (stated, chance_of(chance))


def test_a_paper_without_sentences_gets_no_ruling() -> None:
    assert Judges(weights_for({}, LINES)).rule((), None, (), [make_draft()], [QUESTION]) == ()


def unsaid(judges: Judges, lines: Sequence[Segment], scores: Any, drafts: Sequence[Answer], *facts: Fact) -> str:
    """Return why the question is not stated though it is likely answered, as ruling and sum say alike."""
    (ruling,) = judges.rule(lines, scores, facts, drafts, [QUESTION])
    said = [line.removeprefix(UNSAID) for line in ruling.because if line.startswith(UNSAID)]
    told = sum_of(judges, lines, scores, facts, drafts, QUESTION).unsaid
    assert (ruling.stated, said) == (not told, [told] if told else [])
    assert not said or ruling.chance == drafts[0].confidence
    return said[0] if said else ""


def test_where_the_rules_answer_hardly_anything_their_silence_stands() -> None:
    judges = Judges(weights_for({1: ["recorded"]}, LINES, {"": 5.0}))
    scores = judges.weights.words.scores(features_of(LINES))
    assert unsaid(judges, LINES, scores, [make_draft()]) == "the rules answer hardly anything in this paper"


def test_a_brief_text_is_asked_for_a_share_of_its_sentences() -> None:
    judges = Judges(weights_for({1: ["recorded"]}, LINES, {"": 5.0}))
    scores = judges.weights.words.scores(features_of(LINES))
    drafts = [ANSWERED, *(make_draft() for _ in range(27))]
    assert unsaid(judges, LINES, scores, drafts) == ""
    many = [*LINES, *(Segment(100 + n, 101 + n, "x") for n in range(7))]
    scores = judges.weights.words.scores(features_of(many))
    assert unsaid(judges, many, scores, [make_draft(), *drafts]) == "the rules answer hardly anything in this paper"


def test_an_unlikely_sentence_makes_no_answer_where_the_rules_have_none() -> None:
    weights = weights_for({}, LINES, {"": 3.0})
    scores = weights.words.scores(features_of(LINES))
    drafts = [make_draft(), ANSWERED]
    assert unsaid(Judges(weights), LINES, scores, drafts) == "no sentence is likely to answer it by itself"


def test_a_best_sentence_with_nothing_but_what_was_set_aside_makes_no_answer() -> None:
    weights = weights_for({1: ["recorded"]}, LINES, {"": 3.0})
    scores = weights.words.scores(features_of(LINES))
    said = {
        status: unsaid(
            Judges(weights), LINES, scores, [make_draft(), ANSWERED], make_fact("DATA_COLLECTION", 1, status)
        )
        for status in ("used", "mentioned", "negated")
    }
    why = "its best sentence holds only finds that were set aside or are mentioned"
    assert said == {"used": "", "mentioned": why, "negated": why}


def test_an_answer_of_the_rules_whose_best_sentence_is_hardly_right_is_not_given() -> None:
    weights = weights_for({1: ["recorded"]}, LINES, {})
    scores = weights.words.scores(features_of(LINES))

    def stated(rightness: float) -> bool:
        sums = weights.rightness.weights.copy()
        sums[:, -1] = rightness
        judges = Judges(replace(weights, rightness=replace(weights.rightness, weights=sums)))
        (ruling,) = judges.rule(LINES, scores, (), [make_draft(1), ANSWERED], [QUESTION])
        return ruling.stated

    assert (stated(-1.0), stated(-1.2)) == (True, False)


def test_rows_say_what_the_rules_found_in_each_sentence() -> None:
    facts = (make_fact("DATA_COLLECTION", 1), make_fact("DATA_ORIGIN", 21, "mentioned"), make_fact("GPU", 22))
    found = found_by_rules(LINES, facts, [make_draft(1, 41)])
    scores = weights_for({1: ["recorded"]}, LINES).words.scores(features_of(LINES))
    table = rows(counting(scores, LINES, QUESTION), LINES, found, QUESTION, make_draft(1, 41))
    said = [{name: float(value) for name, value in zip(RANKING, row, strict=True) if value} for row in table]
    assert said[0]["first sentence of the rules"] == 1
    assert said[0]["surest fact in it"] == said[0]["surest fact of the first label"] == 0.9
    assert said[0]["facts in it"] == 0.5
    assert said[0]["best of the paper by its words"] == 1
    assert (said[1]["set aside in it"], said[1]["facts about something else"]) == (1, pytest.approx(0.2))
    assert said[2]["second sentence of the rules"] == said[2]["in related work"] == 1
    assert "surest fact in it" not in said[1] and "surest fact in it" not in said[2]
