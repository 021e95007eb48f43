"""BibTeX, CSL JSON and RIS → entries."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..files import read_regular
from .attachments import files_in, is_remote
from .entries import Entry, doi_in, title_in, year_in

MOST_BYTES = 32 << 20
"""Size of the largest bibliography: some ten thousand entries with their abstracts."""

Told = list[str]
"""Lines about entries that are left out, for the user."""


def read_bibliography(path: str) -> tuple[list[Entry], Told]:
    """Return the entries of a bibliography in their order, and what is wrong with others.

    Args:
        path: ends in .bib (BibTeX), .json (CSL JSON) or .ris.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    reader = _READERS.get(Path(path).suffix.lower())
    if reader is None:
        raise UsageError(f"--bib {path}", "its suffix names no bibliography", "Let it end in .bib, .json or .ris")
    try:
        data = read_regular(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"--bib {path}", f"it cannot be read ({why})", "Check the path") from error
    told: Told = []
    try:
        entries = list(reader(_decoded(data), path, told))
    except ImportError as error:
        what = f"{error.name} is not installed"
        raise UsageError(f"--bib {path}", what, "Run: pip install 'dlextract[library]'") from error
    if not entries:
        raise UsageError(f"--bib {path}", "there is no entry in it that can be read", "Export the library again")
    return entries, told


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _bibtex(text: str, path: str, told: Told) -> Iterator[Entry]:
    import bibtexparser
    from bibtexparser.model import DuplicateBlockKeyBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would say is said below
    library = bibtexparser.parse_string(text)
    folder = _jabref_folder(comment.comment for comment in library.comments)
    for block in library.failed_blocks:
        where = f"{path}:{(block.start_line or 0) + 1}"
        if isinstance(block, DuplicateBlockKeyBlock):
            told.append(f"{where}: the key {block.key!r} stands there already, so this entry is left out.")
        else:
            told.append(f"{where}: the entry cannot be read, and is left out.")
    for entry in library.entries:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        files = files_in(fields.get("file", "") or fields.get("pdf", ""))
        yield Entry(
            entry.key,
            title_in(fields.get("title", "")),
            doi_in(fields.get("doi", "") or fields.get("url", "")),
            year_in(fields.get("year", "") or fields.get("date", "")),
            tuple(_under(path, file, folder) for file in files),
        )


def _jabref_folder(comments: Iterator[str]) -> str:
    """Return the folder of files that JabRef notes in a comment of the library."""
    for comment in comments:
        head, _, rest = comment.partition(":")
        if head.strip() == "jabref-meta" and rest.strip().startswith("fileDirectory"):
            return rest.partition(":")[2].strip().rstrip(";").replace("\\\\", "\\").strip()
    return ""


def _csl(text: str, path: str, told: Told) -> Iterator[Entry]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--bib {path}", "it is no JSON", "Export the library as CSL JSON") from error
    items = loaded.get("items") if isinstance(loaded, dict) else loaded
    for number, item in enumerate(items if isinstance(items, list) else [], start=1):
        if not isinstance(item, dict) or "paper" in item:
            told.append(f"{path}: item {number} is no entry, and is left out.")
            continue
        attached = item.get("attachments")
        files = [one.get("path") for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
        named = next((item[key] for key in ("citation-key", "citationKey", "citekey", "id") if item.get(key)), "")
        yield Entry(
            str(named),
            title_in(_words(item.get("title"))),
            doi_in(_words(item.get("DOI") or item.get("URL"))),
            _csl_year(item),
            tuple(_under(path, file) for file in files if isinstance(file, str) and file and not is_remote(file)),
        )


def _csl_year(item: dict[str, Any]) -> int | None:
    issued = item.get("issued")
    if isinstance(issued, dict):
        return year_in(json.dumps(issued.get("date-parts") or issued.get("raw") or issued.get("literal") or ""))
    return year_in(_words(item.get("date") or item.get("year")))


def _ris(text: str, path: str, told: Told) -> Iterator[Entry]:
    import rispy

    for number, item in enumerate(rispy.loads(text), start=1):
        files = [file for key in ("file_attachments1", "file_attachments2") for file in _several(item.get(key))]
        entry = Entry(
            _words(item.get("id")),
            title_in(_words(item.get("title") or item.get("primary_title"))),
            doi_in(_words(item.get("doi")) or " ".join(map(str, _several(item.get("urls"))))),
            year_in(_words(item.get("year") or item.get("publication_year") or item.get("date"))),
            tuple(_under(path, file) for file in files if not is_remote(file)),
        )
        if entry == Entry():
            told.append(f"{path}: entry {number} says neither title nor DOI nor file, and is left out.")
        else:
            yield entry


def _words(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _several(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]


def _under(bibliography: str, file: str, folder: str = "") -> str:
    """Return the path of a file, which is counted from the bibliography, or the folder that it names."""
    path = Path(file)
    if path.is_absolute():
        return file
    parent = Path(bibliography).parent
    for base in (parent / folder, parent, Path("/")) if folder else (parent, Path("/")):  # Mendeley leaves out the "/"
        if (base / path).is_file():
            return str(base / path)
    return str(parent / path)


_READERS: dict[str, Callable[[str, str, Told], Iterator[Entry]]] = {".bib": _bibtex, ".json": _csl, ".ris": _ris}
