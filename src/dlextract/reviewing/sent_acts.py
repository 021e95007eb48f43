"""From what the page sends to acts: the reader, the time and what the tool had said are added here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .acts import Act, checked, now
from .cells import said
from .corpus import Corpus

if TYPE_CHECKING:
    from .settling import Settlement

_PARTS = (
    "paper",
    "kind",
    "key",
    "verdict",
    "reason",
    "value",
    "page",
    "quote",
    "words",
    "boxes",
    "note",
    "how",
    "role",
)
_LONGEST = 20_000
"""Characters of a text in an act."""
_MOST = 50_000
"""Acts that are sent at once."""


def acts_of(sent: Any, corpus: Corpus, who: str, settlement: Settlement | None = None) -> list[Act]:
    """Return the acts that the page (or a table) asks for.

    Args:
        sent: a list of objects with the keys of an act that a reader can choose; to settle a difference, ``take`` may
            name the reader whose act is taken over.
        corpus: the records.
        who: the reader.
        settlement: what is settled, if that is what the reader does.

    Raises:
        UsageError: one of them is no act, or is about nothing that is in the records.
    """
    if not isinstance(sent, list) or len(sent) > _MOST:
        raise UsageError("decision", "it is no list of decisions", "Reload the page")
    when = now()
    acts: list[Act] = []
    last: tuple[int, Any] = (-1, None)
    for one in sent:
        try:
            given = {name: one[name] for name in _PARTS if name in one}
            act = checked(Act(who=who, when=when, **given))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UsageError("decision", f"it is none ({error})", "Reload the page") from error
        if any(isinstance(text, str) and len(text) > _LONGEST for text in given.values()):
            raise UsageError("decision", "a text in it is too long", "Shorten it")
        number = corpus.number_of(act.paper)
        if number is None:
            raise UsageError("decision", "its paper is none of the records", "Start the review with its records")
        if last[0] != number:
            last = number, corpus.record(number)
        if settlement:
            if take := one.get("take"):
                taken = settlement.taken(act.cell, str(take), who)
                acts.append(replace(taken, note=act.note or taken.note))
                continue
            act = replace(act, how="consensus")
        added = settlement is not None and act.cell in settlement.sides
        acts.append(_completed(act, last[1], corpus.rows[number].fingerprint, added))
    return acts


def _completed(act: Act, record: Any, fingerprint: str, added: bool) -> Act:
    """Return ``act`` with what the tool had said; ``added``: a reader has added this fact."""
    known, tool = said(record, act.kind, act.key)
    if not known and not added and act.verdict not in ("missed", "undo", "edit"):
        raise UsageError("decision", f"the record says nothing of {act.key!r}", "Reload the page")
    verdict, value = act.verdict, act.value
    if verdict == "accept":
        value = tool
    if verdict == "accept" and tool is None:
        verdict = "absent"  # to agree that nothing is stated is one decision, whatever key it was made with
    elif verdict == "edit" and tool is None:
        verdict = "missed"
    elif verdict == "missed" and tool is not None:
        verdict = "edit"
    if verdict in ("edit", "missed") and not (value or "").strip():
        raise UsageError("decision", "the new value is empty", "Type one, or say that nothing is stated")
    if verdict in ("absent", "undo") or (verdict == "reject" and act.reason != "wrong place"):
        value = None
    elif verdict == "reject":
        value = tool
    if verdict == "reject" and not act.reason:
        raise UsageError("decision", "it has no reason", "Choose one")
    return replace(act, verdict=verdict, value=value, tool=tool, fingerprint=fingerprint)
