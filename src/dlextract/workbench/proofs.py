"""Which rules are proved: a sentence of their own comes out differently without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..knowledge import Pattern, Rule
from ..pipeline.finds import Find
from ..records import SECTION_ROLES, SECTIONS
from .findings import Finding


def prepared(nlp: Any, pattern: Pattern, text: str) -> Any:
    """Return a Doc of ``text``, not yet read, as part of a section in which ``pattern`` is looked for."""
    doc = nlp.make_doc(text)
    allowed = [role for role in pattern.sections or ("methods", *SECTION_ROLES) if role not in pattern.not_sections]
    doc.user_data[SECTIONS] = [(0, len(text), allowed[0])] if allowed else []
    return doc


def needed(nlp: Any, pattern: Pattern, text: str) -> frozenset[str]:
    """Return the ids of the rules of ``pattern`` without which something else would be found in ``text``."""
    doc = prepared(nlp, pattern, text)
    for _, component in nlp.pipeline:
        if hasattr(component, "settled_without"):
            kept, without = component.settled_without(doc, pattern.label)
            whole = _outcome(kept, pattern.label)
            return frozenset(rule.id for rule, left in without.items() if _outcome(left, pattern.label) != whole)
        doc = component(doc)
    return frozenset()


def _outcome(kept: Iterable[Find], label: str) -> set[tuple[object, ...]]:
    mentions = (find.mention for find in kept if find.mention.label == label)
    return {(m.start, m.end, m.value, m.hint, m.kind, m.scope, m.attributes) for m in mentions}


def is_proved(nlp: Any, pattern: Pattern, rule: Rule) -> bool:
    """Tell whether a match sentence of ``rule`` comes out differently without it."""
    return any(example.kind == "match" and rule.id in needed(nlp, pattern, example.text) for example in rule.examples)


def check_proofs(nlp: Any, patterns: Sequence[Pattern]) -> Iterator[Finding]:
    """Yield the rules that no sentence of their own proves; advice where they are the user's."""
    for pattern in patterns:
        for rule in pattern.rules:
            if not rule.named:
                if rule.name == "rule_1":
                    what = "the regexes of this label have no names"
                    todo = "Write them under rules, each with a name and sentences of its own"
                    yield Finding(rule.place, pattern.label, what, todo, error=False)
            elif not is_proved(nlp, pattern, rule):
                what = f"no sentence of its own shows what the rule {rule.name} finds that nothing else does"
                yield Finding(
                    rule.place,
                    pattern.label,
                    what,
                    "Write one under its examples, or drop the rule",
                    error=not rule.own,
                )
