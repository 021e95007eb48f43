"""JSON Schemas of the pattern files, with which editors complete keys and mark mistakes."""

from __future__ import annotations

import json
from typing import Any

from ..patterns.labels import CASES, VALUES
from ..patterns.questions import DEFAULTS, EXAMPLE_KEYS, OPTION_KEYS
from ..patterns.special import CUE_EXAMPLE_KEYS, CUE_SCOPES
from ..patterns.traits import LABEL_KINDS, SWITCHES
from ..records import SECTION_ROLES, STATUSES
from .checklist_schema import checklist_schema
from .schema_parts import LABEL, OFF, choice, choices, entry, text, texts

KINDS = ("labels", "questions", "context", "sections", "fragments", "words", "checklists")
"""Kinds of pattern files: all files but those named after the other kinds, or in ``checklists/``, hold labels."""

MODELINE = "# yaml-language-server: $schema=schema/{kind}.json"

_MORE = "^[A-Z][A-Z0-9_]*\\+$"
_NAME = "^[a-z][a-z0-9_-]*$"
_QUESTION = "^(?!defaults$)[a-z][a-z0-9_-]*$"
_RULE = "^[a-z][a-z0-9_]*$"
_RULE_OR_REGEX = {"anyOf": [{"type": ["string", "number"]}, {"$ref": "#/$defs/rule"}]}


def kind_of(file: str) -> str:
    """Return the kind of a pattern file by its name."""
    stem = file.rsplit(".", 1)[0]
    return stem if stem in KINDS[1:] else "labels"


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one kind of pattern file."""
    made = {
        "labels": _labels,
        "questions": _questions,
        "context": _context,
        "sections": _sections,
        "fragments": _fragments,
        "words": _words,
        "checklists": checklist_schema,
    }[kind]()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"dlextract pattern file: {kind}",
        "type": "object",
        "additionalProperties": False,
        **made,
    }


def schema_text(kind: str) -> str:
    """Return the schema as it is written to a file."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"


def _value(description: str) -> dict[str, Any]:
    listed = ["url", *(f"ratio-{n}" for n in (1, 2, 3)), *(f"list-of {kind}" for kind in VALUES)]
    return {
        "anyOf": [{"enum": [*VALUES, *listed]}, {"type": "string", "pattern": "^list-of"}],
        "description": description,
    }


def _traits() -> dict[str, Any]:
    number = {"type": ["number", "string"]}
    two = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    says = {
        "whole": "Only whole numbers make sense.",
        "share": "A number above 1 is a percentage.",
        "power": "A number that is too large may be a power of ten that lost its minus sign.",
        "scoped": "A value may belong to a stage, a model or a stretch of epochs.",
        "core": "A list of parameters names at least one such.",
        "split": "Its headings also stand over counts of samples.",
        "square": "One number is the side of a square.",
        "one_role": "Its roles exclude one another.",
        "single": "One thing has one value of it: two are a contradiction.",
        "also": "What the authors used is shown below the answers.",
    }
    return {
        "kind": choice(LABEL_KINDS, "What kind of thing it is; it decides how confidences are calibrated."),
        "range": {**two, "description": "The lowest and the highest value that make sense; others are doubted."},
        "usual": {**two, "description": "Values as printed as a rule, for telling columns of a table apart."},
        **{key: {"type": "boolean", "description": says[key]} for key in SWITCHES},
        "counts": text("What its values count, such as epochs."),
        "roles": texts("Roles that it may have in the authors' work."),
        "lone_role": text("The role beside which its sentence tells of no other."),
        "multiple": {"type": "integer", "description": "What larger values are multiples of as a rule."},
        "exclusive": {
            "type": "integer",
            "description": "Its rank among the labels of which a stretch of text can have only one.",
        },
        "field": text("The field of gold papers that it answers."),
    }


def _sentences(*, label: bool = False) -> dict[str, Any]:
    example = {
        "anyOf": [
            {"type": "string"},
            entry({"text": {"type": "string"}, "source": {"type": "string"}}, ("text",)),
        ]
    }
    examples = {"anyOf": [example, {"type": "array", "items": example}]}
    more = {
        "headings": texts("Headings that table reads as this label."),
        "edges": texts("Sentences with what a network marks as ⟦it⟧ and [[the name]] by edges, which may be none."),
    }
    return entry(
        {
            "match": {**examples, "description": "Sentences with [[what]] must be found."},
            "ignore": {**examples, "description": "Sentences in which nothing must be found."},
            "todo": {**examples, "description": "Known gaps: sentences with [[what]] should be found."},
            **(more if label else {}),
        }
    )


def _labels() -> dict[str, Any]:
    plain = text("A regex of the regex package. The group value is what is found; %{name} inserts a fragment.")
    rule = entry(
        {
            "regex": plain,
            "value": text("The normalised value, whatever is printed."),
            "status": choice(STATUSES, "What the authors did, where the rule itself tells."),
            "kind": _value("How the text of this rule becomes a value."),
            "attributes": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            "examples": {**_sentences(), "description": "Sentences that show what this rule is for."},
        },
        ("regex",),
    )
    return {
        "patternProperties": {
            LABEL: {"anyOf": [{"$ref": "#/$defs/label"}, OFF]},
            _MORE: {"$ref": "#/$defs/label", "description": "Adds to the shipped label."},
        },
        "$defs": {"label": _label(plain), "rule": rule},
    }


def _label(plain: dict[str, Any]) -> dict[str, Any]:
    return entry(
        {
            "about": text("One line: what this label is."),
            **_traits(),
            "value": _value("How the text becomes a value."),
            **_terms(),
            "rules": {
                "type": "object",
                "additionalProperties": False,
                "patternProperties": {_RULE: {"anyOf": [plain, {"$ref": "#/$defs/rule"}, OFF]}},
                "description": "Regexes by name, each with sentences of its own.",
            },
            "regex": {
                "anyOf": [plain, {"$ref": "#/$defs/rule"}, {"type": "array", "items": _RULE_OR_REGEX}],
                "description": "Regexes without names; rules are better.",
            },
            "attributes": {
                "type": "object",
                "description": "Regexes over the sentence, in which ⟦⟧ stands for the find.",
                "additionalProperties": texts("The group value, or the whole match, is the attribute."),
            },
            "unless": texts("Regexes; where one matches the sentence, it is something else."),
            "when": texts("Regexes; one must match the sentence."),
            "sections": {
                "description": "Roles of sections to look in, or {not: …} those to leave out.",
                "anyOf": [
                    *choices(SECTION_ROLES, "")["anyOf"],
                    entry({"not": choices(SECTION_ROLES, "Roles to leave out.")}, ("not",)),
                ],
            },
            "table": texts("Headings of rows or columns in parameter tables."),
            "names": texts("What a setting is called in running text; without it, the headings of table."),
            "units": texts("The nouns that the values of a setting count, such as epochs or images."),
            "counted": texts("What a number counts where that alone names the setting, such as attention heads."),
            "examples": {
                **_sentences(label=True),
                "description": "Sentences of the whole label, such as of its terms.",
            },
        }
    )


def _terms() -> dict[str, Any]:
    spellings = {"type": ["string", "number", "null", "boolean"]}
    return {
        "terms": {
            "description": "Names: a list, or the written name with its other spellings.",
            "anyOf": [
                {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
                {
                    "type": "object",
                    "additionalProperties": {
                        "anyOf": [spellings, {"type": "array", "items": {"type": ["string", "number", "boolean"]}}]
                    },
                },
            ],
        },
        "case": choice(CASES, "How the case of a printed term must fit."),
        "plural": {"type": "boolean", "description": "A final s may follow a term."},
        "extend": text("A regex that lengthens a term to the right, such as a version."),
        "edges": entry(
            {
                "drop_before": texts("Words at the beginning of a name that are no part of it."),
                "drop_after": texts("Words at the end of a name that are no part of it."),
                "add_before": texts("Words before a name that are a part of it."),
                "add_after": texts("Words behind a name that are a part of it."),
                "unless": texts("Where the words ⟦name⟧ stand like this, they are no name."),
            }
        ),
    }


def _options() -> dict[str, Any]:
    labels = {"type": "string", "pattern": LABEL}
    count = {"type": "integer"}
    several = {"anyOf": [labels, {"type": "array", "items": labels}]}
    saying = {"anyOf": [{"type": "string"}, entry({"say": {"type": "string"}, "when": {"type": "string"}}, ("say",))]}
    said = {
        "type": "object",
        "additionalProperties": {"anyOf": [saying, {"type": "array", "items": saying}]},
        "description": "How a fact of a label is said.",
    }
    kinds: dict[str, dict[str, Any]] = {
        **dict.fromkeys(("needs", "show", "weak", "searched", "rather", "one"), several),
        **dict.fromkeys(("needs_kinds", "weak_kinds", "at_least", "limit", "series", "brief", "enough"), count),
        **dict.fromkeys(("sections", "not_sections", "prefer"), choices(SECTION_ROLES, "")),
        **dict.fromkeys(
            (
                "needs_said",
                "match",
                "not_match",
                "strong",
                "not_quote",
                "version",
                "pointer",
                "plain",
                "scopes",
                "adopted",
                "apart",
                "things",
                "subjects",
            ),
            texts("A regex."),
        ),
        "status": choices(STATUSES, "Statuses of facts that answer it (used)."),
        "roles": texts("A fact that has roles must have one of these."),
        **{key: {"type": "number"} for key in ("min_confidence", "further")},
        **dict.fromkeys(("each", "short_each"), said),
        "parts": texts("Templates over labels."),
        "by": {"enum": ["scope"]},
        "join": {"type": "string"},
        "first": texts("Roles whose facts come first."),
        "rivals": text("Role of what only results speak of."),
        "beside": {
            "type": "object",
            "additionalProperties": entry(
                {"confidence": {"type": "number"}, "sentences": {"type": "integer"}, "named_with": {"type": "number"}}
            ),
            "description": "What a fact of a label needs to be said beside surer ones.",
        },
        "agree": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": entry({"value": {"type": "string"}, "needs": {"type": "string"}}, ("value", "needs")),
            },
            "description": "What a value must agree with.",
        },
        **{key: {"type": "boolean"} for key in ("title_first", "whole_names", "by_sentence")},
        "short": texts("Templates of the short form."),
        "pieces": {"type": "object", "description": "How pieces of a sentence are found, for the short form."},
    }
    return {key: kinds[key] for key in OPTION_KEYS}


def _questions() -> dict[str, Any]:
    labels = {"type": "string", "pattern": LABEL}
    options = _options()
    question = entry(
        {
            "cq": {"type": "integer", "description": "Its number."},
            "ask": text("The question, as printed."),
            "from": {
                "anyOf": [labels, {"type": "array", "items": labels}],
                "description": "Labels whose facts answer it.",
            },
            "say": texts("Sentences with {slots}; the first whose slots can be filled is the answer."),
            "examples": _question_examples(),
            **options,
        },
        ("cq", "ask", "from"),
    )
    defaults = {**entry(options), "description": "Options of all questions of this file that say nothing else."}
    return {"properties": {DEFAULTS: defaults}, "patternProperties": {_QUESTION: {"anyOf": [question, OFF]}}}


def _question_examples() -> dict[str, Any]:
    sentence = {"type": "string", "description": "A sentence, and what all pieces say of it."}
    pieces = entry({"text": sentence, "says": sentence}, ("text", "says"))
    others = {key: texts("What its regex matches.") for key in EXAMPLE_KEYS if key != "pieces"}
    return entry({"pieces": {"type": "array", "items": pieces}, **others})


def _context() -> dict[str, Any]:
    marked = {"type": "string", "pattern": r"\[\[.+\]\]"}
    says = {
        "text": {**marked, "description": "A sentence with the find in [[double brackets]]."},
        "section": choice(SECTION_ROLES, "Role of its section (other)."),
        "heading": text("Words of its heading."),
        "title": text("Title of the paper."),
        "label": text("Label of the find (the first of the cue)."),
        "value": text("Value of the find (its text)."),
        "found_by": text("What found it."),
    }
    example = {"anyOf": [marked, entry({key: says[key] for key in CUE_EXAMPLE_KEYS}, ("text",))]}
    examples = {
        "anyOf": [example, {"type": "array", "items": example}],
        "description": "Sentences of which it decides, or does not.",
    }
    cue = entry(
        {
            "gives": {"anyOf": [{"enum": list(STATUSES)}, {"type": "string", "pattern": "^role:"}]},
            "scope": choice(CUE_SCOPES, "Where the words stand, seen from the find."),
            "regex": texts("What must stand there."),
            "weight": {"type": "number", "description": "How much it says (1)."},
            "labels": texts("Only for these labels (all)."),
            "values": text("Only for finds whose value this regex matches."),
            "found_by": text("Only for finds of this source, such as ner."),
            "examples": entry({"match": examples, "ignore": examples}),
        },
        ("gives", "scope", "regex"),
    )
    return {"patternProperties": {_NAME: {"anyOf": [cue, OFF]}}}


def _sections() -> dict[str, Any]:
    roles = "|".join(SECTION_ROLES)
    return {"patternProperties": {f"^(?:{roles})\\+?$": texts("Regexes of whole headings, without their numbers.")}}


def _fragments() -> dict[str, Any]:
    examples = entry({"match": texts("Texts with its finds [[marked]]."), "ignore": texts("Texts without one.")})
    whole = entry({"regex": text("A regex without capturing groups."), "examples": examples}, ("regex",))
    said = {"anyOf": [text("A regex without capturing groups."), whole]}
    return {"patternProperties": {"^[a-z][a-z0-9_]*$": said}}


def _words() -> dict[str, Any]:
    return {"patternProperties": {r"^[a-z][a-z0-9_]*\+?$": texts("A regex, or a list of words.")}}
