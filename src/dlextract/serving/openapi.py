"""The OpenAPI document: ``openapi.yaml``, completed with what the code knows."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .._version import __version__
from ..writing import schema_text
from .problems import CODES, MEDIA_TYPE
from .replies import TABLES

_PROBLEMS = "x-problems"


@cache
def text() -> bytes:
    """Return the document as JSON."""
    return json.dumps(document(), ensure_ascii=False).encode()


def document() -> dict[str, Any]:
    """Return the document (OpenAPI 3.1)."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text(encoding="utf-8"))
    found["info"]["version"] = __version__
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"] |= _answers(operation.pop(_PROBLEMS))
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "table":
                    parameter["schema"]["enum"] = list(TABLES)
    schemas = found["components"]["schemas"]
    schemas["Problem"]["properties"]["code"]["enum"] = list(CODES)
    for name, schema in json.loads(schema_text())["$defs"].items():
        schemas[name] = _moved(schema)
    return found


def _answers(codes: list[str]) -> dict[str, Any]:
    """Return the answers to requests that go wrong, by status."""
    about: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        number, text = CODES[code]
        about[str(number)].append(f"{code}: {text}")
    answers: dict[str, Any] = {}
    for status, lines in about.items():
        schema = {"$ref": "#/components/schemas/Problem"}
        answers[status] = {"description": " ".join(lines), "content": {MEDIA_TYPE: {"schema": schema}}}
        if status in ("429", "503"):
            after = {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}
            answers[status]["headers"] = {"Retry-After": after}
    return answers


def _moved(schema: Any) -> Any:
    """Return a part of the record's schema with its references as they are in the document."""
    if isinstance(schema, dict):
        return {key: _moved(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_moved(value) for value in schema]
    return schema.replace("#/$defs/", "#/components/schemas/") if isinstance(schema, str) else schema
