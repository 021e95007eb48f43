"""A form that is printed in the paper: what its authors answered, beside what the rest of the paper states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..checklists import FILLED, NOT_READ, PARTLY, SILENT, Checklist, ChecklistItem
from ..regexes import search
from ..writing import Record
from .checklist import checklist as named
from .line_status import ItemFinding, findings_of

FORM = "neurips"
"""Name of the checklist whose lines say what forms of venues ask."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A line of the printed form.

    ``number``, ``asked``, ``answer`` (yes, no, partial, na or "") and ``said`` are the form's, ``place`` its piece of
    evidence. ``finding`` is what the rest of the paper states on it; None where no line of ours fits.
    """

    number: str
    asked: str
    answer: str
    said: str
    place: Record
    finding: ItemFinding | None = None

    @property
    def verdict(self) -> str:
        """How the answer and the paper go together, "" where that was not looked for."""
        finding = self.finding
        if finding is None or finding.status == NOT_READ:
            return ""
        if self.answer == "no":
            return "not found, as answered" if finding.status == SILENT else "found, though the answer is no"
        lacks = f", without {', '.join(finding.missing)}" if finding.missing else ""
        return {FILLED: "found", PARTLY: f"found in part{lacks}", SILENT: "not found"}[finding.status]


def claimed(record: Record) -> tuple[Claimed, ...]:
    """Return the lines of forms that are printed in a paper, in order; what stands in them does not count as found."""
    claims = record.get("claims", ())
    if not claims or "error" in record:
        return ()
    form = named(FORM)
    found = {finding.item.name: finding for finding in findings_of(_without(record, claims), form)}
    made = []
    for claim in claims:
        item = _item_of(form, claim)
        place = {
            "page": claim["page"],
            "quote": f"{claim['answer']}. {claim['said']}" if claim["said"] else claim["answer"],
            "boxes": claim.get("boxes", []),
        }
        asked = claim["title"] or claim["question"]
        finding = found[item.name] if item else None
        made.append(Claimed(claim["number"], asked, claim["answer"], claim["said"], place, finding))
    return tuple(made)


def _item_of(form: Checklist, claim: Record) -> ChecklistItem | None:
    """Return the line of ``form`` that the title of a claim, or else its question, is about."""
    for words in (claim["title"], claim["question"]):
        for item in form.items if words else ():
            if item.claim and search(item.claim, words):
                return item
    return None


def _without(record: Record, claims: Sequence[Record]) -> Record:
    """Return a record without the evidence that stands in the printed form, and without what rests on it alone."""
    spans = [(claim["start"], claim["end"]) for claim in claims]

    def outside(places: Sequence[Record]) -> list[Record]:
        return [place for place in places if not any(a <= place.get("start", -1) < b for a, b in spans)]

    facts = [{**fact, "evidence": outside(fact["evidence"])} for fact in record["facts"]]
    facts = [fact for fact in facts if fact["evidence"]]
    kept = {fact["id"]: fact for fact in facts}
    answers = []
    for answer in record["answers"]:
        left = outside(answer["evidence"])
        names = [name for name in answer["facts"] if name in kept]
        stated = answer["stated"] and bool(left or (names and not answer["evidence"]))
        changed = {"stated": stated, "evidence": left, "facts": names}
        if len(names) < len(answer["facts"]) or len(left) < len(answer["evidence"]):
            said = dict.fromkeys(kept[name]["value"] or kept[name]["text"] for name in names)
            changed["short"] = changed["text"] = ", ".join(said) or " ".join(place["quote"] for place in left[:1])
        answers.append({**answer, **changed})
    return {**record, "facts": facts, "answers": answers}
