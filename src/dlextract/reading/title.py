"""The title of a paper."""

from __future__ import annotations

import math
import re

from dlextract.reading.lines import PrintedLine
from dlextract.reading.sections import HeadingRoles

from ..words import WordRegex

_NO_TITLE = WordRegex("title_no_title")
_KIND = WordRegex("title_kind")
"""What a journal calls the kind of article, set above the title."""

_PEOPLE = re.compile(r"(?:written |edited |supervised )?by\b:?|authors?:|supervis(?:or|ed)\b", re.I)
_ON_A_COVER = WordRegex("title_on_a_cover")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORT_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWEL = re.compile(r"[aeiouyà-ÿα-ωа-я]", re.I)

_LONGEST_BANNER = 4
"""Words of the name of a journal that is set larger than the title."""

_LEAST_TITLE = 12
_DENSE = 25
_FEW_LINES = 60
_MARKED = 0.12
"""Share of the lines of a cover that say that it is one."""
_NO_LETTERS = re.compile(r"[\W\d_]+")


def find_title(
    lines: list[PrintedLine], stated: str, height: float, usual: float, roles: HeadingRoles, outline: str = ""
) -> list[PrintedLine]:
    """Return the lines of the title on the first page.

    ``stated`` is the title in the PDF's metadata, ``outline`` the first entry of its outline: they win if the page
    prints them, an entry of the outline only where it is set like a title. Otherwise the title is what is set largest
    in the upper part of the page, in at least three words. ``usual`` is the size of body text.
    """
    upper = [line for line in lines if line.y0 < 0.62 * height and any(map(str.isalpha, line.text))]
    if found := _printed(stated, upper):
        return found
    found = [] if roles.is_main(outline) or outline[:1].isdigit() else _printed(outline, upper)
    if found and min(line.size for line in found) > 1.15 * usual:
        return found
    groups = [group for group in _groups(upper, roles) if _may_be(group, upper)]
    if not groups:
        return []
    largest = max(round(group[0].size) for group in groups)
    if largest <= 1.05 * usual and not any(line.bold >= len(line.text) - 1 for group in groups for line in group):
        return []
    chosen = next(group for group in groups if round(group[0].size) == largest)
    if len(lines) > _DENSE and _is_banner(chosen, upper, height):
        rest = [group for group in groups if group is not chosen and _is_rival(group, chosen, usual)]
        if rest:
            chosen = max(rest, key=lambda group: round(group[0].size))
    return chosen if is_readable(" ".join(line.text for line in chosen)) else []


def _printed(title: str, upper: list[PrintedLine]) -> list[PrintedLine]:
    """Return the lines in which a page prints a title, none where it does not."""
    if not usable(title):
        return []
    wanted = _squeeze(title)
    found = [line for line in upper if len(_squeeze(line.text)) > 3 and _squeeze(line.text) in wanted]
    if not found or len(_squeeze(" ".join(line.text for line in found))) < 0.8 * len(wanted):
        return []
    first, last = upper.index(found[0]), upper.index(found[-1])
    return found if last - first < len(found) + 2 else []


def settle_title(printed: str, page: int, stated: str, outline: str = "") -> tuple[str, str]:
    """Return the title and where it comes from, "" where there is none.

    That is "page 1", "page 1 and metadata", "page 1 and outline", "page 1, metadata and outline", or "metadata".

    Args:
        printed: the title that the paper prints ("" for none), on ``page``.
        page: its number.
        stated: the title in the PDF's metadata.
        outline: the first entry of its outline.
    """
    if printed:
        witnesses = {"metadata": stated, "outline": outline}
        places = [f"page {page}", *(name for name, text in witnesses.items() if _squeeze(text) == _squeeze(printed))]
        return printed, " and ".join(filter(None, [", ".join(places[:-1]), places[-1]]))
    return (stated, "metadata") if usable(stated) else ("", "")


def is_cover(page: list[PrintedLine], following: list[PrintedLine], height: float, usual: float) -> bool:
    """Tell whether the first page is an archive's cover of the paper that begins on the next one.

    It says so in many words, or names the title that the next page has at its top, set large.
    """
    if len(page) > _FEW_LINES or len(following) <= 3:
        return False
    said = " ".join(line.text for line in page)
    marks = {found.group().lower() for found in _ON_A_COVER.finditer(said)}
    upper = [line for line in following if line.y0 < 0.5 * height]
    large = [line for line in upper if line.size > 1.2 * usual and len(line.words) > 1]
    size = max((round(line.size) for line in large), default=0)
    title = _squeeze(" ".join(line.text for line in large if round(line.size) == size))
    largest = _squeeze(" ".join(line.text for line in page if line.size >= max(one.size for one in page) - 0.5))
    if len(title) < _LEAST_TITLE or title in largest:
        return False
    marked = sum(_ON_A_COVER.search(line.text) is not None for line in page)
    return (len(marks) >= 3 and marked >= _MARKED * len(page)) or (len(marks) >= 1 and title in _squeeze(said))


def cover_warning(cover: int, last: int) -> str:
    """Return what to say of a cover on page ``cover`` of a paper that ends on page ``last``."""
    rest = str(last) if last == cover + 1 else f"{cover + 1}-{last}"
    return f"page {cover} is a cover that an archive or publisher put before the paper: --pages {rest} leaves it out"


def is_readable(title: str) -> bool:
    """Tell whether a title is words: those of a font that is mapped wrongly often have no vowel."""
    words = [word for word in _WORD.findall(title) if not word.isupper() and not _CJK.search(word)]
    mute = sum(_VOWEL.search(word) is None for word in words)
    few = len(_SHORT_WORD.findall(title)) < 2 <= len(title.split()) and not _CJK.search(title)
    return "\ufffd" not in title and mute <= 0.25 * len(words) and not few


def _groups(upper: list[PrintedLine], roles: HeadingRoles) -> list[list[PrintedLine]]:
    """Return lines of one size under one another, those above the first heading of a section."""
    below = min((line.y0 for line in upper if roles.is_main(line.text)), default=math.inf)
    groups: list[list[PrintedLine]] = []
    for line in upper:
        if line.y0 >= below:
            continue
        above = groups[-1][-1] if groups else None
        alike = above and abs(above.size - line.size) < 0.6 and 0 < line.base - above.base < 2.2 * line.size
        if above and alike and not _KIND.match(above.text) and not _PEOPLE.match(line.text):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _may_be(group: list[PrintedLine], upper: list[PrintedLine]) -> bool:
    first = group[0].text.split()[0]
    if first.isalpha() and first.islower():  # the middle of a sentence
        return False
    words = sum(len(line.words) for line in group) + sum(len(_CJK.findall(line.text)) for line in group) // 2
    return (
        (words >= 3 or _is_large(group, upper))
        and len(group) <= 6
        and _NO_TITLE.search(group[0].text) is None
        and not _KIND.match(group[0].text)
        and not _PEOPLE.match(group[0].text)
    )


def _is_banner(group: list[PrintedLine], upper: list[PrintedLine], height: float) -> bool:
    """Tell whether a group may be the name of a journal or an archive: few words, above all else that is large."""
    return (
        len(group) == 1
        and len(group[0].words) <= _LONGEST_BANNER
        and group[0].y0 < 0.16 * height
        and group[0].size > 1.25 * sorted(line.size for line in upper)[len(upper) // 2]
    )


def _is_rival(group: list[PrintedLine], banner: list[PrintedLine], usual: float) -> bool:
    """Tell whether a group below a banner is set like a title: large, in words that are no row of names."""
    text = " ".join(line.text for line in group)
    words = text.split()
    return (
        group[0].y0 > banner[0].y0
        and group[0].size > 1.25 * usual
        and len(words) > _LONGEST_BANNER
        and sum(word[:1].islower() for word in words) >= 0.25 * len(words)
    )


def _is_large(group: list[PrintedLine], lines: list[PrintedLine]) -> bool:
    """Tell whether a group of one or two words is set so large that it can be a title."""
    sizes = sorted(line.size for line in lines)
    return len(group) == 1 and len(group[0].words) == 2 and group[0].size > 1.5 * sizes[len(sizes) // 2]


def usable(stated: str) -> bool:
    """Tell whether the title in the metadata can be one."""
    return len(stated.split()) >= 3 and _NO_TITLE.search(stated) is None and is_readable(stated)


def _squeeze(text: str) -> str:
    return _NO_LETTERS.sub("", text).lower()
