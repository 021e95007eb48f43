"""Which rules are proved: a sentence of their own comes out differently without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..build import RULES, SETTLING
from ..candidates import Find
from ..doc_keys import SECTIONS
from ..knowledge import Pattern, Rule
from ..records import SECTION_ROLES
from .findings import Finding

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def prepared(nlp: Language, pattern: Pattern, text: str) -> Doc:
    """Return a Doc of ``text``, not yet read, as part of a section in which ``pattern`` is looked for."""
    doc = nlp.make_doc(text)
    allowed = [role for role in pattern.sections or ("methods", *SECTION_ROLES) if role not in pattern.not_sections]
    doc.user_data[SECTIONS] = [(0, len(text), allowed[0])] if allowed else []
    return doc


def unread(nlp: Language, pattern: Pattern, text: str) -> Doc:
    """Return a Doc of ``text`` with its sentences, in which nothing has been looked for."""
    doc = prepared(nlp, pattern, text)
    for name, component in nlp.pipeline:
        if name == RULES:
            break
        doc = component(doc)
    return doc


def needed(nlp: Language, pattern: Pattern, text: str) -> frozenset[str]:
    """Return the ids of the rules of ``pattern`` without which something else would be found in ``text``."""
    finds = nlp.get_pipe(RULES).finds(unread(nlp, pattern, text))
    stay = nlp.get_pipe(SETTLING).stay
    whole = _outcome(stay(finds)[0], pattern.label)
    rules = dict.fromkeys(f.rule for f in finds if f.rule is not None and f.mention.label == pattern.label)
    return frozenset(
        rule.id
        for rule in rules
        if _outcome(stay([find for find in finds if find.rule is not rule])[0], pattern.label) != whole
    )


def _outcome(kept: Iterable[Find], label: str) -> set[tuple[object, ...]]:
    mentions = (find.mention for find in kept if find.mention.label == label)
    return {(m.start, m.end, m.value, m.hint, m.kind, m.scope, m.attributes) for m in mentions}


def is_proved(nlp: Language, pattern: Pattern, rule: Rule) -> bool:
    """Tell whether a match sentence of ``rule`` comes out differently without it."""
    return any(example.kind == "match" and rule.id in needed(nlp, pattern, example.text) for example in rule.examples)


def check_proofs(nlp: Language, patterns: Sequence[Pattern]) -> Iterator[Finding]:
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
