"""Parts of which the schemas of pattern files are made."""

from __future__ import annotations

from typing import Any

LABEL = "^[A-Z][A-Z0-9_]*$"
OFF = {"enum": ["off", False], "description": "Takes the shipped entry away."}


def text(description: str) -> dict[str, Any]:
    """Return the schema of a text."""
    return {"type": ["string", "number"], "description": description}


def texts(description: str) -> dict[str, Any]:
    """Return the schema of a text or a list of texts."""
    item = {"type": ["string", "number"]}
    return {"anyOf": [item, {"type": "array", "items": item}], "description": description}


def choice(known: tuple[str, ...], description: str) -> dict[str, Any]:
    """Return the schema of one of ``known``."""
    return {"enum": list(known), "description": description}


def choices(known: tuple[str, ...], description: str) -> dict[str, Any]:
    """Return the schema of one or several of ``known``."""
    one = {"enum": list(known)}
    return {"anyOf": [one, {"type": "array", "items": one}], "description": description}


def entry(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of a mapping that has these keys and no others."""
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**made, "required": list(required)} if required else made
