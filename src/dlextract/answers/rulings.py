"""The answers by rules and the rulings of the judges → the answers that are given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ..knowledge import Knowledge, Question
from ..records import COUNTING, Answer, Evidence, Fact, Paper, Ruling
from ..subject import is_about
from .absence import nearest, pointer, searched
from .answering import NOT_STATED, UNSURE
from .choosing import does_not_count, is_strong, set_aside, supporting
from .list_items import listed
from .options import Options, read_options
from .wording import say, say_quotes, say_short

JUDGE = "judge"
"""``found_by`` of a sentence that the judges found and no rule."""

_LONGEST = 600


def settle(
    drafts: Sequence[Answer],
    rulings: Sequence[Ruling],
    facts: Sequence[Fact],
    paper: Paper,
    knowledge: Knowledge,
    unsure: Collection[str] = (),
) -> tuple[Answer, ...]:
    """Return the answers as the judges rule; those without a ruling as they are.

    Args:
        drafts: the answers by rules.
        rulings: of the judges, for some or all questions.
        facts: of the paper.
        paper: the paper itself.
        knowledge: whose questions were asked.
        unsure: ids of facts that are rather wrong than right.
    """
    ruled = {ruling.cq: ruling for ruling in rulings}
    asked = {question.cq: question for question in knowledge.questions}
    return tuple(
        _settled(draft, ruled[draft.cq], asked[draft.cq], facts, paper, knowledge, unsure)
        if draft.cq in ruled
        else draft
        for draft in drafts
    )


def _settled(
    draft: Answer,
    ruling: Ruling,
    question: Question,
    facts: Sequence[Fact],
    paper: Paper,
    knowledge: Knowledge,
    unsure: Collection[str],
) -> Answer:
    options = read_options(question)
    chosen = supporting(question, options, facts)
    if not draft.stated and not is_about(options, facts, paper):
        return draft
    if not ruling.stated:
        return replace(
            draft,
            stated=False,
            text=NOT_STATED,
            short=NOT_STATED,
            facts=(),
            evidence=(),
            confidence=ruling.chance,
            because=ruling.because,
            searched=searched(question, paper, knowledge),
            nearest=nearest(question, facts, chosen),
            pointer=pointer(options, paper),
        )
    asked = [fact for fact in facts if fact.label in question.labels]
    evidence = _evidence(ruling, chosen, asked, options, paper)
    sure = [fact for fact in chosen if fact.id not in unsure]
    made, ids = listed(sure or chosen, options, facts, paper)
    if any(is_strong(fact, options) for fact in made) or draft.stated:
        text = say(question, options, made, evidence, paper)
        text = text if sure else f"{UNSURE}{text}"
    else:
        made, text = (), say_quotes(evidence, options, paper)
    short = say_short(question, options, made, evidence, paper, set_aside(question, facts))
    return replace(
        draft,
        stated=True,
        text=text,
        short=short if sure or not made else f"{UNSURE}{short}",
        facts=ids if made else (),
        evidence=evidence,
        confidence=ruling.chance,
        because=ruling.because,
        searched=type(draft.searched)(),
        nearest=(),
        pointer="",
    )


def _evidence(
    ruling: Ruling, chosen: Sequence[Fact], asked: Sequence[Fact], options: Options, paper: Paper
) -> tuple[Evidence, ...]:
    """Return the sentences of a ruling, each as the evidence of the surest of the ``chosen`` facts that stands in it.

    Those are left out that do not count for the question, unless none does, and after the first one those that say of
    things ``asked`` for only what the authors did not use.
    """
    counting = [piece for piece in ruling.sentences if not does_not_count(paper.text[piece[0] : piece[1]], options)]
    first, *others = counting or ruling.sentences[:1]
    pieces = _standing(chosen, ruling)
    used = _standing([fact for fact in asked if fact.status in COUNTING], ruling)
    apart = _standing(asked, ruling).keys() - used.keys()
    return tuple(
        pieces.get(start) or _sentence(start, end, paper)
        for start, end, _ in (first, *(piece for piece in others if piece[0] not in apart))
    )


def _standing(facts: Sequence[Fact], ruling: Ruling) -> dict[int, Evidence]:
    """Return by the start of a sentence the first piece of evidence of ``facts`` that stands in it."""
    pieces: dict[int, Evidence] = {}
    for fact in facts:
        for piece in fact.evidence:
            for start, end, _ in ruling.sentences:
                if start <= piece.start < end:
                    pieces.setdefault(start, piece)
    return pieces


def _sentence(start: int, end: int, paper: Paper) -> Evidence:
    end = min(start + len(paper.text[start:end].rstrip()), start + _LONGEST)
    page = paper.page_at(start)
    return Evidence(
        page=page,
        start=start,
        end=end,
        quote=paper.text[start:end],
        quote_start=start,
        section=paper.role_at(start),
        found_by=JUDGE,
        boxes=tuple(box for on, box in paper.boxes(start, end) if on == page),
    )
