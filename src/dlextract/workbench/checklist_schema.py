"""JSON Schema of the files of ``patterns/checklists``."""

from __future__ import annotations

from typing import Any

from ..patterns.checklist_files import EXAMPLE_KEYS, HEAD, ITEM_KEYS, WAY_KEYS
from ..records import STATUSES
from .schema_parts import LABEL, OFF, choices, entry, text, texts


def _way() -> dict[str, Any]:
    labels = {"type": "string", "pattern": LABEL}
    says = {
        "question": text("Name of a question, which must be stated."),
        "labels": {"anyOf": [labels, {"type": "array", "items": labels}], "description": "Labels of facts."},
        "status": choices(STATUSES, "Statuses of facts (used), where no question is named."),
        "roles": texts("The fact must have one of these roles."),
        "attribute": text("The fact must have this attribute."),
        "found_by": text("A regex of the rule that found the fact."),
        "value": text("A regex of the value or text of the fact."),
        "not_value": text("A regex that matches neither the value nor the text of the fact."),
        "quote": text("A regex of the sentence."),
        "not_quote": text("A regex that does not match the sentence."),
        "least": {"type": "number", "description": "Confidence of the fact, 0 to 1."},
        "several": {"type": "integer", "description": "Different values that are needed (1)."},
    }
    one = {"anyOf": [text("A question, or a label."), entry({key: says[key] for key in WAY_KEYS})]}
    return {"anyOf": [one, {"type": "array", "items": one}], "description": "Ways; any of them is enough."}


def checklist_schema() -> dict[str, Any]:
    """Return the parts of the schema of checklists that are their own."""
    way = {"$ref": "#/$defs/ways"}
    says = {
        "number": text("The number of the original."),
        "group": text("One of the groups."),
        "ask": text("What it asks for, in your own words."),
        "from": way,
        "needs": {
            "type": "object",
            "additionalProperties": way,
            "description": "What is needed, by name: with all the line is filled, with some partly.",
        },
        "partly": way,
        "as": {"type": "string", "pattern": "^[a-z].*\\..+$", "description": "CHECKLIST.ITEM, which fills it as well."},
        "author": text("Why only an author or a reader can fill it."),
        "usual": {"type": "number", "description": "Share of papers that say it, for passages that are silent."},
        "claim": text("A regex of what a form printed in a paper calls this line."),
        "examples": entry({key: texts(f"Texts with which the line is {key}.") for key in EXAMPLE_KEYS}),
    }
    head = entry(
        {
            "title": text("What the checklist is called."),
            "reference": text("Where the original stands."),
            "groups": {"type": "object", "additionalProperties": text("The heading of the group.")},
        },
        ("title",),
    )
    item = entry({key: says[key] for key in ITEM_KEYS}, ("ask",))
    return {
        "properties": {HEAD: head},
        "patternProperties": {f"^(?!{HEAD}$)[a-z][a-z0-9_-]*$": {"anyOf": [item, OFF]}},
        "$defs": {"ways": _way()},
    }
