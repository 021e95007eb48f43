"""A part of a record: some questions, some labels, only what is stated, only what is certain enough."""

from __future__ import annotations

from dataclasses import dataclass

from .record import Record


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep of a record; the default keeps everything.

    ``questions`` are numbers or names of competency questions, ``labels`` labels of facts in any case (both empty:
    all). ``only_stated`` drops answers that are "not stated"; ``min_confidence`` drops facts and answers below, also a
    "not stated" where it is less sure that the paper is silent.
    """

    questions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    only_stated: bool = False
    min_confidence: float = 0.0

    @property
    def text(self) -> str:
        """The selection in one line, "" for everything; equal selections have equal lines."""
        parts = []
        if self.questions:
            parts.append("cq=" + ",".join(self.questions))
        if self.labels:
            parts.append("fields=" + ",".join(label.upper() for label in self.labels))
        if self.only_stated:
            parts.append("only-stated")
        if self.min_confidence > 0:
            parts.append(f"min-confidence={self.min_confidence:g}")
        return " ".join(parts)

    def apply(self, record: Record) -> Record:
        """Return ``record`` without what is not selected; it says in ``dlextract.selection`` that it is a part.

        Facts that a kept answer rests on stay, whatever their label, unless labels are selected.
        """
        if not self.text:
            return record
        record = {**record, "dlextract": {**record.get("dlextract", {}), "selection": self.text}}
        if "error" in record or "duplicate_of" in record:
            return record
        asked = [answer for answer in record["answers"] if self._asks(answer)]
        answers = [answer for answer in asked if self._keeps_answer(answer)]
        if len(answers) < len(asked):
            record["dlextract"]["asked"] = len(asked)
        named = {fact for answer in answers for fact in (*answer["facts"], *answer.get("nearest", ()))}
        facts = [fact for fact in record["facts"] if self._keeps_fact(fact, named)]
        if self.min_confidence > 0:
            sure = {fact["id"] for fact in record["facts"] if fact["confidence"] >= self.min_confidence}
            answers = [_naming(answer, sure) for answer in answers]
        kept = {fact["id"] for fact in facts}
        also = [name for name in record.pop("also", ()) if name in kept]
        if self.labels:
            also = [fact["id"] for fact in facts]
        twice = [one for one in record.pop("contradictions", ()) if kept.issuperset(one["facts"])]
        return {
            **record,
            "facts": facts,
            "answers": answers,
            **({"also": also} if also else {}),
            **({"contradictions": twice} if twice else {}),
        }

    def _asks(self, answer: Record) -> bool:
        return not self.questions or bool({str(answer["cq"]), answer["question"]} & set(self.questions))

    def _keeps_answer(self, answer: Record) -> bool:
        if not answer["stated"] and self.only_stated:
            return False
        return bool(answer.get("confidence", 1.0) >= self.min_confidence)

    def _keeps_fact(self, fact: Record, named: set[str]) -> bool:
        if fact["confidence"] < self.min_confidence:
            return False
        if self.labels:
            return fact["label"].upper() in {label.upper() for label in self.labels}
        return not self.questions or fact["id"] in named


def _naming(answer: Record, facts: set[str]) -> Record:
    """Return ``answer`` without ids of other facts than ``facts``."""
    lists: Record = {
        key: [name for name in answer[key] if name in facts] for key in ("facts", "nearest") if key in answer
    }
    return {**answer, **lists}


EVERYTHING = Selection()
"""Keeps the whole record."""
