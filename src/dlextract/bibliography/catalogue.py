"""Which entry of a bibliography belongs to which record."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from .entries import Entry, folded

_ITEM = re.compile(r"(?:^|[\\/])storage[\\/]([23456789A-Z]{8})[\\/]([^\\/]+)$")
_LEAST_TITLE = 12
"""Letters of a title that is not shared by chance."""
READABLE = (".pdf", ".xml", ".nxml", ".html", ".htm", ".xhtml", ".txt")
"""Suffixes of files that may be papers, in the order in which they are taken."""


class Catalogue:
    """Entries by the files, DOIs and titles that they name; of two entries with the same, the first counts.

    Args:
        entries: of one or several bibliographies.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._files: dict[str, Entry] = {}
        self._dois: dict[str, Entry] = {}
        titles: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for file in entry.files:
                for name in _names(file):
                    self._files.setdefault(name, entry)
            if entry.doi:
                self._dois.setdefault(entry.doi.lower(), entry)
            if len(short := folded(entry.title)) >= _LEAST_TITLE:
                titles.setdefault(short, []).append(entry)
        self._titles = {title: found[0] for title, found in titles.items() if len(found) == 1}

    def papers(self) -> Iterator[str]:
        """Yield the best file of each entry that names any, each once."""
        seen: set[str] = set()
        for entry in self.entries:
            path = best_file(entry)
            if path and path not in seen:
                seen.add(path)
                yield path

    def entry(self, paper: dict[str, Any]) -> Entry | None:
        """Return the entry of a record's paper: by its file, else its DOI, else its title."""
        by_file = (self._files[name] for name in _names(paper["source"]) if name in self._files)
        found = next(by_file, None) or self._dois.get((paper.get("doi") or "").lower())
        return found or self._titles.get(folded(paper.get("title") or ""))

    def apply(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return ``record`` with what the bibliography says about its paper; it wins over what was read."""
        entry = self.entry(record["paper"]) if self.entries else None
        if entry is None:
            return record
        told: dict[str, Any] = {"citation_key": entry.key} if entry.key else {}
        if entry.title:
            told |= {"title": entry.title, "title_from": "bibliography"}
        if entry.doi:
            told["doi"] = entry.doi
        if entry.year:
            told |= {"year": entry.year, "year_from": "bibliography"}
        return {**record, "paper": {**record["paper"], **told}}


NO_CATALOGUE = Catalogue()
"""Says nothing about any paper."""


def best_file(entry: Entry) -> str:
    """Return the file of an entry that is most likely the paper, "" if none is one that can be read."""
    for suffix in READABLE:
        for file in entry.files:
            if file.lower().endswith(suffix):
                return file
    return ""


def item_key(source: str) -> str:
    """Return the key of the item in whose folder of Zotero's storage a file lies, "" elsewhere."""
    found = _ITEM.search(source)
    return found[1] if found else ""


def _names(path: str) -> list[str]:
    """Return under which names a file is known: where it lies, and in which item's folder of a Zotero storage."""
    found = _ITEM.search(path)
    here = os.path.normcase(os.path.realpath(path)) if "\0" not in path else path
    item = [f"{found[1]}/{PurePosixPath(found[2]).name.casefold()}"] if found else []
    return [here, *item]
