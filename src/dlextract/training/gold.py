"""Reviewed records → gold: one JSON file per paper that ``evaluate`` and ``train judges`` read as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PaperError
from ..evaluation.matching import FIELDS, labels_of, settings
from ..judging.segments import QUESTIONS
from ..reviewing import Act, ReviewedCell, fact_key
from ..reviewing.applying import reviewed
from ..writing import Record
from .form import empty_form

if TYPE_CHECKING:
    from ..extractor import Extractor

_LETTERS = re.compile(r"[^0-9a-z\u00df-\uffff]+")
_WRONG = {"wrong status": "mentioned", "wrong role": "used"}
"""Reason of a rejection → what the authors did with the thing; for other reasons the find itself is wrong."""


def gold_of(record: Record, acts: Mapping[ReviewedCell, Act], path: Path, extractor: Extractor) -> dict[str, Any]:
    """Return the gold of one paper.

    What a reader decided is gold; facts that nobody looked at are ``optional``, so that they count neither way.

    Args:
        record: as the tool made it.
        acts: what stands, see ``reviewing.fold``.
        path: the PDF or text file of the paper.
        extractor: reads the sentences.

    Raises:
        PaperError: a question was not decided, or its sentence does not stand in the paper as it is read now.
    """
    source = record["paper"]["source"]
    final = reviewed(record, acts)
    open_ = [answer["cq"] for answer in final["answers"] if answer["by"] != "reader"]
    missing = [cq for cq in range(1, QUESTIONS + 1) if cq not in {answer["cq"] for answer in final["answers"]}]
    if open_ or missing:
        some = ", ".join(map(str, sorted({*open_, *missing})[:6]))
        raise PaperError(source, f"no reader has decided question {some}", "Go on with dlextract review")
    form = empty_form(path, extractor)
    by_reader = {cell.key: act for cell, act in acts.items() if cell.paper == record["paper"]["sha256"]}
    return {
        **form,
        "paper": {"file": Path(source).name, "title": record["paper"]["title"], "year": record["paper"].get("year")},
        "evidence": {str(answer["cq"]): _sentences(answer, form["sentences"], source) for answer in final["answers"]},
        "facts": [_judged(fact, by_reader) for fact in form["facts"]] + _added(final["facts"]),
        "fields": _fields(final["facts"]),
        "cq": {
            str(answer["cq"]): {
                "stated": bool(answer["stated"]),
                "answer": answer["short"] if answer["stated"] else "",
                "quotes": [{"quote": place["quote"], "page": place["page"]} for place in answer["evidence"]],
            }
            for answer in final["answers"]
        },
    }


def _sentences(answer: Record, sentences: Sequence[Record], source: str) -> list[int]:
    """Return the ids of the sentences on which an answer rests, the best first."""
    found: dict[int, None] = {}
    for place in answer["evidence"] if answer["stated"] else ():
        quote = _squash(place["quote"])
        for sentence in sentences:
            text = _squash(sentence["text"])
            near = place["page"] - sentence["page"] in (0, 1)  # it may begin on the page before its found words
            if near and quote and (quote in text or (len(text) > 20 and text in quote)):
                found[sentence["id"]] = None
    if answer["stated"] and not found:
        problem = f"the sentence that answers question {answer['cq']} does not stand in it as it is read now"
        raise PaperError(source, problem, "Choose the sentence again with dlextract review")
    return list(found)


def _judged(fact: dict[str, Any], acts: Mapping[str, Act]) -> dict[str, Any]:
    """Return a candidate of the form with what a reader said of it."""
    act = acts.get(fact_key(fact))
    if act is None:
        return {**fact, "judgement": "used", "optional": True}
    if act.verdict == "reject":
        return {**fact, "judgement": _WRONG.get(act.reason, "wrong"), "by": "reader"}
    return {**fact, "judgement": "used" if act.verdict == "accept" else "wrong", "by": "reader"}


def _added(facts: Sequence[Record]) -> list[dict[str, Any]]:
    """Return the facts whose values readers gave."""
    return [
        {"label": fact["label"], "text": fact["text"], "value": fact["value"], "scope": fact.get("scope", "")}
        | {
            "judgement": fact["status"],
            "sentences": [],
            "roles": list(fact["roles"]),
            "by": "reader",
            "optional": False,
        }
        for fact in facts
        if fact.get("by") == "reader" and fact["status"] == "used"
    ]


def _fields(facts: Sequence[Record]) -> dict[str, list[dict[str, Any]]]:
    used = [fact for fact in facts if fact["status"] == "used"]
    fields = {key: [_value(fact) for fact in used if fact["label"] in labels_of()[key]] for key in FIELDS}
    named = settings()
    hyperparameters = [
        {**_value(fact), "name": fact["label"].lower(), "value": fact["value"] or fact["text"]}
        for fact in used
        if fact["label"].lower() in named
    ]
    return {**fields, "hyperparameters": hyperparameters}


def _value(fact: Record) -> dict[str, Any]:
    best: dict[str, Any] = fact["evidence"][0] if fact["evidence"] else {}
    return {
        "text": fact["text"],
        "canonical": fact["value"] or fact["text"],
        "aliases": [fact["text"]],
        "role": list(fact["roles"]),
        "quote": best.get("quote", ""),
        "page": best.get("page"),
        "optional": fact.get("by") != "reader",
    }


def _squash(text: str) -> str:
    return _LETTERS.sub("", text.casefold())
