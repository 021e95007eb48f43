"""One paper of a bibliography, and how its values are told from what stands in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 2000
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}]*[^\s\"<>{}.,;)\]]")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}$]")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a bibliography says about one paper: "" and None where it is silent. ``files`` are paths, in order."""

    key: str = ""
    title: str = ""
    doi: str = ""
    year: int | None = None
    files: tuple[str, ...] = ()


def doi_in(text: str) -> str:
    """Return the DOI in ``text``, also as an address, "" if there is none."""
    found = _DOI.search(text[:_LONGEST])
    return found[0] if found else ""


def year_in(text: str) -> int | None:
    """Return the first year in ``text``."""
    found = _YEAR.search(text[:_LONGEST])
    return int(found[0]) if found else None


def title_in(text: str) -> str:
    """Return a title without the braces and commands of LaTeX."""
    text = " ".join(text[:_LONGEST].split())
    if "\\" in text or "{" in text or "$" in text:
        try:
            from pylatexenc.latex2text import LatexNodes2Text

            text = LatexNodes2Text().latex_to_text(text)
        except Exception:  # broken LaTeX, in whatever way
            text = _COMMAND.sub("", text)
    return " ".join(text.split())


def folded(title: str) -> str:
    """Return a title as it is compared: letters and digits alone."""
    return "".join(_WORDS.findall(title.casefold()))
