"""Headings → sections with roles."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..regexes import Limited, either
from ..words import WordRegex

_NUMBER = re.compile(
    r"(?:(?:section|chapter|part|appendix)\s+)?"
    r"(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVXL]{1,5}(?=[.):\s])|[A-Z]\d?(?:\.\d{1,2}){1,3}|[A-Z]\d{0,2}(?=[.):]|\s+[A-Z][a-z])))"
    r"\s*[.):|]?\s+(?=[^\W\d_]|\()",
)
_SPACED = re.compile(r"(?:\b\w ){3,}\w\b")
_EDGES = " .:;|•■–—-*#"
_MAIN = WordRegex("section_main")


class HeadingRoles:
    """Finds the role of a heading from the regexes of the knowledge."""

    def __init__(self, headings: Mapping[str, tuple[str, ...]]) -> None:
        self._rules = [(role, Limited(f"(?i){either(items)}")) for role, items in headings.items() if items]
        self._known: dict[str, str] = {}

    def role(self, heading: str) -> str:
        """Return the role that the words of ``heading`` name, "" if none."""
        words = bare(heading)[1]
        if words not in self._known:
            self._known[words] = (
                next((role for role, rule in self._rules if rule.fullmatch(words)), "") if words else ""
            )
        return self._known[words]

    def is_main(self, heading: str) -> bool:
        """Tell whether a heading is one that nearly every paper has, so that no bold or large type is needed."""
        if not heading.strip()[:1].isalnum() or len(heading) > 70:
            return False
        words = bare(heading)[1]
        return bool(words) and words[0].isupper() and _MAIN.fullmatch(words) is not None


def bare(heading: str) -> tuple[str, str]:
    """Return number and words of a heading ("3.1", "Training"); letter-spaced words are closed up."""
    text = heading.strip(_EDGES)
    if _SPACED.search(text):
        text = " ".join(part.replace(" ", "") for part in re.split(r"\s{2,}", text))
    match = _NUMBER.match(text)
    if match:
        return match["number"], text[match.end() :].strip(_EDGES)
    return "", text


class SectionRoles:
    """Gives each heading its role, seen in order: its own words first, then the section around it."""

    def __init__(self, roles: HeadingRoles) -> None:
        self._roles = roles
        self._by_number: dict[str, str] = {}
        self._top = "other"
        self._role = "other"
        self._after_references = False

    def next(self, heading: str, top: bool = False) -> str:
        """Return the role of the next heading; ``top`` says that it is set like the headings of main sections."""
        number = bare(heading)[0]
        role = self._roles.role(heading)
        top = top or (bool(number) and "." not in number and (number.isdigit() or len(number) > 1 or number in "IVX"))
        if self._after_references and role not in ("references", "acknowledgements", "availability"):
            role = "other" if role == "other" and not number else "appendix"
        if not role:
            role = self._inherited(number, top)
        if number:
            self._by_number[number] = role
        if top or not number:
            self._top = role
        if role == "references":
            self._after_references = True
        self._role = role
        return role

    def run_in(self, heading: str) -> str:
        """Return the role of a run-in heading; one without a known name stays in the section around it."""
        role = self._roles.role(heading)
        if self._after_references:
            return role if role in ("acknowledgements", "availability") else self._role
        return role or self._role

    def _inherited(self, number: str, top: bool) -> str:
        parent = number
        while "." in parent:
            parent = parent.rsplit(".", 1)[0]
            if parent in self._by_number:
                return self._by_number[parent]
        if top and self._top in ("introduction", "related_work", "abstract"):
            return "methods"
        return self._top if self._top not in ("abstract", "title", "references") else "other"
