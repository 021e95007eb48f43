"""Finds of the pipeline and of the tables → facts."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..knowledge import Knowledge
from ..records import FROM_MODEL, HYPERPARAMETERS, MENTIONS, SILENT_ROLES, Fact, Mention, Paper
from .context import Context, Verdict
from .finding import Judged
from .headings import Headings
from .homonyms import resolve
from .links import is_own_doi, link_mentions
from .merging import merge
from .names import own_names, settle_names
from .pairs import pair_mentions
from .plausibility import judge as plausible
from .prominence import longest_names, main_tasks, named_before_families
from .result_tables import is_result, table_names
from .scope import scope_of
from .tables import table_mentions
from .values import normalise

_LEAST_WORDS = 6
_LINKS = ("CODE_LINK", "DATA_LINK")


def gather_facts(doc: Any, paper: Paper, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Return the facts of a paper, ordered by label (as in the pattern files), then by place of the best evidence.

    Args:
        doc: spaCy Doc of ``paper.text`` with sentences and with the pipeline's finds.
        paper: the paper itself (sections, tables, pages).
        knowledge: rules and cues.
    """
    sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
    starts = [start for start, _ in sentences]
    context = Context(knowledge.cues).of(paper)
    judged: list[Judged] = []
    finds = doc.user_data.get(MENTIONS, ())
    finds = resolve(finds, paper.text, knowledge.patterns)
    own = own_names(finds, paper)
    finds = settle_names(finds, paper, knowledge)
    pairs = pair_mentions(paper, sentences, Headings(knowledge))
    finds = [find for find in finds if not _is_outdone(find, pairs)]
    for mention in sorted(
        {
            *finds,
            *pairs,
            *link_mentions(finds, sentences, paper, knowledge, own),
            *table_mentions(paper, knowledge),
            *table_names(finds, paper, knowledge),
        },
        key=lambda m: (m.start, m.end, m.label, m.found_by, m.value, m.scope),
    ):
        section = paper.section_at(mention.start)
        role = section.role if section else "other"
        if role in SILENT_ROLES and (role != "references" or mention.label not in _LINKS):  # a footnote among them
            continue
        index = max(0, bisect_right(starts, mention.start) - 1)
        start, end = sentences[index] if sentences else (0, len(paper.text))
        end = max(end, mention.end)
        if mention.found_by.startswith(FROM_MODEL) and not is_prose(paper.text[start:end]):
            continue
        if mention.label in _LINKS and is_own_doi(paper.text[mention.start : mention.end], paper):
            continue
        judged.append(_judge(mention, paper, knowledge, context.judge(mention, start, end), role, start, end))
    in_results = frozenset(item.value for item in judged if is_result(item.mention))
    facts = longest_names(main_tasks(merge(judged, paper), judged), paper.title, in_results | own)
    facts = named_before_families(facts)
    return _number(facts, knowledge)


def _is_outdone(find: Mention, pairs: Iterable[Mention]) -> bool:
    """Tell whether a value that a list of names claims was also taken for the value of a single name."""
    return find.label in HYPERPARAMETERS and any(find.start < p.end and p.start < find.end for p in pairs)


def is_prose(sentence: str) -> bool:
    """Tell whether ``sentence`` reads like one; in headings, formulas and table rows the trained model guesses."""
    words = sentence.split()
    return len(words) >= _LEAST_WORDS and sum(word.isalpha() and word.islower() for word in words) >= len(words) / 2


def _judge(
    mention: Mention, paper: Paper, knowledge: Knowledge, verdict: Verdict, role: str, start: int, end: int
) -> Judged:
    text = paper.text[mention.start : mention.end]
    pattern = knowledge.patterns.get(mention.label)
    value = mention.value or normalise(mention.kind or (pattern.value if pattern else "name"), text)
    section = paper.section_at(mention.start)
    scope = mention.scope or scope_of(
        paper.text[start:end],
        mention.start - start,
        mention.end - start,
        mention.label,
        section.title if section else "",
    )
    factor, likely, reason = plausible(mention.label, value)
    attributes = mention.attributes
    if likely:
        attributes = (*attributes, ("likely", likely), ("likely_reason", reason))
    return Judged(
        mention=mention,
        text=text,
        value=value,
        scope=scope,
        verdict=verdict,
        section=role,
        start=start,
        end=end,
        confidence=mention.score * verdict.probability * factor,
        attributes=attributes,
    )


def _number(facts: Iterable[Fact], knowledge: Knowledge) -> tuple[Fact, ...]:
    order: dict[str, int] = defaultdict(lambda: len(order))
    for label in knowledge.patterns:
        order[label]
    ranked = sorted(facts, key=lambda f: (order[f.label], f.evidence[0].start, f.evidence[0].end, f.value, f.scope))
    return tuple(replace(fact, id=f"f{number}") for number, fact in enumerate(ranked, 1))
