"""Whether the examples of checklists hold: rules alone read the text of each, and its line is then as it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import regex

from ..audit import audit
from ..checklists import Checklist, ChecklistItem
from ..extractor import Extractor
from ..patterns.checklist_files import REGEXES
from .findings import Finding

_NAME = "example.pdf"
"""What the text of an example is called: of a text without pages some things are presumed."""
_BEFORE = "We train a deep neural network."
"""What stands before the text of an example: questions are answered by papers that do so."""


def check_checklists(
    checklists: Mapping[str, Checklist], own: Sequence[Path], *, own_only: bool = False
) -> Iterator[Finding]:
    """Yield examples of checklists that do not hold, regexes that are none, and lines without an example.

    Args:
        checklists: by name.
        own: a user's folders of patterns, with which the examples are read; a line that stands there and has no example
            is only advised against.
        own_only: only what stands there is checked.
    """
    reader: Extractor | None = None
    for checklist in checklists.values():
        for item in checklist.items:
            mine = any(Path(item.place.file).is_relative_to(folder) for folder in own)
            if own_only and not mine:
                continue
            yield from _regexes(item)
            if item.examples:
                reader = reader or Extractor(own, model="none")
                yield from _wrong(checklist, item, reader)
            elif not item.author and not item.like:
                yield Finding(item.place, item.name, "no example", "Write one under examples", error=not mine)


def _regexes(item: ChecklistItem) -> Iterator[Finding]:
    ways = [way for ways in item.needs.values() for way in ways] + list(item.partly)
    texts = {item.claim: "claim"} if item.claim else {}
    for way in ways:
        texts.update({text: key for key in REGEXES if (text := getattr(way, key))})
    for text, key in texts.items():
        try:
            regex.compile(text)
        except regex.error as error:
            yield Finding(item.place, item.name, f"{key} is no regex: {error}")


def _wrong(checklist: Checklist, item: ChecklistItem, reader: Extractor) -> Iterator[Finding]:
    from ..writing import to_dict

    alone = replace(checklist, items=(item,))
    for example in item.examples:
        (finding,) = audit(to_dict(reader.read_text(f"{_BEFORE} {example.text}", _NAME)), alone).findings
        if finding.status != example.status:
            lacks = f", without {', '.join(finding.missing)}" if finding.missing else ""
            yield Finding(example.place, item.name, f"this example is {finding.status}{lacks}, not {example.status}")
