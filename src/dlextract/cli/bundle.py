"""Reports that carry the pages of the papers, and copies of the papers with the evidence marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import OutputError, PaperError, UsageError
from ..writing import Record, html
from .door import say
from .output import Target, named_after, put

_SECONDS = 60.0
"""What one page, or one copy, may take."""


def bundle(records: Iterable[Record], target: Target, folders: Sequence[str]) -> None:
    """Write an HTML report with the pages on which evidence stands: into the one file, or beside it in a folder.

    Raises:
        UsageError: the output is no HTML file or folder.
        OutputError: it cannot be written, or Pillow is missing.
    """
    path = target.path
    if target.form != "html" or path is None:
        raise UsageError("--bundle", "only an HTML report carries pages", "Add -o report.html, or -f html -o report/")
    try:
        import PIL  # noqa: F401
    except ImportError as error:
        raise OutputError("--bundle", "pictures need Pillow", "Run: pip install 'dlextract[review]'") from error
    from ..viewing import Aside, Bundle, Pdfs

    inside = not path.is_dir()
    report = path if inside else path / "index.html"
    with Aside(_SECONDS) as aside:
        pictures = Bundle(Pdfs(map(Path, folders)), aside, None if inside else path)
        pieces = html(records, str(report.parent), pictures, "data:" if inside else "'self'")
        put(pieces, report)
    for line in pictures.failed:
        say(line)
    _tell_missing(pictures.missing, "their pages are left out")


def highlight(records: Iterable[Record], target: str, folders: Sequence[str]) -> None:
    """Write a copy of each paper with its evidence marked into the folder ``target``, as ``NAME.marked.pdf``.

    Raises:
        OutputError: the folder cannot be made, or a copy not be written.
        PaperError: no copy at all could be made.
    """
    from ..viewing import Aside, Pdfs, marked_copy, marks_of

    folder, pdfs, names = Path(target), Pdfs(map(Path, folders)), set[str]()
    missing: list[str] = []
    failed = 0
    with Aside(_SECONDS) as aside:
        for record in records:
            paper = record["paper"]
            if not (marks := marks_of(record)):
                continue
            path = pdfs.path_of(paper["source"], paper["sha256"])
            if not path:
                missing.append(paper["source"])
                continue
            try:
                data = aside.call(path, marked_copy, path, paper["sha256"], marks)
            except PaperError as error:
                failed += 1
                say(str(error))
                continue
            stem = named_after(record, alone=True)
            stem = named_after(record, alone=False) if stem.casefold() in names else stem
            names.add(stem.casefold())
            _write(folder / f"{stem}.marked.pdf", data, path)
    _tell_missing(missing, "no copies of them are made")
    if not names and (missing or failed):
        raise PaperError("--highlight", "no paper could be marked", "See the lines above; --pdfs names more folders")


def _write(path: Path, data: bytes, source: str) -> None:
    try:
        if path.exists() and path.samefile(source):
            raise OutputError(str(path), "this is the paper itself", "Choose another folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.tmp")
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise OutputError(str(path), f"it cannot be written ({error.strerror})", "Choose another folder") from error


def _tell_missing(missing: Sequence[str], then: str) -> None:
    if missing:
        named = ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
        say(f"{named}: no such PDF here or in --pdfs, so {then}.")
