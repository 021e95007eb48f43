"""What the authors answered in a form that is printed in their paper: their claims about it, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from dlextract.records import Claim, Paper

from ..words import WordRegex

if TYPE_CHECKING:
    import regex

_MOST = 200
"""Lines of a form; no venue has as many."""
_LONGEST = 1000
"""Characters of what is said beside an answer."""

_LONGEST_ASKED = 500
"""Characters of what a line asks."""

_HEADED = re.compile(r"(?:^|[\n.;:)\]]) *(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})[.)]? +(?P<title>[A-Z][^\n.?!:]{1,90})$")
_ANSWERED = WordRegex("claim_answered")
_JUSTIFIED = WordRegex("claim_justified")
_NEXT = WordRegex("claim_next")
_ASKED = WordRegex("claim_asked")
_TICKS = {**dict.fromkeys("✓✔☑", "yes"), **dict.fromkeys("✗✘☒", "no")}
_SAID = WordRegex("claim_said")
_POINTS = WordRegex("claim_points")
_MARKED = WordRegex("claim_marked")
_BEHIND, _LINE = WordRegex("claim_behind"), WordRegex("claim_line")


def with_claims(paper: Paper) -> Paper:
    """Return ``paper`` with what its authors answered in the forms of a venue that are printed in it."""
    claims = read_claims(paper)
    return replace(paper, claims=claims) if claims else paper


def read_claims(paper: Paper) -> tuple[Claim, ...]:
    """Return what the authors answered in the forms of a venue that are printed in ``paper``, in order."""
    claims = (claim for start, end in _forms(paper) for claim in _claims(paper, start, end))
    return tuple(islice(claims, _MOST))


def _forms(paper: Paper) -> Iterator[tuple[int, int]]:
    """Yield where forms stand: sections of the role "checklist", and the answers between them."""
    start = end = -1
    for section in paper.sections:
        inside = start >= 0 and not section.title
        if section.role == "checklist" and not inside:
            if start >= 0:
                yield start, end
            start, end = section.body, section.end
        elif inside:
            end = section.end
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _claims(paper: Paper, start: int, end: int) -> Iterator[Claim]:
    text = paper.text[:end]
    answered = list(_ANSWERED.finditer(text, start))
    if len(answered) > 1:
        yield from _answers(paper, text, start, answered)
        return
    marked = list(_MARKED.finditer(text, start))
    if len(marked) > 1:
        for found in marked:
            answer = found["after"] or found["inside"]
            at = found.start("after") if found["after"] else found.start("inside")
            yield _claim(paper, found["number"] or "", found["question"], "", answer, (at, at + len(answer)), "")
        return
    asked = list(_ASKED.finditer(text, start))
    behind = list(_BEHIND.finditer(text, start))
    if len(behind) > max(1, len(asked)):
        yield from _behind(paper, text, start, behind)
        return
    lasts = [*(following.start() for following in asked[1:]), end][: len(asked)]  # nothing may be asked
    for one, last in zip(asked, lasts, strict=True):
        yield _replied(paper, text, one, last)


def _answers(paper: Paper, text: str, start: int, answered: list[regex.Match[str]]) -> Iterator[Claim]:
    """Yield the lines of a form that says Question, Answer and Justification."""
    before = start
    for found in answered:
        chunk = text[before : found.start()]
        head, _, question = chunk.rpartition("Question")
        headed = _HEADED.search(head.rstrip()[-200:])
        why = _JUSTIFIED.match(text, found.end())
        first = why.end() if why else found.end()
        after = _NEXT.search(text, first, first + _LONGEST + 50)
        last = min(after.start() if after else len(text), first + _LONGEST)
        number, title = (headed["number"], headed["title"]) if headed else ("", "")
        place = (found.start("answer"), last)
        yield _claim(paper, number, title, question.lstrip(" :"), found["answer"], place, text[first:last])
        before = last


def _behind(paper: Paper, text: str, start: int, answered: list[regex.Match[str]]) -> Iterator[Claim]:
    """Yield the lines of a form that has each answer behind what is asked, in one line or in cells of one row.

    What is said beside an answer ends where the next line begins: at its number, or at the end of the printed line.
    """
    befores = [start, *(found.end() for found in answered[:-1])]
    lines = [_begins(text, before, found.start()) for before, found in zip(befores, answered, strict=True)]
    lasts = [*(first for first, _, _ in lines[1:]), len(text)]
    for (_, at, number), found, last in zip(lines, answered, lasts, strict=True):
        asked = text[at : found.start()].strip(" \t\n:–—")
        end = min(last, found.end() + _LONGEST)
        said = text[found.end() : end].split("\n\n")[0]
        question, title = (asked, "") if asked.endswith("?") else ("", asked.rstrip("."))
        if asked[:1].isupper() and len(asked) <= _LONGEST_ASKED:
            place = (found.start("answer"), found.end() + len(said.rstrip()))
            yield _claim(paper, number, title, question, found["answer"], place, said)


def _begins(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return where the last line of ``start:end`` begins, where what it asks does, and its number."""
    numbered = list(_LINE.finditer(text, start, end))
    if numbered:
        return numbered[-1].start(), numbered[-1].end(), numbered[-1]["number"] or ""
    at = max(start, text.rfind("\n", start, end) + 1)
    return at, at, ""


def _replied(paper: Paper, text: str, asked: regex.Match[str], end: int) -> Claim:
    """Return the line of a form in which an answer follows a question, or a mark stands before it."""
    after = _NEXT.search(text, asked.end(), end)
    end = min(after.start() if after else end, asked.end() + _LONGEST)
    start = asked.end()
    answer = _TICKS.get(asked["mark"] or asked["tick"] or "", "")
    said = _SAID.match(text, start, end)
    if said:
        start, answer = said.end(), answer or said["answer"]
    elif points := list(_POINTS.finditer(text, start, end)):
        # Before it may stand more of the question.
        start = points[-1].start() if answer else points[0].start()
        answer = answer or ("yes" if not text[asked.end() : start].strip() else "")
    elif answer:
        start = end
    place = (said.start("answer") if said else start, end)
    return _claim(paper, asked["number"], "", asked["question"], answer, place, text[start:end])


def _claim(
    paper: Paper, number: str, title: str, question: str, answer: str, place: tuple[int, int], said: str
) -> Claim:
    start, end = place
    return Claim(
        number=number.strip("().[] "),
        title=" ".join(title.split()),
        question=" ".join(question.split()),
        answer=_plain(answer),
        said="" if _SAID.fullmatch(said) else " ".join(said.split()),
        page=paper.page_at(start),
        start=start,
        end=max(start, end),
        boxes=tuple(box for page, box in paper.boxes(start, max(start, end)) if page == paper.page_at(start)),
    )


def _plain(answer: str) -> str:
    """Return yes, no, partial, na, or "" where the line was left open."""
    answer = answer.lower()
    if answer in ("yes", "no"):
        return answer
    if answer.startswith("partial"):
        return "partial"
    return "na" if answer in ("na", "n/a", "not applicable") else ""
