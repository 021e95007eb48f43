"""Reads annotated paragraphs (uniform JSONL or spaCy's DocBin) and says where they are wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import DocBin

from dlextract.errors import ModelError

LABELS = ("GPU", "DATASET", "ARCHITECTURE", "TASK")
"""What the shipped model marks, in the order in which scores are shown."""

MAX_CHARACTERS = 100_000
"""Longest paragraph that is read: more is a whole book, and no network trains on it in useful time."""

_SUFFIXES = (".jsonl", ".spacy")
_SHAPE = '{"text": "…", "spans": [[start, end, "LABEL"], …]}'


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A mention: half-open character offsets into its paragraph."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class AnnotatedParagraph:
    """A text with its mentions.

    ``optional`` mentions are neither required nor punished in an evaluation. ``complete`` names the labels of which
    every mention is marked; of the others some may be missing. ``named``: the file itself says which. ``shares`` are
    words of which it is only likely what they are: offsets, and the share of each tag ("O", "B-TASK"; begin, inside,
    last and unit, as BILUO tags have it).
    ``where`` is ``file:line`` for messages.
    """

    text: str
    spans: tuple[Span, ...]
    optional: tuple[Span, ...] = ()
    group: str = ""
    complete: frozenset[str] = frozenset(LABELS)
    where: str = ""
    named: bool = False
    shares: tuple[tuple[int, int, tuple[tuple[str, float], ...]], ...] = ()


def read_corpus(path: Path, labels: tuple[str, ...] = LABELS) -> tuple[AnnotatedParagraph, ...]:
    """Return the paragraphs of a ``.jsonl`` or ``.spacy`` file in their order; no ``labels`` means that any is good.

    Raises:
        ModelError: the file is missing, empty or of another form, or a span lies outside of its text, overlaps
            another one or has a label that is not one of ``labels``; ``where`` is ``file:line``.
    """
    if path.suffix not in _SUFFIXES:
        raise ModelError(
            str(path), "is neither .jsonl nor .spacy", f"Give one JSON object a line, {_SHAPE}, or a DocBin"
        )
    if not path.is_file():
        raise ModelError(str(path), "there is no such file", "Check the path")
    reader = _read_jsonl if path.suffix == ".jsonl" else _read_docbin
    paragraphs = tuple(reader(path, labels))
    if not paragraphs:
        raise ModelError(str(path), "holds no paragraph", f"Give one JSON object a line: {_SHAPE}")
    return paragraphs


def _read_jsonl(path: Path, labels: tuple[str, ...]) -> Iterator[AnnotatedParagraph]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ModelError(str(path), f"is not UTF-8 (byte {error.start})", "Save it as UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ModelError(where, f"is no JSON: {error}", f"Give one object a line: {_SHAPE}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ModelError(where, 'has no "text"', f"Give one object a line: {_SHAPE}")
        yield _paragraph(row, where, labels)


def _paragraph(row: dict[str, Any], where: str, labels: tuple[str, ...]) -> AnnotatedParagraph:
    text = row["text"]
    _check_text(text, where)
    complete = row.get("labels", labels)
    if not isinstance(complete, (list, tuple)) or not all(isinstance(label, str) for label in complete):
        raise ModelError(where, '"labels" is no list of labels', "Name the labels that are marked completely")
    if unknown := [label for label in complete if labels and label not in labels]:
        raise ModelError(where, f'unknown label "{unknown[0]}"', _labels_are(labels))
    spans = tuple(_span(value, text, where, labels) for value in _list(row, "spans", where))
    _check_overlap(spans, text, where)
    return AnnotatedParagraph(
        text=text,
        spans=tuple(sorted(spans)),
        optional=tuple(sorted(_span(value, text, where, ()) for value in _list(row, "optional", where))),
        group=str(row.get("group", row.get("source", ""))),
        complete=frozenset(complete),
        where=where,
        named="labels" in row,
        shares=tuple(_share(value, text, where) for value in _list(row, "shares", where)),
    )


def _share(value: Any, text: str, where: str) -> tuple[int, int, tuple[tuple[str, float], ...]]:
    """Return the word that ``value`` describes, and the shares of its tags as parts of 1."""
    tags = value[2] if isinstance(value, list) and len(value) == 3 else None
    if (
        not isinstance(tags, dict)
        or not all(isinstance(share, int | float) and 0 <= share <= 1 for share in tags.values())
        or not (total := sum(tags.values()))
        or not all(isinstance(offset, int) for offset in value[:2])
        or not 0 <= value[0] < value[1] <= len(text)
    ):
        raise ModelError(where, f"{json.dumps(value)} are no shares", 'The form is [start, end, {"B-TASK": 0.6, …}]')
    return value[0], value[1], tuple((str(tag), share / total) for tag, share in tags.items())


def _list(row: dict[str, Any], key: str, where: str) -> list[Any]:
    values = row.get(key, [])
    if not isinstance(values, list):
        raise ModelError(where, f'"{key}" is no list', f"The form is {_SHAPE}")
    return values


def _check_text(text: str, where: str) -> None:
    if not text.strip():
        raise ModelError(where, "the text is empty", "Remove the line")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ModelError(
            where, "the text holds half of a character (a lone surrogate)", "Write the file again as UTF-8"
        )
    if len(text) > MAX_CHARACTERS:
        raise ModelError(
            where, f"the text has {len(text):,} characters", f"Split it: at most {MAX_CHARACTERS:,} are read"
        )


def _span(value: Any, text: str, where: str, labels: tuple[str, ...]) -> Span:
    """Return the span that ``value`` describes; no labels means that any is good."""
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[2], str):
        raise ModelError(where, f"{json.dumps(value)} is no span", 'The form is [start, end, "LABEL"]')
    start, end, label = value
    if any(not isinstance(offset, int) or isinstance(offset, bool) for offset in (start, end)):
        raise ModelError(where, f"{json.dumps(value)} is no span", "Offsets are whole numbers")
    if not 0 <= start < end <= len(text):
        raise ModelError(
            where, f"the span {start}–{end} lies outside of the text of {len(text)} characters", "Correct the offsets"
        )
    if labels and label not in labels:
        raise ModelError(where, f'unknown label "{label}"', _labels_are(labels))
    return Span(start, end, label)


def _labels_are(labels: tuple[str, ...]) -> str:
    return f"Labels are {', '.join(labels)}; one of your own is named by dlextract train --labels"


def _check_overlap(spans: tuple[Span, ...], text: str, where: str) -> None:
    ordered = sorted(spans)
    for one, two in pairwise(ordered):
        if two.start < one.end:
            raise ModelError(
                where,
                f'"{text[one.start : one.end]}" ({one.start}–{one.end}) and '
                f'"{text[two.start : two.end]}" ({two.start}–{two.end}) overlap',
                "Keep the longer one",
            )


def _read_docbin(path: Path, labels: tuple[str, ...]) -> Iterator[AnnotatedParagraph]:
    vocab = spacy.blank("en").vocab
    try:
        docs = list(DocBin().from_disk(path).get_docs(vocab))
    except Exception as error:  # msgpack, zlib and spaCy each raise their own kinds
        raise ModelError(str(path), "is no DocBin of spaCy 3", "Write it with DocBin.to_disk") from error
    for number, doc in enumerate(docs, start=1):
        where = f"{path}:{number}"
        _check_text(doc.text, where)
        for span in doc.ents:
            if labels and span.label_ not in labels:
                raise ModelError(where, f'unknown label "{span.label_}"', _labels_are(labels))
        yield AnnotatedParagraph(
            text=doc.text,
            spans=tuple(sorted(Span(span.start_char, span.end_char, span.label_) for span in doc.ents)),
            complete=frozenset(labels),
            where=where,
        )
