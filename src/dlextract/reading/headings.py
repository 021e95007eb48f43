"""Which lines are headings: what looks like one is weighed against the styles that this paper uses for headings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from dlextract.reading.lines import PrintedLine
from dlextract.reading.sections import HeadingRoles, bare

from ..words import WordRegex

Style = tuple[int, bool, bool, bool]

_RUN_IN = WordRegex("run_in_run_in")
_SPACED_RUN_IN = WordRegex("run_in_spaced_run_in")
_PAGE_END = re.compile(r"[^\W\d_][.\s]*\s(?:\d{1,3}|[ivxl]{1,5})$")
_BAD_END = re.compile(
    r"(?:[,;(]|\b(?:the|a|an|of|and|or|in|to|for|with|by|on|is|are|was|were|that|which|et al\.))$", re.I
)


def run_in(line: PrintedLine, roles: HeadingRoles) -> str:
    """Return the heading with which a paragraph's first line begins ("Training. We …"), "" if none."""
    text = line.text
    plain = _SPACED_RUN_IN.match(text) or _RUN_IN.match(text)
    if plain:
        return plain.group().rstrip()
    for length, bold in ((line.bold, True), (line.italic, False)):
        if not 2 < length < len(text) - 2:
            continue
        head, rest = text[:length].rstrip(), text[length:].lstrip(" .:—–-")
        words = len(head.split())
        closed = head[-1] in ".:—–" or text[length:].lstrip()[:1] in tuple(".:—–")
        if not (head[0].isupper() or head[0].isdigit()) or words > 10 or not any(char.isalpha() for char in head):
            continue
        if "=" in head or not rest or re.match(r"(?:fig|tab|eq)", head, re.I) or not re.search(r"[^\W\d_]{3}", head):
            continue
        if closed and not (rest[0].islower() and head[-1] != ":"):
            return head
        if bold and rest[0].isupper() and (roles.role(head) or (words <= 5 and len(head) > 4)):
            return head
    return ""


def style_of(line: PrintedLine) -> Style:
    """Return size (in half points), bold, italic and capitals of a line."""
    text = line.text
    letters = sum(map(str.isalpha, text))
    caps = letters > 3 and sum(map(str.isupper, text)) > 0.85 * letters
    return round(2 * line.size), line.bold >= len(text) - 2, line.italic >= len(text) - 2, caps


def may_be_heading(line: PrintedLine, usual: float, roles: HeadingRoles) -> bool:
    """Tell whether a line looks like (a line of) a heading, by itself."""
    text = line.text
    length, words = len(text), len(line.words)
    if length > 140 or words > 18:
        return False
    styled = (line.size > 1.08 * usual and not 0 < line.bold < length - 2) or line.bold >= length - 2
    if not styled:
        if line.size < 0.72 * usual:
            return False
        capitals = text.isupper() and words <= 12 and text[-1] != ","
        slanted = line.italic >= length - 2 and words <= 14 and not _BAD_END.search(text)
        if not (capitals or slanted):
            if length < 80 and roles.is_main(text):
                return True
            if words > 9 or text[-1] == "." or not (text[0].isdigit() or text[0].isupper()):
                return False
            number, rest = bare(text)
            return bool(number) and rest[:1].isupper() and bool(roles.role(text))
    letters = sum(map(str.isalpha, text))
    return letters >= 3 and letters >= 0.5 * len(text.replace(" ", ""))


@dataclass(slots=True)
class HeadingCandidate:
    """A paragraph that may be a heading: its text, style and where it stands."""

    text: str
    style: Style
    page: int
    aligned: bool
    lines: int
    after_rule: bool = False


def confirm(candidates: list[HeadingCandidate], usual: float, roles: HeadingRoles) -> list[bool]:
    """Tell for each candidate, in reading order, whether it is a heading.

    A style is trusted if a heading that every paper has (Introduction, Methods, References …) or several numbered
    headings are set in it. Bold lines of tables, labels in figures and bold words in references have other styles.
    """
    trusted: Counter[Style] = Counter()
    numbers: dict[Style, list[str]] = {}
    for item in candidates:
        number, words = bare(item.text)
        if roles.is_main(item.text):
            trusted[item.style] += 2
        elif number and words[:1].isupper():
            numbers.setdefault(item.style, []).append(number)
    for style, found in numbers.items():
        if len(set(found)) >= 2 and len(set(found)) >= 0.7 * len(found):
            trusted[style] += 1
    contents = Counter(item.page for item in candidates if _PAGE_END.search(item.text))
    seen_main = False
    in_references = False
    out: list[bool] = []
    for item in candidates:
        listed = contents[item.page] >= 3 and _PAGE_END.search(item.text) is not None
        good = not listed and _is_heading(item, usual, roles, trusted, seen_main, in_references)
        out.append(good)
        if good:
            role = roles.role(item.text)
            seen_main = seen_main or (bool(role) and role != "other")
            in_references = role == "references" or (in_references and not role)
    return out


def _is_heading(
    item: HeadingCandidate,
    usual: float,
    roles: HeadingRoles,
    trusted: Counter[Style],
    seen_main: bool,
    in_references: bool,
) -> bool:
    text = item.text
    size, bold, italic, caps = item.style
    number, words = bare(text)
    if len(text.split()) > 24 or item.lines > 4 or not words or _BAD_END.search(text):
        return False
    if not (words[0].isupper() or words[0].isdigit() or words[0] in "“\"'‘[" or number or ord(words[0]) > 0x2FF):
        return False
    main = roles.is_main(text)
    if main:
        return True
    role = roles.role(text)
    if in_references:
        styled = trusted[item.style] > 0 and (bold or caps or size > 2.16 * usual)
        lettered = number[:1].isalpha() and number.upper() == number
        return styled and (role in ("appendix", "acknowledgements", "availability") or lettered or size > 2.16 * usual)
    if not seen_main:
        return bool(role) and bool(number) and trusted[item.style] > 0
    if number and words[:1].isupper() and (bold or italic or caps or size > 2.16 * usual or trusted[item.style]):
        return size >= 1.8 * usual or trusted[item.style] > 0
    if trusted[item.style] > 0 and len(words) > 3 and (bold or caps or italic or size > 2.16 * usual):
        return not italic or bold or item.aligned
    if text.endswith((".", ",")) or len(words) < 4:
        return False
    return (bold or size > 2.16 * usual) and size >= 1.9 * usual and item.aligned and (bool(role) or len(words) > 6)
