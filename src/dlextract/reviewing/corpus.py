"""The records to be reviewed: a light row for each paper in memory, the records themselves where they lie."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import OutputError
from ..files import open_regular
from ..writing import SCHEMA_VERSION, Record, parse_record, short_of
from .acts import ReviewedCell, fact_key
from .cells import said_twice

_SHORT = 70
"""Characters of a value that a row holds."""
_PLAIN = re.compile(rb"[a-z0-9]+")
"""Parts of words that stand in JSON as they are."""
_FOUND = 200
"""Hits of a search that are shown."""

Told = tuple[bool, float | None, str, int | None]
"""What the tool says to a question: stated, confidence, the beginning of the value, page."""

Held = tuple[str, float]
"""A fact that the authors used: its key and confidence."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper: where its record stands in the file, what the tool says to each question, and what was used."""

    start: int
    size: int
    source: str
    sha256: str
    title: str
    fingerprint: str
    error: str
    told: dict[str, Told]
    facts: tuple[Held, ...]
    twice: tuple[tuple[str, str], ...]
    """Kind and key of the cells that concern what is said twice, differently."""


class Corpus:
    """The records of a JSONL output; a context manager. Of several records of one paper the last counts.

    Args:
        path: the output; it stays open, and is not changed.

    Raises:
        OutputError: it cannot be read, is no output, or one of another major version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[PaperRow] = []
        self.damaged: list[int] = []
        """Numbers of lines that are no record."""
        self._lock = threading.Lock()
        self.questions: dict[str, tuple[int, str]] = {}
        """Name of a question → number and wording, by number."""
        try:
            self._file: BinaryIO = open_regular(path, most=1 << 40)
        except OSError as error:
            raise OutputError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error
        try:
            self._scan()
        except BaseException:
            self._file.close()
            raise
        self.questions = dict(sorted(self.questions.items(), key=lambda item: item[1]))
        self._numbers = {row.sha256: number for number, row in enumerate(self.rows)}

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, papers: Collection[str]) -> None:
        """Leave out all rows but those of ``papers``, given by their hashes."""
        self.rows = [row for row in self.rows if row.sha256 in papers]
        self._numbers = {row.sha256: number for number, row in enumerate(self.rows)}

    def number_of(self, sha256: str) -> int | None:
        """Return the number of the row of a paper, None where it is none of these."""
        return self._numbers.get(sha256)

    def record(self, number: int) -> Record:
        """Return the record of row ``number`` (from 0).

        Raises:
            OutputError: what stands there now is no record.
        """
        try:
            return parse_record(self._line(self.rows[number]))
        except (OSError, ValueError) as error:
            what = "it has changed meanwhile, or holds what is no record"
            raise OutputError(str(self.path), what, "Start the review again") from error

    def _line(self, row: PaperRow) -> bytes:
        with self._lock:
            self._file.seek(row.start)
            return self._file.read(row.size)

    def holds(self, cell: ReviewedCell) -> bool:
        """Tell whether there is a record of the cell's paper."""
        return cell.paper in self._numbers

    def search(self, words: str, facts: bool = False) -> Iterator[tuple[int, str, str]]:
        """Yield ``(row, key, quote)`` of answers whose value, text or sentences hold ``words`` in any case.

        With ``facts`` those of used facts. The quote is the text that was hit.
        """
        wanted = " ".join(words.casefold().split())
        plain = _PLAIN.findall(wanted.encode()) if wanted.isascii() else []
        left = _FOUND
        for number, row in enumerate(self.rows):
            if row.error or not wanted:
                continue
            line = self._line(row)
            lower = line.lower()
            if not all(word in lower for word in plain):  # quicker by far than to parse it
                continue
            for key, texts in _searched(json.loads(line), facts):
                hit = next((text for text in texts if wanted in " ".join(text.casefold().split())), None)
                if hit is not None:
                    yield number, key, hit
                    left -= 1
                    if not left:
                        return

    def _scan(self) -> None:
        rows: dict[str, PaperRow] = {}
        at = 0
        for number, line in enumerate(self._file, start=1):
            try:
                row = self._row(line, at, number)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                self.damaged.append(number)
                if number == 1:
                    where = f"{self.path}:1"
                    raise OutputError(where, "the line is no record of dlextract", "Give its JSONL output") from error
            else:
                if row is not None:
                    name = row.sha256 or row.source
                    rows.pop(name, None)
                    rows[name] = row
            at += len(line)
        self.rows = list(rows.values())

    def _row(self, line: bytes, at: int, number: int) -> PaperRow | None:
        """Return the row of a record, None for a duplicate.

        Raises:
            OutputError: it is of another major version.
            ValueError, KeyError, TypeError, AttributeError, RecursionError: it is no record.
        """
        record = json.loads(line)
        version = str(record["schema_version"])
        if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
            raise OutputError(
                f"{self.path}:{number}",
                f"the record is of version {version}, and this dlextract reads {SCHEMA_VERSION}",
                "Read the papers again, or use the dlextract that wrote it",
            )
        paper, answers = record["paper"], record.get("answers", ())
        if "duplicate_of" in record:
            return None
        texts = [paper["source"], paper["sha256"], paper.get("title", "")]
        texts += [answer[key] for answer in answers for key in ("question", "ask")]
        if not all(isinstance(text, str) for text in texts) or not all(type(answer["cq"]) is int for answer in answers):
            raise TypeError("no record")
        row = PaperRow(
            start=at,
            size=len(line),
            source=paper["source"],
            sha256=paper["sha256"],
            title=paper.get("title", ""),
            fingerprint=fingerprint_of(record),
            error=str(record["error"]["message"]) if "error" in record else "",
            told={answer["question"]: _told(answer) for answer in answers},
            facts=tuple(_held(record)),
            twice=tuple(said_twice(record)),
        )
        self.questions.update({answer["question"]: (answer["cq"], answer["ask"]) for answer in answers})
        return row


def fingerprint_of(record: Record) -> str:
    """Return version, patterns and model of what made ``record``, as acts name them."""
    maker = record.get("dlextract", {})
    return " ".join(str(maker.get(name, "")) for name in ("version", "patterns", "model"))


def _told(answer: Record) -> Told:
    page = answer["evidence"][0]["page"] if answer["evidence"] else None
    short = " ".join(short_of(answer).split())
    return bool(answer["stated"]), answer.get("confidence"), short[:_SHORT], page


def _searched(record: Record, facts: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the key of each answer, or used fact, and the texts in which it is looked for."""
    if facts:
        for fact in record["facts"]:
            if fact["status"] == "used":
                yield fact_key(fact), [place["quote"] for place in fact["evidence"]] + [fact["value"], fact["text"]]
        return
    for answer in record["answers"]:
        quotes = [place["quote"] for place in answer["evidence"]]
        yield answer["question"], [*quotes, answer["text"], short_of(answer)]


def _held(record: Record) -> Iterator[Held]:
    seen = set()
    for fact in record.get("facts", ()):
        key = fact_key(fact)
        if fact["status"] == "used" and key not in seen:
            seen.add(key)
            yield key, fact["confidence"]
