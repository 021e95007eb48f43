"""A record → what each line of a checklist is: filled, partly, silent or not read, with the sentences that show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..checklists import FILLED, NOT_READ, PARTLY, SILENT, Checklist, ChecklistItem, Way
from ..regexes import search
from ..writing import Record
from ..writing.shown import short_of

_MOST_EVIDENCE = 3
_MOST_VALUES = 6
_EVEN = 0.5
_ELSEWHERE = "the paper sends its reader elsewhere"
_SOME_PAGES = re.compile(r"\bpages-(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Met:
    """One need of an item that is met: by what, in sentences and in short, where, and how sure that is (0 to 1)."""

    need: str
    text: str
    short: str
    evidence: tuple[Record, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """One item, judged.

    ``status`` is filled, partly, silent or not read; ``why`` says why it is not read. ``text`` says what is stated
    (``short``: in short); where nothing is, what came near it, or where the paper sends its reader ("" if nothing did).
    ``evidence`` holds pieces of evidence as in the record, the best first, ``missing`` the needs that are not met.
    ``confidence`` is that of the least sure of those that are (0 where none is).
    """

    item: ChecklistItem
    status: str
    text: str = ""
    evidence: tuple[Record, ...] = ()
    missing: tuple[str, ...] = ()
    confidence: float = 0.0
    why: str = ""
    short: str = ""

    @property
    def yes(self) -> bool:
        """Whether the item is filled."""
        return self.status == FILLED


def findings_of(record: Record, checklist: Checklist) -> tuple[ItemFinding, ...]:
    """Return what the record of a paper that was read says about each item of ``checklist``."""
    read = _Read(record, checklist.elsewhere)
    passages = record["paper"]["pages"] == 1 and not record["paper"]["source"].lower().endswith(".pdf")
    return tuple(_presumed(read.finding(item), passages) for item in checklist.items)


def _presumed(finding: ItemFinding, passages: bool) -> ItemFinding:
    """Return the finding; for silent passages what papers usually say, where that is known."""
    usual = finding.item.usual
    if finding.yes or not passages or usual < _EVEN:
        return finding
    return replace(finding, status=FILLED, text=f"not in these passages; {usual:.0%} of such papers say it")


class _Read:
    """A record, made ready to be asked."""

    def __init__(self, record: Record, elsewhere: str) -> None:
        self._elsewhere = elsewhere
        self._answers = {answer["question"]: answer for answer in record["answers"]}
        self._facts = {fact["id"]: fact for fact in record["facts"]}
        self._unread = _unread(record)

    def finding(self, item: ChecklistItem) -> ItemFinding:
        """Return what the paper says to one item."""
        if item.author:
            return ItemFinding(item, NOT_READ, why=item.author)
        met = [one for need, ways in item.needs.items() if (one := self._met(need, ways))]
        missing = tuple(need for need in item.needs if need and all(one.need != need for one in met))
        if met and len(met) == len(item.needs):
            return _finding(item, FILLED, met, ())
        if not met and (some := self._met("", item.partly)):
            met = [some]
        if met:
            return _finding(item, PARTLY, met, missing)
        near = self._near([way for ways in item.needs.values() for way in ways])
        away = near and self._elsewhere and search(self._elsewhere, near)
        why = _ELSEWHERE if away else self._unread
        return ItemFinding(item, NOT_READ if why else SILENT, near, missing=missing, why=why)

    def _met(self, need: str, ways: Sequence[Way]) -> Met | None:
        """Return by what a need is met, the first way that does."""
        for way in ways:
            answer = self._answers.get(way.question)
            if way.question and not (answer and answer["stated"]):
                continue
            if answer and way == Way(way.question):
                sure = answer.get("confidence", 0.0)
                return Met(need, answer["text"], short_of(answer), tuple(answer["evidence"]), sure)
            shown = [(fact, some) for fact in self._facts_of(way, answer) if (some := list(_shown(fact, way)))]
            if len({_said(fact) for fact, _ in shown}) >= way.several:
                sure = answer.get("confidence", 0.0) if answer else max(fact["confidence"] for fact, _ in shown)
                said = _values(fact for fact, _ in shown)
                return Met(need, said, said, _first(shown), sure)
            if answer and way == Way(way.question, quote=way.quote, not_quote=way.not_quote):
                told = [one for one in answer["evidence"] if _fits([one["quote"]], way.quote, way.not_quote)]
                if told:
                    sure = answer.get("confidence", 0.0)
                    return Met(need, answer["text"], short_of(answer), tuple(told), sure)
        return None

    def _facts_of(self, way: Way, answer: Record | None) -> Iterable[Record]:
        if answer:
            return [fact for name in answer["facts"] if (fact := self._facts.get(name))]
        mine = [fact for fact in self._facts.values() if fact["status"] in way.status]
        return sorted(mine, key=lambda fact: -fact["confidence"])

    def _near(self, ways: Iterable[Way]) -> str:
        """Return what came near, or the sentence that sends the reader elsewhere."""
        for way in ways:
            answer = self._answers.get(way.question)
            if answer and not answer["stated"] and answer.get("pointer"):
                return str(answer["pointer"])
            if answer and answer["stated"] and not way.labels:
                return f"not enough: {answer['text']}"
        return ""


def _finding(item: ChecklistItem, status: str, met: Sequence[Met], missing: tuple[str, ...]) -> ItemFinding:
    text, short = (
        "; ".join(f"{one.need}: {said}" if one.need else said for one, said in zip(met, every, strict=True))
        for every in ([one.text for one in met], [one.short.rstrip(".") for one in met])
    )
    evidence = {id(place): place for one in met for place in one.evidence[:1]}
    evidence.update({id(place): place for one in met for place in one.evidence})
    most = max(_MOST_EVIDENCE, len(met))
    sure = min(one.confidence for one in met)
    return ItemFinding(item, status, text, tuple(evidence.values())[:most], missing, sure, short=short)


def _unread(record: Record) -> str:
    """Return why silence means little: pages that could not be read, or were not asked for."""
    pages = record["paper"].get("text_quality", {}).get("unreadable_pages", ())
    if some := _SOME_PAGES.search(record.get("dlextract", {}).get("version", "")):
        return f"only pages {some[1]} to {some[2]} were read"
    if not pages:
        return ""
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))} cannot be read"


def _shown(fact: Record, way: Way) -> Iterator[Record]:
    """Yield the evidence by which ``fact`` counts."""
    if (way.labels and fact["label"] not in way.labels) or fact["confidence"] < way.least:
        return
    if way.attribute and way.attribute not in fact["attributes"]:
        return
    if way.roles and not set(way.roles) & set(fact["roles"]):
        return
    words = [fact[key] for key in ("value", "text")]
    if not _fits(words, way.value, way.not_value):
        return
    for evidence in fact["evidence"]:
        if search(way.found_by, evidence["found_by"]) and _fits([evidence["quote"]], way.quote, way.not_quote):
            yield evidence


def _fits(words: Iterable[str], wanted: str, unwanted: str) -> bool:
    words = list(words)
    return any(search(wanted, one) for one in words) and not (unwanted and any(search(unwanted, one) for one in words))


def _values(facts: Iterable[Record]) -> str:
    said = dict.fromkeys(_said(fact) for fact in facts)
    return ", ".join(list(said)[:_MOST_VALUES])


def _said(fact: Record) -> str:
    version = fact["attributes"].get("version", "")
    return " ".join(filter(None, (" ".join((fact["value"] or fact["text"]).split()), str(version))))


def _first(shown: Sequence[tuple[Record, list[Record]]]) -> tuple[Record, ...]:
    """Return the best sentence of each fact, each sentence once."""
    places = {_sentence(evidence[0]): evidence[0] for _, evidence in reversed(shown)}
    ordered = [evidence[0] for _, evidence in shown]
    kept = [piece for piece in ordered if places.pop(_sentence(piece), None) is not None]
    return tuple(kept[:_MOST_EVIDENCE])


def _sentence(place: Record) -> tuple[int | None, str]:
    """Return what tells one sentence from another; one that a reader chose has no offset."""
    return place.get("quote_start"), "" if "quote_start" in place else place["quote"]
