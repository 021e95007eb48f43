"""The JSON contract: every key, the schema, the same bytes."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from sample import FAILURE, REPORT

from dlextract.report import Duplicate, Failure
from dlextract.writing import Selection, dump_document, dump_line, schema_text, to_dict

SCHEMA = json.loads(schema_text())

EXPECTED = {
    "schema_version": "1.0",
    "dlextract": {"version": "1.2", "patterns": "sha256:aa", "model": "dl_ner 0.1"},
    "paper": {
        "source": "in/moths.pdf",
        "sha256": "0" * 64,
        "title": "Counting moths",
        "title_from": "page 1",
        "year": 2021,
        "year_from": "page 1",
        "doi": "10.1/x",
        "pages": 3,
        "language": "en",
        "text_quality": {"unreadable_pages": [3], "columns": 2},
    },
    "facts": [
        {
            "id": "f1",
            "label": "GPU",
            "text": "Titan X",
            "value": "NVIDIA TITAN X",
            "status": "used",
            "roles": ["training"],
            "scope": "stage 1",
            "attributes": {"count": 2, "memory": "12 GB"},
            "confidence": 0.967,
            "reason": "we trained",
            "evidence": [
                {
                    "page": 2,
                    "quote": "We trained on two Titan X cards.",
                    "quote_start": 100,
                    "start": 118,
                    "end": 125,
                    "boxes": [[1.0, 2.1, 3.0, 4.0]],
                    "section": "methods",
                    "found_by": "hardware.yaml:GPU",
                }
            ],
        }
    ],
    "answers": [
        {
            "cq": 20,
            "question": "hardware",
            "ask": "Which hardware is used?",
            "stated": True,
            "text": "Two NVIDIA TITAN X (training).",
            "short": "2 × NVIDIA TITAN X (training)",
            "facts": ["f1"],
            "confidence": 0.95,
            "evidence": [
                {
                    "page": 2,
                    "quote": "We trained on two Titan X cards.",
                    "quote_start": 100,
                    "start": 118,
                    "end": 125,
                    "boxes": [[1.0, 2.1, 3.0, 4.0]],
                }
            ],
        },
        {
            "cq": 24,
            "question": "randomness",
            "ask": "Which seed is used?",
            "stated": False,
            "text": "not stated",
            "short": "not stated",
            "facts": [],
            "evidence": [],
            "searched": {"sections": ["methods"], "patterns": ["training.yaml:RANDOM_SEED"], "unreadable_pages": [3]},
            "nearest": ["f1"],
            "pointer": "See the code.",
        },
    ],
    "warnings": ["page 3: text layer is unreadable"],
}

EXPECTED_FAILURE = {
    "schema_version": "1.0",
    "dlextract": {"version": "1.2", "patterns": "sha256:aa", "model": "none"},
    "paper": {"source": "bad.pdf", "sha256": ""},
    "error": {"type": "PaperError", "message": "bad.pdf: it is no PDF. Give a PDF."},
}


EXPECTED_DUPLICATE = {
    "schema_version": "1.0",
    "paper": {"source": "b.pdf", "sha256": "0" * 64},
    "duplicate_of": "a.pdf",
}


def closed(schema: Any) -> Any:
    """Return the schema with no room for keys that it does not name (published, it lets later versions add some)."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    # A fact's evidence extends the place, so that has to stay open.
    schema = {name: part if name == "place" else closed(part) for name, part in schema.items()}
    if schema.get("type") == "object" and "additionalProperties" not in schema:
        schema["unevaluatedProperties"] = False
    return schema


def test_a_report_has_exactly_these_keys_in_this_order() -> None:
    assert json.dumps(to_dict(REPORT)) == json.dumps(EXPECTED)


def test_a_failure_has_exactly_these_keys_in_this_order() -> None:
    assert json.dumps(to_dict(FAILURE)) == json.dumps(EXPECTED_FAILURE)


def test_a_duplicate_has_exactly_these_keys_in_this_order() -> None:
    assert json.dumps(to_dict(Duplicate("b.pdf", "0" * 64, "a.pdf"))) == json.dumps(EXPECTED_DUPLICATE)


def test_the_schema_is_a_schema_and_names_every_key() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    some = Selection(labels=("GPU",), only_stated=True).apply(copy.deepcopy(EXPECTED))
    assert (some["also"], some["dlextract"]["asked"]) == (["f1"], 2)
    for record in (EXPECTED, EXPECTED_FAILURE, EXPECTED_DUPLICATE, some):
        Draft202012Validator(SCHEMA).validate(record)
        Draft202012Validator(closed(SCHEMA)).validate(record)


def test_the_example_of_the_design_follows_the_schema() -> None:
    record = copy.deepcopy(EXPECTED)
    del (
        record["paper"]["doi"],
        record["paper"]["title_from"],
        record["facts"][0]["reason"],
        record["answers"][1]["nearest"],
    )  # type: ignore[attr-defined]
    del record["answers"][1]["pointer"], record["facts"][0]["evidence"][0]["quote_start"]  # type: ignore[attr-defined]
    record["answers"][0]["evidence"] = [{"page": 4, "quote": "…"}]  # type: ignore[index]
    record["later"] = "a key that a later version adds"
    Draft202012Validator(SCHEMA).validate(record)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema_version",), "2.0"),
        (("error",), {"type": "Crash", "message": "x"}),
        (("paper", "sha256"), "abc"),
        (("facts", 0, "status"), "guessed"),
        (("facts", 0, "confidence"), 1.5),
        (("facts", 0, "evidence", 0, "page"), 0),
        (("facts", 0, "evidence", 0, "boxes"), [[1, 2, 3]]),
        (("facts", 0, "attributes"), {"count": None}),
        (("answers", 0, "cq"), "20"),
        (("answers", 1, "stated"), True),
        (("answers", 0, "stated"), False),
    ],
)
def test_the_schema_refuses(place: tuple[Any, ...], value: object) -> None:
    record: Any = copy.deepcopy(EXPECTED)
    at = record
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(record)


def test_a_line_is_one_line_for_every_reader() -> None:
    record = {"quote": "a\u2028b\u2029c\x85d\x0be\x1cf\ng\x7f", "name": "caf\u00e9.pdf", "raw": "\udcff"}
    line = dump_line(record)
    assert line.count(b"\n") == 1
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line) == record
    assert "café".encode() in line


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@pytest.mark.slow
def test_every_record_comes_back_from_a_line_and_a_document(value: Any) -> None:
    assert json.loads(dump_line({"value": value})) == {"value": value}
    assert json.loads(dump_document({"value": value})) == {"value": value}


def test_no_number_that_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump_line({"confidence": math.nan})


def test_failures_are_records_too() -> None:
    assert to_dict(Failure("a.pdf", "ab", "Crash", "it crashed."))["dlextract"] == {
        "version": "",
        "patterns": "",
        "model": "",
    }
