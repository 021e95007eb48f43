"""What becomes of the finds of one paper: which stay, what each says, and how sure that is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ..candidates import Judged
from ..knowledge import Knowledge
from ..records import FROM_MODEL, HYPERPARAMETERS, SILENT_ROLES, Mention, Paper
from ..values import normalise
from .acronyms import resolve
from .cues import Context, PaperContext
from .names import own_names, settle_names
from .plausibility import judge as plausible

_LEAST_WORDS = 6
_LINKS = ("CODE_LINK", "DATA_LINK")
_DOI_HOST = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:?\s*)")


def settle(finds: Iterable[Mention], paper: Paper, knowledge: Knowledge) -> tuple[list[Mention], frozenset[str]]:
    """Return the finds with settled names, and what the authors call their own work."""
    finds = resolve(finds, paper.text, knowledge.patterns)
    own = own_names(finds, paper)
    return settle_names(finds, paper, knowledge), own


def decide(
    finds: Sequence[Mention],
    elsewhere: Sequence[Mention],
    rows: Sequence[Mention],
    sentences: Sequence[tuple[int, int]],
    paper: Paper,
    knowledge: Knowledge,
) -> list[Judged]:
    """Return what each find says, in the order of the text.

    Args:
        finds: those of the pipeline, names settled.
        elsewhere: those of tables, lists and footnotes.
        rows: those of names in a row with their values in a row, which outdo single finds of a value.
        sentences: offsets of all sentences, in order.
        paper: the paper.
        knowledge: rules and cues.
    """
    starts = [start for start, _ in sentences]
    context = Context(knowledge.cues).of(paper)
    judged: list[Judged] = []
    for mention in sorted(
        {*(find for find in finds if not _is_outdone(find, rows)), *rows, *elsewhere},
        key=lambda m: (m.start, m.end, m.label, m.found_by, m.value, m.scope),
    ):
        role = paper.role_at(mention.start)
        if role in SILENT_ROLES and (role != "references" or mention.label not in _LINKS):  # a footnote among them
            continue
        index = max(0, bisect_right(starts, mention.start) - 1)
        start, end = sentences[index] if sentences else (0, len(paper.text))
        end = max(end, mention.end)
        if mention.found_by.startswith(FROM_MODEL) and not is_prose(paper.text[start:end]):
            continue
        if mention.label in _LINKS and is_own_doi(paper.text[mention.start : mention.end], paper):
            continue
        judged.append(_judge(mention, paper, knowledge, context, role, start, end))
    return judged


def _is_outdone(find: Mention, rows: Iterable[Mention]) -> bool:
    """Tell whether a value that a list of names claims was also taken for the value of a single name."""
    return find.label in HYPERPARAMETERS and any(find.start < row.end and row.start < find.end for row in rows)


def is_prose(sentence: str) -> bool:
    """Tell whether ``sentence`` reads like one; in headings, formulas and table rows the trained model guesses."""
    words = sentence.split()
    return len(words) >= _LEAST_WORDS and sum(word.isalpha() and word.islower() for word in words) >= len(words) / 2


def is_own_doi(text: str, paper: Paper) -> bool:
    """Tell whether ``text`` is the address of the paper itself."""
    return bool(paper.doi) and _DOI_HOST.sub("", text.strip().lower()).rstrip(".") == paper.doi.lower()


def _judge(
    mention: Mention, paper: Paper, knowledge: Knowledge, context: PaperContext, role: str, start: int, end: int
) -> Judged:
    text = paper.text[mention.start : mention.end]
    pattern = knowledge.patterns.get(mention.label)
    value = mention.value or normalise(mention.kind or (pattern.value if pattern else "name"), text)
    verdict = context.judge(mention, start, end)
    factor, likely, reason = plausible(mention.label, value)
    attributes = mention.attributes
    if likely:
        attributes = (*attributes, ("likely", likely), ("likely_reason", reason))
    return Judged(
        mention=mention,
        text=text,
        value=value,
        scope=mention.scope,
        verdict=verdict,
        section=role,
        start=start,
        end=end,
        confidence=mention.score * verdict.probability * factor,
        attributes=attributes,
    )
