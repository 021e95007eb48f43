"""Whether JSON is a record: what may come from anybody is held against the contract before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from .record import Record


def schema_text() -> str:
    """Return the JSON Schema (draft 2020-12) that every record follows."""
    return (Path(__file__).parent / "schema" / "record-1.json").read_text(encoding="utf-8")


def parse_record(line: bytes) -> Record:
    """Return the record in a line of JSONL.

    Raises:
        ValueError: it is no JSON, or does not follow the schema.
    """
    try:
        record = json.loads(line, parse_constant=_refuse)
        _check()(record)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return dict(record)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


@lru_cache(maxsize=1)
def _check() -> Callable[[Any], object]:
    """Return what raises ``fastjsonschema.JsonSchemaException``, a ValueError, for anything but a record."""
    import fastjsonschema

    made: Callable[[Any], object] = fastjsonschema.compile(
        json.loads(schema_text()), use_default=False, use_formats=False
    )
    return made
