from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin

from dlextract.errors import ModelError
from dlextract.evaluation.paragraphs import LABELS, MAX_CHARACTERS, AnnotatedParagraph, Span, read_corpus


def write(path: Path, *rows: Any) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    row = {
        "text": "BERT reads GLUE.",
        "spans": [[11, 15, "DATASET"], [0, 4, "ARCHITECTURE"]],
        "optional": [[5, 10, "TASK"]],
        "group": "acl",
    }
    path = write(tmp_path / "a.jsonl", row, "")
    assert read_corpus(path) == (
        AnnotatedParagraph(
            "BERT reads GLUE.",
            (Span(0, 4, "ARCHITECTURE"), Span(11, 15, "DATASET")),
            (Span(5, 10, "TASK"),),
            "acl",
            frozenset(LABELS),
            f"{path}:1",
        ),
    )


def test_a_record_names_its_complete_labels(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "A100", "spans": [[0, 4, "GPU"]], "labels": ["GPU"], "source": "web"})
    assert [(p.complete, p.group) for p in read_corpus(path)] == [(frozenset({"GPU"}), "web")]


def test_a_docbin_is_read(tmp_path: Path) -> None:
    doc = spacy.blank("en")("BERT reads")
    doc.set_ents([doc.char_span(0, 4, label="ARCHITECTURE")])
    path = tmp_path / "a.spacy"
    DocBin(docs=[doc]).to_disk(path)
    assert read_corpus(path) == (
        AnnotatedParagraph("BERT reads", (Span(0, 4, "ARCHITECTURE"),), complete=frozenset(LABELS), where=f"{path}:1"),
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", ":1: is no JSON: Expecting property name enclosed in double quotes"),
        ("[1]", ':1: has no "text".'),
        ({"spans": []}, ':1: has no "text".'),
        ({"text": "  "}, ":1: the text is empty. Remove the line."),
        ({"text": "x" * (MAX_CHARACTERS + 1)}, ":1: the text has 100,001 characters. Split it"),
        ({"text": "abc", "spans": 3}, ':1: "spans" is no list.'),
        ({"text": "abc", "spans": [[0, 3]]}, ":1: [0, 3] is no span."),
        ({"text": "abc", "spans": [[0, "3", "GPU"]]}, ':1: [0, "3", "GPU"] is no span. Offsets are whole numbers.'),
        ({"text": "abc", "spans": [[0, 4, "GPU"]]}, ":1: the span 0–4 lies outside of the text of 3 characters."),
        ({"text": "abc", "spans": [[2, 2, "GPU"]]}, ":1: the span 2–2 lies outside of the text of 3 characters."),
        ({"text": "abc", "spans": [[0, 3, "CPU"]]}, ':1: unknown label "CPU". Labels are GPU, DATASET,'),
        ({"text": "abc", "spans": [[0, 2, "GPU"], [1, 3, "TASK"]]}, ':1: "ab" (0–2) and "bc" (1–3) overlap.'),
        ({"text": "abc", "labels": "GPU"}, ':1: "labels" is no list of labels.'),
        ({"text": "abc", "labels": ["GPU", "CPU"]}, ':1: unknown label "CPU". Labels are GPU, DATASET,'),
        ({"text": "a\ud800c"}, ":1: the text holds half of a character (a lone surrogate). Write the file again"),
        ("[" * 200_000, ":1: is no JSON: maximum recursion depth exceeded"),
        ("", ": holds no paragraph."),
    ],
)
def test_a_mistake_is_located(tmp_path: Path, row: Any, message: str) -> None:
    path = write(tmp_path / "a.jsonl", row)
    with pytest.raises(ModelError) as caught:
        read_corpus(path)
    assert str(caught.value).startswith(f"{path}{message}")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is neither .jsonl nor .spacy."),
        ("a.jsonl", None, "there is no such file. Check the path."),
        ("a.jsonl", b"\xff\xfe", "is not UTF-8 (byte 0). Save it as UTF-8."),
        ("a.spacy", b"no docbin", "is no DocBin of spaCy 3."),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        read_corpus(path)
    assert str(caught.value).startswith(f"{path}: {message}")
