"""Entries of pattern files → patterns, with overrides and extensions of later folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from ..knowledge import LABEL, Example, Pattern, Place, Rule
from ..records import SECTION_ROLES, STATUSES
from .examples import read_examples, read_label_examples
from .fragments import Fragments
from .mistakes import Mistake, did_you_mean
from .nodes import Node
from .parts import Text, YamlEntry, pairs, regex_of, shown, text_of
from .traits import TRAIT_KEYS, make_traits, read_traits

KEYS = (
    "about",
    *TRAIT_KEYS,
    "value",
    "terms",
    "case",
    "plural",
    "extend",
    "edges",
    "rules",
    "regex",
    "attributes",
    "unless",
    "when",
    "sections",
    "table",
    "names",
    "units",
    "counted",
    "examples",
)
EDGES = ("drop_before", "drop_after", "add_before", "add_after", "unless")
"""What ``edges`` says: words at the ends of a name that do not belong to it, words beside it that do, what is none."""

RULE_KEYS = ("regex", "value", "status", "kind", "attributes", "examples")
VALUES = ("name", "phrase", "number", "integer", "fraction", "size", "square", "duration", "reciprocal", "complement")
"""Kinds of values, beside ``url``, ``ratio-N`` and ``list-of KIND``."""

CASES = ("smart", "exact", "any")
RULE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule, its fragments not yet inserted; ``regex`` is None where the rule is switched off."""

    name: str
    place: Place
    regex: Text | None
    named: bool = True
    value: str = ""
    status: str = ""
    kind: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(slots=True)
class LabelPart:
    """What one file says about a label. ``extends``: it adds to what earlier folders say (``LABEL+:``)."""

    label: str
    id: str
    place: Place
    own: bool
    extends: bool
    about: str = ""
    traits: dict[str, Any] = field(default_factory=dict)
    value: str = ""
    case: str = ""
    plural: bool | None = None
    extend: Text | None = None
    terms: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    rules: tuple[RuleText, ...] = ()
    edges: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    attributes: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    unless: tuple[Text, ...] = ()
    when: tuple[Text, ...] = ()
    sections: tuple[str, ...] | None = None
    not_sections: tuple[str, ...] = ()
    table: tuple[Text, ...] = ()
    names: tuple[Text, ...] = ()
    units: tuple[Text, ...] = ()
    counted: tuple[Text, ...] = ()
    examples: tuple[Example, ...] = ()


def read_label(key: Node, node: Node, *, id: str, own: bool) -> LabelPart:
    """Return what the entry under ``key`` says.

    Raises:
        Mistake: something in it is wrong.
    """
    label = key.text.removesuffix("+")
    if not LABEL.fullmatch(label):
        better = re.sub(r"\W+", "_", label).strip("_").upper() or "LEARNING_RATE"
        raise Mistake(key.place, "", f"{label!r} is no label", f"Write upper-case letters, such as {better}")
    entry = YamlEntry(label, node, KEYS)
    part = LabelPart(label, id, key.place, own, extends=key.text.endswith("+"))
    part.about = entry.text("about")
    part.traits = read_traits(entry)
    part.value = _value_kind(entry, "value")
    part.case = entry.choice("case", CASES)
    part.plural = entry.switch("plural")
    part.extend = entry.as_regex("extend") if entry.has("extend") else None
    part.edges = _edges(entry)
    part.terms = _terms(entry, part.extends)
    part.rules = (*_named_rules(entry, part.extends), *_counted_rules(entry))
    part.attributes = {
        _group_name(name, label): _texts(value, label, f"attributes.{name.text}")
        for name, value in entry.mapping("attributes")
    }
    part.unless = entry.regexes("unless")
    part.when = entry.regexes("when")
    _sections(entry, part)
    part.table = entry.regexes("table")
    part.names = entry.regexes("names")
    part.units = entry.regexes("units")
    part.counted = entry.regexes("counted")
    part.examples = read_label_examples(entry)
    if not part.extends and not (part.terms or part.rules or part.table):
        raise Mistake(key.place, label, "nothing to look for", "Write terms, rules or table")
    return part


def make_pattern(parts: Sequence[LabelPart], fragments: Fragments) -> Pattern:
    """Return the pattern that the parts of one label make: the last whole one, and what extends it.

    Raises:
        Mistake: a regex cannot be compiled, or a fragment is unknown.
    """
    first = max((i for i, part in enumerate(parts) if not part.extends), default=0)
    used = parts[first:]
    last_first = list(reversed(used))
    label, base = used[0].label, used[0]
    terms: dict[str, tuple[str, ...]] = {}
    own_terms: dict[str, str] = {}
    for part in used:
        for name, spellings in part.terms.items():
            if spellings is None:
                if terms.pop(name, None) is None:
                    near = did_you_mean(name, terms)
                    raise Mistake(part.place, label, f"there is no term {name!r} to switch off", near)
            else:
                merged = dict.fromkeys((*terms.get(name, ()), *spellings))
                terms[name] = tuple(merged)
                if part is not base and name not in base.terms:
                    own_terms[name] = part.id
    ready = _Ready(label, fragments)
    return Pattern(
        label=label,
        id=base.id,
        place=base.place,
        about=_last(part.about for part in used),
        value=_last(part.value for part in used) or "name",
        terms=terms,
        case=_last(part.case for part in used) or "smart",
        plural=next((part.plural for part in last_first if part.plural is not None), False),
        extend=next((ready.regex(part.extend, part.own) for part in last_first if part.extend), ""),
        rules=tuple(_rules(used, ready)),
        unless=tuple(ready.regex(text, part.own) for part in used for text in part.unless),
        when=tuple(ready.regex(text, part.own) for part in used for text in part.when),
        edges=_joined((part.edges for part in used), used, ready),
        attributes=_joined((part.attributes for part in last_first), last_first, ready),
        sections=next((part.sections for part in last_first if part.sections is not None), ()),
        not_sections=next((part.not_sections for part in last_first if part.sections is not None), ()),
        table=ready.regexes([(part.own, part.table) for part in used]),
        names=ready.regexes([(part.own, part.names) for part in used]),
        units=ready.regexes([(part.own, part.units) for part in used]),
        counted=ready.regexes([(part.own, part.counted) for part in used]),
        examples=tuple(example for part in used for example in part.examples),
        traits=make_traits(part.traits for part in parts),
        own=any(part.own for part in used),
        own_terms=own_terms,
    )


class _Ready:
    """Makes the texts of one label ready: fragments inserted, and tried where they are the user's own."""

    def __init__(self, label: str, fragments: Fragments) -> None:
        self._label = label
        self._fragments = fragments

    def regex(self, text: Text, own: bool) -> str:
        expanded = self._fragments.insert(text, self._label)
        if own:
            check_regex(expanded, text, self._label)
        return expanded

    def regexes(self, said: Iterable[tuple[bool, tuple[Text, ...]]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.regex(text, own) for own, texts in said for text in texts))

    def rule(self, rule: RuleText, text: Text, part: LabelPart) -> Rule:
        return Rule(
            regex=self.regex(text, part.own),
            place=text.place,
            value=rule.value,
            status=rule.status,
            kind=rule.kind,
            attributes=rule.attributes,
            id=f"{part.id}.{rule.name}",
            name=rule.name,
            named=rule.named,
            own=part.own,
            examples=rule.examples,
        )


def _rules(parts: Sequence[LabelPart], ready: _Ready) -> Iterator[Rule]:
    """Yield the rules, those of later folders first; a rule takes the place of an earlier one of its name."""
    known: set[str] = set()
    for part in parts:
        for rule in part.rules:
            if rule.regex is None and rule.name not in known:
                raise Mistake(
                    rule.place,
                    part.label,
                    f"there is no rule {rule.name!r} to switch off",
                    did_you_mean(rule.name, known),
                )
        known |= {rule.name for rule in part.rules}
    later: set[str] = set()
    for part in reversed(parts):
        for rule in part.rules:
            if rule.regex is not None and not (rule.named and rule.name in later):
                yield ready.rule(rule, rule.regex, part)
        later |= {rule.name for rule in part.rules if rule.named}


def check_regex(expanded: str, text: Text, entry: str) -> None:
    """Raise a Mistake where ``expanded``, made from ``text``, is no regex."""
    try:
        regex.compile(expanded)
    except (regex.error, RecursionError, OverflowError) as error:
        where = getattr(error, "pos", None)
        message = str(getattr(error, "msg", "") or error or "too deep")
        near = ""
        if where is not None:
            near = f" after '{expanded[max(0, where - 24) : where]}'" if where else " at its beginning"
        raise Mistake(text.place, entry, f"no regex: {message}{near}", _regex_advice(message)) from None


def _regex_advice(message: str) -> str:
    if "missing )" in message or "unbalanced" in message:
        return "Write a ')' for every '(', and '\\(' for a printed bracket"
    if "nothing to repeat" in message or "multiple repeat" in message:
        return "Write '\\*', '\\+' or '\\?' for a printed sign"
    if "set" in message:
        return "Close the character class, or write '\\[' for a printed bracket"
    return "See https://pypi.org/project/regex"


def _last(texts: Iterable[str]) -> str:
    found = ""
    for text in texts:
        found = text or found
    return found


def _joined(
    said: Iterable[Mapping[str, tuple[Text, ...]]], parts: Sequence[LabelPart], ready: _Ready
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part, mapping in zip(parts, said, strict=True):
        for name, texts in mapping.items():
            found[name] = (*found.get(name, ()), *(ready.regex(text, part.own) for text in texts))
    return found


def _value_kind(entry: YamlEntry, key: str) -> str:
    if not entry.has(key):
        return ""
    text = entry.as_text(key)
    kind = text.text
    for start in ("list-of ", "list-of-"):
        kind = kind.removeprefix(start)
    if kind in VALUES or kind in ("url", "list-of") or re.fullmatch(r"ratio-[1-9]", kind):
        return text.text
    raise Mistake(
        text.place, entry.name, f"unknown kind of value {text.text!r}", did_you_mean(kind, [*VALUES, "url", "ratio-1"])
    )


def _terms(entry: YamlEntry, extends: bool) -> dict[str, tuple[str, ...] | None]:
    if not entry.has("terms"):
        return {}
    node = entry.keys["terms"]
    if node.kind == "mapping":
        terms: dict[str, tuple[str, ...] | None] = {}
        for name, value in pairs(node, entry.name):
            written = _term(name, entry.name)
            if value.off:
                if not extends:
                    what = f"'off' takes a term out of {entry.name}, which is written anew here"
                    raise Mistake(value.place, entry.name, what, f"Write '{entry.name}+:' to change the shipped list")
                terms[written] = None
            else:
                terms[written] = tuple(dict.fromkeys([written, *_spellings(value, entry.name)]))
        return terms
    if node.kind == "list":
        return {term: (term,) for term in (_term(item, entry.name) for item in node.items or ())}
    raise Mistake(node.place, entry.name, f"terms is {shown(node)}", "Write a list, or 'Name: [spelling, …]'")


def _spellings(node: Node, label: str) -> list[str]:
    if node.null:
        return []
    if node.kind == "mapping":
        raise Mistake(node.place, label, "the spellings of a term are a mapping", "Write a list: [spelling, …]")
    items = node.items or () if node.kind == "list" else (node,)
    return [_term(item, label) for item in items]


def _term(node: Node, label: str) -> str:
    text = text_of(node, label, "terms")
    if not any(c.isalnum() for c in text.text):
        raise Mistake(text.place, label, f"the term {text.text!r} has no letter or digit", "Write it as a regex")
    return " ".join(text.text.split())


def _edges(entry: YamlEntry) -> dict[str, tuple[Text, ...]]:
    if not entry.has("edges"):
        return {}
    inner = YamlEntry(entry.name, entry.keys["edges"], EDGES)
    return {key: inner.regexes(key) for key in EDGES if inner.has(key)}


def _named_rules(entry: YamlEntry, extends: bool) -> Iterator[RuleText]:
    for key, node in entry.mapping("rules"):
        if not RULE.fullmatch(key.text):
            raise Mistake(key.place, entry.name, f"{key.text!r} is no name for a rule", "Write a lower-case word")
        if node.off:
            if not extends:
                what = f"'off' takes a rule out of {entry.name}, which is written anew here"
                raise Mistake(node.place, entry.name, what, f"Write '{entry.name}+:' to change the shipped rules")
            yield RuleText(key.text, key.place, None)
        else:
            yield _rule(node, entry.name, key.text, named=True)


def _counted_rules(entry: YamlEntry) -> Iterator[RuleText]:
    for number, node in enumerate(entry.nodes("regex"), 1):
        yield _rule(node, entry.name, f"rule_{number}", named=False)


def _rule(node: Node, label: str, name: str, *, named: bool) -> RuleText:
    if node.kind != "mapping":
        return RuleText(name, node.place, regex_of(node, label, "regex"), named)
    entry = YamlEntry(label, node, RULE_KEYS)
    if not entry.has("regex"):
        raise Mistake(node.place, label, "this rule has no regex", "Write {regex: '…', …}")
    attributes = tuple(
        (_group_name(name, label), text_of(value, label, name.text).text) for name, value in entry.mapping("attributes")
    )
    return RuleText(
        name=name,
        place=node.place,
        regex=entry.as_regex("regex"),
        named=named,
        value=entry.text("value"),
        status=entry.choice("status", STATUSES),
        kind=_value_kind(entry, "kind"),
        attributes=attributes,
        examples=read_examples(entry),
    )


def _group_name(node: Node, label: str) -> str:
    if not node.text.isidentifier():
        raise Mistake(node.place, label, f"{node.text!r} is no name for an attribute", "Write a word such as 'count'")
    return node.text


def _texts(node: Node, label: str, key: str) -> tuple[Text, ...]:
    items = node.items or () if node.kind == "list" else (node,)
    return tuple(regex_of(item, label, key) for item in items)


def _sections(entry: YamlEntry, part: LabelPart) -> None:
    if not entry.has("sections"):
        return
    node = entry.keys["sections"]
    if node.kind == "mapping":
        inner = YamlEntry(entry.name, node, ("not",))
        part.sections, part.not_sections = (), inner.choices("not", SECTION_ROLES)
    else:
        part.sections = entry.choices("sections", SECTION_ROLES)
