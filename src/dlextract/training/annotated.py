"""Papers annotated sentence by sentence: their files, and their sentences found again as the paper is read now."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PaperError
from ..judging.segments import QUESTIONS, Segment
from ..records import Fact

JUDGEMENTS = ("used", "mentioned", "searched", "negated", "wrong", "part")
"""What a reader can say about a candidate."""

_LIKE = 0.6
_SHORT = 4
_NEAR = 1e-6
_HINT = "docs/judges.md describes the form"
_LETTERS = re.compile(r"[^0-9a-zα-ω]+")
_WORD = re.compile(r"[0-9a-zα-ω]+")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated paper.

    ``sentences`` are (page, role, heading, text) in order; ``evidence`` maps each question to the numbers of the
    sentences that answer it, the best first (empty: not stated). ``facts`` are as in the file.
    """

    name: str
    path: Path
    sentences: tuple[tuple[int, str, str, str], ...]
    evidence: Mapping[int, tuple[int, ...]]
    facts: tuple[Mapping[str, Any], ...]


def read_annotated(path: Path) -> Annotated:
    """Return the annotated paper in ``path``.

    Raises:
        PaperError: the file cannot be read, or a part of the form is missing or makes no sense.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PaperError(str(path), f"this is no annotated paper ({error})", _HINT) from error
    mistakes = mistakes_in(data)
    if mistakes:
        raise PaperError(str(path), mistakes[0], _HINT)
    number = {sentence["id"]: place for place, sentence in enumerate(data["sentences"])}
    return Annotated(
        name=path.stem,
        path=path,
        sentences=tuple((s["page"], s["role"], s["section"], s["text"]) for s in data["sentences"]),
        evidence={cq: tuple(number[i] for i in data["evidence"][str(cq)]) for cq in range(1, QUESTIONS + 1)},
        facts=tuple(data["facts"]),
    )


def mistakes_in(data: Any) -> list[str]:
    """Return what is wrong with a filled form, in the words of a user; nothing where it can be learnt from."""
    if not isinstance(data, dict) or not isinstance(data.get("sentences"), list) or "evidence" not in data:
        return ["the form has no sentences or no evidence"]
    mistakes = []
    known = set()
    for place, sentence in enumerate(data["sentences"]):
        if not isinstance(sentence, dict) or not {"id", "page", "role", "section", "text"} <= sentence.keys():
            mistakes.append(f"sentence {place} lacks one of id, page, role, section, text")
        elif sentence["id"] in known:
            mistakes.append(f"sentence id {sentence['id']} stands twice")
        else:
            known.add(sentence["id"])
    for cq in range(1, QUESTIONS + 1):
        ids = data["evidence"].get(str(cq)) if isinstance(data["evidence"], dict) else None
        if not isinstance(ids, list):
            mistakes.append(f"question {cq} has no list of sentences (empty: not stated)")
        else:
            mistakes += [f"question {cq} names sentence {i!r}, which is none" for i in ids if i not in known]
    for fact in data.get("facts") or ():
        if not isinstance(fact, dict) or not {"label", "text", "value", "judgement"} <= fact.keys():
            mistakes.append("a fact lacks one of label, text, value, judgement")
        elif fact["judgement"] not in JUDGEMENTS:
            mistakes.append(
                f"{fact['label']} {fact['text']!r} is judged {fact['judgement']!r}: {', '.join(JUDGEMENTS)}"
            )
    return mistakes


def found_again(paper: Annotated, lines: Sequence[Segment]) -> dict[int, int]:
    """Return the line in which each sentence of the annotation stands now: its number → that of the line.

    Sentences are compared by letters and digits; where reading has changed, by their words.
    """
    exact: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        exact[_squash(line.text)].append(place)
    bags = [Counter(_WORD.findall(line.text.lower())) for line in lines]
    wanted = {number for numbers in paper.evidence.values() for number in numbers}
    found: dict[int, int] = {}
    for number in sorted(wanted):
        page, _, _, text = paper.sentences[number]
        same = exact.get(_squash(text))
        if same:
            share = number / max(1, len(paper.sentences)) * len(lines)
            found[number] = min(same, key=lambda place: (lines[place].page != page, abs(place - share)))
            continue
        bag = Counter(_WORD.findall(text.lower()))
        best, at = 0.0, -1
        for place, line in enumerate(lines):
            if abs(line.page - page) <= 1 and bags[place]:
                smaller = min(sum(bag.values()), sum(bags[place].values()))
                alike = sum((bag & bags[place]).values()) / max(1, smaller) * min(1.0, smaller / _SHORT)
                if alike > best:
                    best, at = alike, place
        if best >= _LIKE:
            found[number] = at
    return found


_ROLES = {"pre": "pretraining", "train": "training", "eval": "evaluation", "infer": "inference"}
"""Short names of roles in the form → those of facts."""


def used_by_authors(fact: Fact, paper: Annotated) -> bool | None:
    """Return whether a reader says that the authors use ``fact``; None where nobody judged it or readers may differ."""
    said = _said_of(fact, paper)
    if said is None or said["judgement"] == "part" or said.get("optional"):
        return None
    return bool(said["judgement"] == "used")


def roles_by_authors(fact: Fact, paper: Annotated) -> tuple[str, ...]:
    """Return in which roles a reader says that the authors use ``fact``, sorted; () where nobody says so."""
    said = _said_of(fact, paper)
    if said is None or said["judgement"] != "used" or said.get("optional"):
        return ()
    return tuple(sorted(_ROLES.get(role, role) for role in said.get("roles") or ()))


def _said_of(fact: Fact, paper: Annotated) -> Mapping[str, Any] | None:
    """Return what a reader says of ``fact``, by its names or its number."""
    names = {_squash(fact.value), _squash(fact.text)} - {""}
    best: tuple[tuple[bool, bool, bool], Mapping[str, Any]] | None = None
    for said in paper.facts:
        if said["label"] != fact.label:
            continue
        known = {_squash(str(name)) for name in (said["value"], said["text"], *said.get("aliases", ()))}
        if names & known or _same_number(fact.value, str(said["value"])):
            rank = (
                _squash(str(said["value"])) == _squash(fact.value),
                said.get("scope", "") == fact.scope,
                said["judgement"] == "used",
            )
            if best is None or rank > best[0]:
                best = rank, said
    return best[1] if best else None


def _same_number(first: str, second: str) -> bool:
    try:
        one, other = (float(value.replace(",", "").rstrip("%")) for value in (first, second))
    except ValueError:
        return False
    return abs(one - other) <= _NEAR * max(1.0, abs(other))


def _squash(text: str) -> str:
    return _LETTERS.sub("", text.lower())
