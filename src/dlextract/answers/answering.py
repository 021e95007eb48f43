"""Each question, answered from facts with at most three sentences, or "not stated" with what was searched."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..knowledge import Knowledge, Question
from ..records import Answer, Fact, Paper
from .absence import nearest, pointer, searched
from .choosing import best_evidence, is_enough, is_strong, set_aside, supporting
from .list_items import listed
from .options import read_options
from .wording import say, say_short

NOT_STATED = "not stated"
UNSURE = "Unsure: "


def answer(
    questions: Sequence[Question],
    facts: Sequence[Fact],
    paper: Paper,
    knowledge: Knowledge,
    unsure: Collection[str] = (),
) -> tuple[Answer, ...]:
    """Return one answer per question, in the order of their numbers.

    Args:
        questions: what to answer.
        facts: of the paper.
        paper: the paper itself.
        knowledge: rules that were tried.
        unsure: ids of facts that are rather wrong than right. They are said, as unsure, only where nothing surer is.

    Raises:
        PatternError: a question has a key that is unknown or makes no sense.
    """
    ordered = sorted(questions, key=lambda question: question.cq)
    return tuple(_answer(question, facts, paper, knowledge, unsure) for question in ordered)


def _answer(
    question: Question, facts: Sequence[Fact], paper: Paper, knowledge: Knowledge, unsure: Collection[str]
) -> Answer:
    options = read_options(question)
    chosen = supporting(question, options, facts)
    if not is_enough(options, chosen, facts, paper):
        return Answer(
            cq=question.cq,
            question=question.name,
            ask=question.ask,
            stated=False,
            text=NOT_STATED,
            short=NOT_STATED,
            searched=searched(question, paper, knowledge),
            nearest=nearest(question, facts, chosen),
            pointer=pointer(options, paper),
        )
    evidence = best_evidence(question, options, chosen)
    sure = [fact for fact in chosen if fact.id not in unsure]
    made, shown = (sure, best_evidence(question, options, sure)) if sure else (chosen, evidence)
    made, ids = listed(made, options, facts, paper)
    text = say(question, options, made, shown, paper)
    short = say_short(question, options, made, shown, paper, set_aside(question, facts))
    return Answer(
        cq=question.cq,
        question=question.name,
        ask=question.ask,
        stated=True,
        text=text if sure else f"{UNSURE}{text}",
        short=short if sure else f"{UNSURE}{short}",
        facts=ids,
        evidence=evidence,
        confidence=_confidence([fact for fact in chosen if is_strong(fact, options)] or chosen),
    )


def _confidence(facts: Sequence[Fact]) -> float:
    """Return how sure it is that one of the three surest facts holds."""
    missing = 1.0
    for confidence in sorted((fact.confidence for fact in facts), reverse=True)[:3]:
        missing *= 1 - confidence
    return round(min(0.99, 1 - missing), 3)
