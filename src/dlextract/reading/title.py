"""The title of a paper."""

from __future__ import annotations

import re

from dlextract.reading.lines import PrintedLine
from dlextract.reading.sections import HeadingRoles

_NO_TITLE = re.compile(
    r"untitled|microsoft word|\.(?:docx?|dvi|tex|pdf|indd|ps)\b|^\d[\d.\s_-]*$|science journals|layout \d"
    r"|^(?:doi|paper|manuscript|article|title|template)\b.{0,20}$"
    r"|^(?:table of )?contents$|^list of (?:figures|tables)$",
    re.I,
)
_NO_LETTERS = re.compile(r"[\W\d_]+")


def find_title(
    lines: list[PrintedLine], stated: str, height: float, usual: float, roles: HeadingRoles
) -> list[PrintedLine]:
    """Return the lines of the title on the first page.

    ``stated`` is the title in the PDF's metadata: it wins if the page prints it. Otherwise the title is what is set
    largest in the upper part of the page, in at least three words. ``usual`` is the size of body text.
    """
    upper = [line for line in lines if line.y0 < 0.62 * height and any(map(str.isalpha, line.text))]
    if usable(stated):
        wanted = _squeeze(stated)
        found = [line for line in upper if len(_squeeze(line.text)) > 3 and _squeeze(line.text) in wanted]
        if found and len(_squeeze(" ".join(line.text for line in found))) >= 0.8 * len(wanted):
            first, last = upper.index(found[0]), upper.index(found[-1])
            if last - first < len(found) + 2:
                return found
    groups: list[list[PrintedLine]] = []
    for line in upper:
        if roles.is_main(line.text):
            break
        above = groups[-1][-1] if groups else None
        if above and abs(above.size - line.size) < 0.6 and 0 < line.base - above.base < 2.2 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    groups = [
        group
        for group in groups
        if (sum(len(line.words) for line in group) >= 3 or _is_large(group, upper))
        and len(group) <= 6
        and _NO_TITLE.search(group[0].text) is None
    ]
    if not groups:
        return []
    largest = max(round(group[0].size) for group in groups)
    if largest <= 1.05 * usual and not any(line.bold >= len(line.text) - 1 for group in groups for line in group):
        return []
    return next(group for group in groups if round(group[0].size) == largest)


def _is_large(group: list[PrintedLine], lines: list[PrintedLine]) -> bool:
    """Tell whether a group of one or two words is set so large that it can be a title."""
    sizes = sorted(line.size for line in lines)
    return len(group) == 1 and len(group[0].words) == 2 and group[0].size > 1.5 * sizes[len(sizes) // 2]


def usable(stated: str) -> bool:
    """Tell whether the title in the metadata can be one."""
    return len(stated.split()) >= 3 and _NO_TITLE.search(stated) is None and "\ufffd" not in stated


def _squeeze(text: str) -> str:
    return _NO_LETTERS.sub("", text).lower()
