"""Names as a list says them: each thing once, whatever its spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..regexes import Limited

_SCHEME = re.compile(r"^https?://(?:www\.)?")
_MORE = re.compile(r"[,:]\s|\s\(|/(?=\S)")
_JOINT = re.compile(r"[\s_-]+")
_PLURAL = re.compile(r"(?<=[^\W\ds_])s$")


def distinct(
    said: Iterable[str], version: Limited | None, plain: Limited | None = None, *, whole: bool = False
) -> list[str]:
    """Return what is said, each once, without names that another gives with their version.

    Args:
        said: names, the surest first.
        version: regex of what may follow a name so that the two stand for the name alone.
        plain: regex of words that add nothing to a name.
        whole: leave out what another name ends with ("segmentation" beside "semantic segmentation").
    """
    return [name for name, _ in merge(said, version, plain, whole=whole)]


def merge(
    said: Iterable[str], version: Limited | None, plain: Limited | None = None, *, whole: bool = False
) -> list[tuple[str, list[str]]]:
    """Return each thing as it is said, with all its spellings; the arguments are those of ``distinct``."""
    once: dict[str, list[str]] = {}
    for text in dict.fromkeys(said):
        once.setdefault(_key(text, plain), []).append(text)
    names = {texts[0]: texts for texts in once.values()}
    for short, spellings in list(names.items()):
        longer = next((name for name in names if _covers(name, short, version, whole)), "")
        if longer:
            names[longer] = [*names[longer], *spellings]
            del names[short]
    return list(names.items())


def covered(parts: Sequence[str]) -> list[str]:
    """Return the names without those that are two others joined by "and"."""
    known = {_key(part, None) for part in parts}
    return [
        part
        for part in parts
        if " and " not in part or not all(_key(half, None) in known for half in part.split(" and "))
    ]


def _key(text: str, plain: Limited | None) -> str:
    bare = _bare(text)
    if plain is not None and (match := plain.search(bare)) and len(match[0]) < len(bare):
        bare = bare[: match.start()] + bare[match.end() :]
    if "/" in bare or not any(map(str.isalpha, bare)):
        return bare
    return _PLURAL.sub("", _JOINT.sub("", bare))


def _covers(long: str, short: str, version: Limited | None, whole: bool) -> bool:
    """Tell whether ``long`` is the name ``short`` with a version, with more about it, or as a longer address."""
    long, short = _bare(long), _bare(short)
    if whole and _PLURAL.sub("", long).endswith(f" {_PLURAL.sub('', short)}"):
        return True
    rest = long.removeprefix(short)
    if rest == long or not rest or not any(map(str.isalpha, short)):
        return False
    if short[-1].isdecimal() and rest[0] in "0123456789.,":
        return False
    return _MORE.match(rest) is not None or (version is not None and version.fullmatch(rest) is not None)


def _bare(text: str) -> str:
    return _SCHEME.sub("", text.lower())
