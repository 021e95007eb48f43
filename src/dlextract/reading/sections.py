"""Headings → sections with roles."""

from __future__ import annotations

import re
from collections.abc import Mapping

import regex

_NUMBER = re.compile(
    r"(?:(?:section|chapter|part|appendix)\s+)?"
    r"(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVXL]{1,5}(?=[.):\s])|[A-Z](?:\.\d{1,2}){1,3}|[A-Z](?=[.):])))[.):|]?\s+"
    r"(?=[^\W\d_])",
    re.I,
)
_SPACED = re.compile(r"(?:\b\w ){3,}\w\b")
_EDGES = " .:;|•■–—-*#"


class HeadingRoles:
    """Finds the role of a heading from the regexes of the knowledge."""

    def __init__(self, headings: Mapping[str, tuple[str, ...]]) -> None:
        self._rules = [
            (role, regex.compile("|".join(f"(?:{item})" for item in items), regex.I | regex.V0))
            for role, items in headings.items()
            if items
        ]
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
        """Tell whether a plain line is so surely a heading that no bold or large type is needed."""
        number, words = bare(heading)
        if not words or len(words) > 60 or not (heading.strip()[:1].isupper() or number):
            return False
        role = self.role(heading)
        if not role:
            return False
        if _MAIN.fullmatch(words):
            return True
        return bool(number) and words[:1].isupper() and len(words.split()) <= 8


_MAIN = re.compile(
    r"abstract|(?:\w+ )?introduction|references|bibliography|literature cited|related works?|background"
    r"|acknowled?ge?ments?|(?:materials? and )?methods|methodology|experiments?|results(?: and discussions?)?"
    r"|discussions?|conclusions?|appendi(?:x|ces)|conflicts? of interests?|(?:data|code) availability(?: statement)?"
    r"|funding|author contributions|competing interests|supplementary materials?",
    re.I,
)


def bare(heading: str) -> tuple[str, str]:
    """Return number and words of a heading ("3.1", "Training"); letter-spaced words are closed up."""
    text = heading.strip(_EDGES)
    if _SPACED.search(text):
        text = " ".join(part.replace(" ", "") for part in re.split(r"\s{2,}", text))
    match = _NUMBER.match(text)
    if match and (not match["number"].isalpha() or match["number"].isupper()):
        return match["number"], text[match.end() :].strip(_EDGES)
    return "", text


class SectionRoles:
    """Gives each heading its role, seen in order: own words first, then the section around it."""

    def __init__(self, roles: HeadingRoles) -> None:
        self._roles = roles
        self._by_number: dict[str, str] = {}
        self._last = "other"
        self._after_references = False

    def next(self, heading: str) -> str:
        """Return the role of the next heading."""
        number, words = bare(heading)
        role = self._roles.role(heading)
        if self._after_references and role not in ("references", "acknowledgements", "availability"):
            role = "appendix" if number[:1].isalpha() or role != "other" else role
        if not role:
            parent = number
            while "." in parent and not role:
                parent = parent.rsplit(".", 1)[0]
                role = self._by_number.get(parent, "")
            if not role:
                role = self._last if self._last not in ("abstract", "title", "references") else "other"
        if number:
            self._by_number[number] = role
        if role == "references":
            self._after_references = True
        elif not self._after_references or role != "other":
            self._last = role
        return role
