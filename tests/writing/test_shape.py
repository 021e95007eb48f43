"""What is no record is seen before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sample import FAILURE, REPORT

from dlextract.report import Duplicate
from dlextract.writing import dump_line, parse_record, to_dict

REPORTED = to_dict(REPORT)


@pytest.mark.parametrize(
    "record",
    [
        REPORTED,
        {**REPORTED, "schema_version": "1.9", "new": [{}], "warnings": ["\ud800\0\u2028"]},
        to_dict(FAILURE),
        to_dict(Duplicate("b.pdf", "0" * 64, "a.pdf")),
    ],
)
def test_records_are_read(record: dict[str, Any]) -> None:
    assert parse_record(dump_line(record)) == record


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    record: dict[str, Any] = json.loads(dump_line(REPORTED))
    change(record)
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"schema_version":"1.0","paper":{"source":"a.pdf","sha256":""}}',
        b"\xff" + dump_line(REPORTED),
        dump_line(REPORTED).replace(b'"facts"', b'"fazts"', 1),
        changed(lambda record: record.update(schema_version="2.0")),
        changed(lambda record: record.update(error={"type": "Crash", "message": "both"})),
        changed(lambda record: record["paper"].update(sha256='"><b>')),
        changed(lambda record: record["paper"].update(title=5)),
        changed(lambda record: record["paper"].update(year=10**30)),
        changed(lambda record: record["answers"][0].update(cq="<script>alert(1)</script>")),
        changed(lambda record: record["answers"][0].update(cq=10**30)),
        changed(lambda record: record["answers"][0].update(confidence=float("nan"))),
        changed(lambda record: record["answers"][0]["evidence"][0].update(page="<b>")),
        changed(lambda record: record["answers"][0]["evidence"][0].update(start=True)),
        changed(lambda record: record["answers"][0]["evidence"][0]["boxes"][0].pop()),
        changed(lambda record: record["answers"][0]["evidence"][0].update(boxes=[["<b>"] * 4])),
        changed(lambda record: record["facts"][0]["attributes"].update(count=float("inf"))),
        dump_line(REPORTED).replace(b'"count":2', b'"count":1e999'),
        changed(lambda record: record["facts"][0].pop("evidence")),
        changed(lambda record: record["facts"].append("f2")),
    ],
)  # fmt: skip
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_record(line)
