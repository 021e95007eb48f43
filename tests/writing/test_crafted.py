"""Whatever follows the schema goes through every format, however odd it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sample import FAILURE, REPORT

from dlextract.audit import as_html, audit
from dlextract.report import Duplicate
from dlextract.reviewing.cells import items_of
from dlextract.writing import FILES, GRAPHS, STREAMED, TABLES, dump_line, parse_record, stream, to_dict, write_file

ODD = "=1+1|\u2028\u202e\x00\x1b[31m\ud800 é <script>"
REVIEW = {"who": "a", "when": "b", "verdict": "edit", "how": "page", "reason": "r", "note": "n", "changed": "c"}


def samples() -> Iterator[dict[str, Any]]:
    """Yield a record of each kind, with every key that the schema knows."""
    for outcome in (REPORT, FAILURE, Duplicate("b.pdf", "0" * 64, "a.pdf")):
        record = json.loads(dump_line(to_dict(outcome)))
        record["paper"]["citation_key"] = "key"
        if outcome is REPORT:
            record["also"] = ["f1"]
            for one in (*record["facts"], *record["answers"]):
                one |= {"by": "reader", "review": REVIEW, "because": ["+1.0 word"]}
        yield record


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the path and the value of each part of a record."""
    if path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def others(value: Any) -> list[Any]:
    """Return odd values of the type of ``value``."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, str):
        return ["", ODD, "x" * 40_000, "used", "mentioned", "edit"]
    if isinstance(value, (int, float)):
        return [0, 1, -1, 0.5, 1.0, 9999, 2**31 - 1, 1e300, -1e300]
    if isinstance(value, list):
        return [[], value * 2, value * 50]
    return [{}, {**value, "unknown": [{}]}] if isinstance(value, dict) else ["", 0, 2020]


@lru_cache(maxsize=1)
def crafted() -> list[dict[str, Any]]:
    """Return all records with one part changed or gone that follow the schema."""
    found = list(samples())
    for record in samples():
        for (*way, last), value in places(record):
            for other in (*others(value), places):  # which stands for no value at all
                made = copy.deepcopy(record)
                part: Any = made
                for key in way:
                    part = part[key]
                if other is places:
                    del part[last]
                else:
                    part[last] = other
                try:
                    found.append(parse_record(json.dumps(made).encode()))
                except ValueError:
                    continue
    return found


def test_many_records_are_odd() -> None:
    assert len(crafted()) > 500


@pytest.mark.parametrize("form", [form for form in STREAMED if form != "csv"])
def test_as_a_stream(form: str) -> None:
    for record in crafted() if form not in GRAPHS else [crafted()]:
        records = [record] if isinstance(record, dict) else record
        written = b"".join(stream(records, form, several=True, everything=True))
        assert written
        assert form != "html" or written.lower().count(b"<script>") == 1  # the page's own
        assert form != "jsonl" or len(written.decode().splitlines()) == 1


@pytest.mark.parametrize("table", TABLES["csv"])
def test_as_csv(table: str) -> None:
    assert b"".join(stream(crafted(), "csv", several=True, table=table))


@pytest.mark.parametrize(("form", "table"), [("sqlite", ""), ("xlsx", "all"), ("xlsx", "wide"), ("parquet", "all")])
def test_as_files(form: str, table: str, tmp_path: Path) -> None:
    if form == "xlsx":
        pytest.importorskip("openpyxl", reason="needs the extra xlsx")
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="needs the extra parquet")
    assert form in FILES
    write_file(crafted(), form, tmp_path if form == "parquet" else tmp_path / "x", table)
    assert list(tmp_path.iterdir())


def test_as_an_audit_and_a_review() -> None:
    for record in crafted():
        if "duplicate_of" not in record:
            assert "é <script>" not in "".join(as_html([audit(record)]))
            assert isinstance(items_of(record), list)
