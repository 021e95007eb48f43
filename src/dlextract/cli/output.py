"""Where results go: standard output, one file, or a folder with a file per paper."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ..bulk.ledger import BEGIN, lines, name_of
from ..errors import OutputError, UsageError
from ..writing import FILES, GRAPHS, SUFFIXES, TABLES, WIDE, Look, Record, is_pdf, parse_record, stream, write_file
from .door import say

MAIN_SUFFIX = {form: suffix for suffix, form in reversed(SUFFIXES.items()) if form not in FILES}
RECORDS = "records.jsonl"
_LONGEST_NAME = 200
"""Bytes of a paper's name that its own files are called by: the hash, suffixes and a name in the making are added."""
LINKED = ("html", "md")
"""Formats with links to the pages of the papers."""
_BAD_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_") | {chr(code): "_" for code in range(32)})
_NO_NAME = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Half surrogate pairs, which no file name can have, unlike those that stand for single bytes."""


@dataclass(frozen=True, slots=True)
class Target:
    """The output: ``path`` is None for standard output. ``several`` is whether it may hold more than one record.

    With ``everything`` a graph holds facts of all statuses.
    """

    path: Path | None
    form: str
    several: bool
    table: str = "answers"
    columns: tuple[str, ...] = ()
    everything: bool = False

    @property
    def folder(self) -> bool:
        """Whether each paper gets a file of its own in a folder."""
        return self.path is not None and self.form not in FILES and self.path.is_dir()

    @property
    def memory(self) -> Path | None:
        """The JSONL file that remembers what is done, if the output is one that can be gone on with."""
        path = self.path
        if path is None or (path.exists() and not (path.is_file() or path.is_dir())):
            return None
        if self.folder:
            return path / RECORDS
        if self.form == "jsonl":
            return path
        return path.with_name(path.name + ".jsonl") if self.several else None


def target_of(
    form: str | None,
    output: str | None,
    *,
    several: bool,
    table: str | None,
    columns: Sequence[str] = (),
    inputs: Iterable[str] = (),
    everything: bool = False,
) -> Target:
    """Return where to write what: the suffix names the format, a folder gets one file per paper.

    Raises:
        UsageError: format and output do not go together, or the output is one of the ``inputs``.
        OutputError: the folder cannot be made.
    """
    path = Path(output) if output and output != "-" else None
    if path is not None:
        spare(path, inputs)
    if output and output.endswith(("/", os.sep)):
        try:
            Path(output).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                output, f"the folder cannot be made ({error.strerror})", "Choose another output"
            ) from error
    if form is None and path is not None:
        form = "json" if path.is_dir() else SUFFIXES.get(path.suffix.lower())
        if form is None:
            raise UsageError(
                f"-o {output}", "its suffix names no format", f"Add -f, or let it end in {named(SUFFIXES)}"
            )
    form = form or ("jsonl" if several else "text")
    if form in FILES and path is None:
        raise UsageError(f"-f {form}", "this format needs a file", f"Add for example -o papers.{form}")
    if form in ("sqlite", "xlsx") and path is not None and path.is_dir():
        raise UsageError(
            f"-o {output}", f"{form} is one file, and this is a folder", f"Add a name such as papers.{form}"
        )
    if form == "jsonl" and path is not None and path.is_dir():
        path = path / RECORDS
    if table and table not in TABLES.get(form, ()):
        holds = f"{form} holds {', '.join(TABLES[form])}" if form in TABLES else f"{form} has no single table"
        raise UsageError(f"--table {table}", holds, "Choose another table, or leave --table out")
    table = table or ("answers" if form == "csv" else TABLES.get(form, ("",))[0])
    if everything and form not in GRAPHS:
        raise UsageError("--all-facts", f"{form} has all facts anyway", f"This is for {', '.join(GRAPHS)}")
    if columns and table != WIDE:
        raise UsageError("--columns", "only the table wide has columns to choose", "Add --table wide")
    names = tuple(name for name in re.split(r"[,\s]+", ",".join(columns)) if name)
    return Target(path, form, several, table, names, everything)


def suffixed(path: Path, suffixes: Mapping[str, str]) -> str:
    """Return the format that the suffix of ``path`` names, of those that a command of its own has.

    Raises:
        UsageError: it names none.
    """
    try:
        return suffixes[path.suffix.lower()]
    except KeyError:
        todo = f"Add -f, or let it end in {named(suffixes)}"
        raise UsageError(f"-o {path}", "its suffix names no format", todo) from None


def put(pieces: Iterable[str | bytes], path: Path | None) -> None:
    """Write ``pieces`` to standard output, or to a file that is put in place whole, at the end.

    Raises:
        OutputError: it cannot be written.
    """
    encoded = (piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace") for piece in pieces)
    if path is None:
        for piece in encoded:
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.writelines(encoded)
        beside.replace(path)
    except OSError as error:
        problem = f"it cannot be written ({error.strerror})"
        raise OutputError(str(path), problem, "Mend that and run it again") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def named(suffixes: Iterable[str]) -> str:
    """Return ``suffixes`` as a list in words: ".csv, .json or .txt"."""
    *most, last = suffixes
    return f"{', '.join(most)} or {last}" if most else last


def spare(output: Path, inputs: Iterable[str]) -> None:
    """Keep papers from being overwritten.

    Raises:
        UsageError: ``output`` is one of ``inputs``, or some other PDF file.
    """
    if not output.is_file():
        return
    with suppress(OSError):
        if any(Path(one).is_file() and output.samefile(one) for one in inputs):
            raise UsageError(f"-o {output}", "this is one of the inputs", "Choose another output")
        with output.open("rb") as file:
            if file.read(5) == b"%PDF-":
                raise UsageError(f"-o {output}", "this is a PDF file", "Choose another output")


def look_of(width: int | None, colours: bool | None, explain: bool, target: Target) -> Look:
    """Return how the readable sheet looks on this output."""
    terminal = target.path is None and sys.stdout.isatty()
    if colours is None:
        colours = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if width is None:
        width = min(120, shutil.get_terminal_size().columns) if terminal else 100
    return Look(width, colours, explain)


def deliver(records: Iterable[Record], target: Target, look: Look | None = None) -> None:
    """Write ``records``; a file is put in place whole, at the end. Without any record no file is made for text.

    Raises:
        OutputError: it cannot be written.
    """
    path = target.path
    records = _with_links(records, target)
    if path is None:
        for piece in _pieces(records, target, look):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return
    try:
        if target.folder:
            _deliver_folder(records, target, look)
            return
        if target.form == "parquet":
            path.mkdir(parents=True, exist_ok=True)
            write_file(records, "parquet", path, target.table, target.columns)
            return
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(_pieces(records, target, look))
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _deliver_file(records, target, path, look)
    except OSError as error:
        raise OutputError(
            str(path), f"it cannot be written ({error.strerror})", "Mend that and run it again"
        ) from error


def _pieces(records: Iterable[Record], target: Target, look: Look | None, base: str = "") -> Iterator[bytes]:
    return stream(
        records,
        target.form,
        several=target.several,
        look=look,
        table=target.table,
        columns=target.columns,
        base=base,
        everything=target.everything,
    )


def _with_links(records: Iterable[Record], target: Target) -> Iterator[Record]:
    """Yield ``records``, and say at the end to which papers the links of the output lead nowhere."""
    missing: list[str] = []
    for record in records:
        source = record["paper"]["source"]
        if target.form in LINKED and record.get("answers") and is_pdf(source) and not Path(source).is_file():
            missing.append(source)
        yield record
    if missing:
        named = ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
        say(f"{named}: no such file here, so the links to {'it' if len(missing) == 1 else 'them'} lead nowhere.")


def _deliver_file(records: Iterable[Record], target: Target, path: Path, look: Look | None) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if target.form in FILES:
            write_file(records, target.form, beside, target.table, target.columns)
        else:
            base = str(path.parent)
            pieces = _pieces(records, target, look, base)
            first = next(pieces, None)
            if first is None:
                return
            with beside.open("wb") as file:
                file.writelines(chain([first], pieces))
        told = sys.stderr.isatty() and path.exists() and not (target.memory and target.memory.exists())
        beside.replace(path)
        if told:
            say(f"{path}: the file that was there is replaced.")
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _stem(source: str) -> str:
    return _NO_NAME.sub("_", Path(source).stem.translate(_BAD_IN_NAMES)).strip(". ") or "paper"


def named_after(record: Record, *, alone: bool) -> str:
    """Return the name, without a suffix, of a file of its own for a paper; ``alone``: no other paper has that name."""
    stem = _stem(record["paper"]["source"])
    short = os.fsencode(stem)[:_LONGEST_NAME].decode("utf-8", "ignore")
    return short if alone and short == stem else f"{short}-{record['paper']['sha256'][:12]}"


def _deliver_folder(records: Iterable[Record], target: Target, look: Look | None) -> None:
    """Write one file per paper, called like the paper; where two names are alike, or one is too long for a system
    (255 bytes), a piece of the hash is added."""
    assert target.path
    found = list(records)
    stems = [_stem(record["paper"]["source"]) for record in found]
    often = Counter(stem.casefold() for stem in stems)
    for record, stem in zip(found, stems, strict=True):
        stem = named_after(record, alone=often[stem.casefold()] == 1)
        one = Target(
            target.path / (stem + MAIN_SUFFIX[target.form]),
            target.form,
            False,
            target.table,
            target.columns,
            target.everything,
        )
        assert one.path
        _deliver_file([record], one, one.path, look)


def records_in(paths: Iterable[Path]) -> Iterator[Record]:
    """Yield the records of JSONL outputs in their order; of several records of one paper, the last.

    A damaged line among them is said on standard error and left out.

    Raises:
        OutputError: a file cannot be read or holds something else: its first line is no record.
    """
    paths = list(paths)
    last: dict[str, int] = {}
    damaged = set()
    for number, (where, line) in enumerate(_placed(paths)):
        try:
            last[name_of(json.loads(line))] = number
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            if where.endswith(":1") and not line.startswith(BEGIN):
                raise OutputError(where, "the line is no record of dlextract", "Give its JSONL output") from error
            damaged.add(number)
    wanted = damaged.union(last.values())
    for number, (where, line) in enumerate(_placed(paths)):
        if number not in wanted:
            continue
        try:
            record = parse_record(line)
        except ValueError:
            say(f"{where}: the line is no record of dlextract, and is left out.")
        else:
            yield record


def _placed(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield each line with its place."""
    for path in paths:
        for number, line in enumerate(lines(path), start=1):
            yield f"{path}:{number}", line
