"""What becomes of the finds of one paper: which stay, what each says, and how sure that is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..candidates import FROM_LINK, FROM_LIST, FROM_STATEMENT, FROM_TABLE, Candidate, Step, fresh, standing
from ..knowledge import NO_TRAITS, Knowledge, Pattern
from ..prose import is_prose
from ..records import SILENT_ROLES, Mention, Paper
from ..values import normalise
from .acronyms import definitions, resolve
from .called import Kinds, called_otherwise, is_like_network
from .cues import Context, PaperContext
from .names import own_names, settle_names
from .plausibility import judge as plausible

_LINKS = ("CODE_LINK", "DATA_LINK")
_OF_A_PLACE = (FROM_TABLE, FROM_LIST, FROM_STATEMENT, FROM_LINK)
"""Finds that no statement outdoes: of other places, and the statements themselves."""
_NUMBER = re.compile(r"[\d.]|$")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_TICKS = re.compile(r"(?:\s+\d[\d.,]*%?){2,}(?=\s|$)")
"""Bare numbers behind a value: the ticks of an axis, or a row of a table."""
_RATES = frozenset({"LEARNING_RATE", "LEARNING_RATE_MIN", "LEARNING_RATE_MAX"})
_LEARNING = re.compile(r"(?i)\blearning|\blr\s?=")
_DOI_HOST = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:?\s*)")


def settle(
    candidates: Sequence[Candidate], paper: Paper, knowledge: Knowledge
) -> tuple[list[Candidate], frozenset[str]]:
    """Return the candidates with settled names, and what the authors call their own work."""
    resolved = resolve(candidates, paper.text, knowledge.patterns)
    return settle_names(resolved, paper, knowledge), own_names(standing(resolved), paper)


def decide(
    candidates: Sequence[Candidate],
    elsewhere: Sequence[Mention],
    statements: Sequence[Mention],
    sentences: Sequence[tuple[int, int]],
    own_names: Collection[str],
    paper: Paper,
    knowledge: Knowledge,
) -> list[Candidate]:
    """Return all candidates, judged or set aside, in the order of the text.

    Args:
        candidates: those of the pipeline, names settled.
        elsewhere: the finds of tables, lists and footnotes.
        statements: the finds of sentences that bind values to names, which outdo finds of the same value by rules.
        sentences: offsets of all sentences, in order.
        own_names: what the authors call their own work.
        paper: the paper.
        knowledge: rules and cues.
    """
    starts = [start for start, _ in sentences]
    context = Context(knowledge.cues).of(paper)
    long_forms = definitions(paper.text)
    around = _Surroundings.of(statements, elsewhere, long_forms)
    called = called_otherwise(paper.text, long_forms)
    found = {mention: fresh(mention) for mention in (*statements, *elsewhere)}
    judged: list[Candidate] = []
    seen: set[Mention] = set()
    for candidate in sorted((*candidates, *found.values()), key=_in_text):
        mention = candidate.mention
        index = max(0, bisect_right(starts, mention.start) - 1)
        start, end = sentences[index] if sentences else (0, len(paper.text))
        candidate = replace(
            candidate,
            text=paper.text[mention.start : mention.end],
            section=paper.role_at(mention.start),
            start=start,
            end=max(end, mention.end),
            number=len(judged),
        )
        if not candidate.aside:
            candidate = _stands(candidate, around, paper, knowledge)
        if not candidate.aside and candidate.text not in own_names:
            candidate = _is_so_called(candidate, called)
        if not candidate.aside:
            if mention in seen:
                candidate = candidate.set_aside("twice", "it was found twice")
            seen.add(mention)
        judged.append(candidate if candidate.aside else _judge(candidate, knowledge, context))
    return judged


def _in_text(candidate: Candidate) -> tuple[int, int, str, str, str, str]:
    mention = candidate.mention
    return mention.start, mention.end, mention.label, mention.found_by, mention.value, mention.scope


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands around finds: what sentences bind, the cells of tables of what was searched, what LR stands for."""

    statements: Sequence[Mention]
    cells: Mapping[str, Sequence[Mention]]
    lr: str

    @classmethod
    def of(
        cls, statements: Sequence[Mention], elsewhere: Iterable[Mention], long_forms: Mapping[str, str]
    ) -> _Surroundings:
        cells: dict[str, list[Mention]] = {}
        for mention in elsewhere:
            if mention.found_by.startswith((FROM_TABLE, FROM_LIST)) and mention.hint:
                cells.setdefault(mention.label, []).append(mention)
        long = long_forms.get("LR", "")
        return cls(statements, cells, "" if "learning" in long.lower() else long)


def _stands(candidate: Candidate, around: _Surroundings, paper: Paper, knowledge: Knowledge) -> Candidate:
    """Return the candidate, set aside where what stands around it tells that it says nothing."""
    mention, role = candidate.mention, candidate.section
    if role in SILENT_ROLES and (role != "references" or mention.label not in _LINKS):  # a footnote among them
        return candidate.set_aside("silent_section", f"nothing is stated in the section {role}")
    pattern = knowledge.patterns.get(mention.label)
    candidate = outdone(candidate, around.statements, knowledge)
    if candidate.aside:
        return candidate
    if not mention.found_by.startswith((FROM_TABLE, FROM_LIST)) and _overlaps(mention, around.cells):
        return candidate.set_aside("table", "the table as a whole says that it is one of several")
    if around.lr and mention.label in _RATES and not _LEARNING.search(paper.text, candidate.start, candidate.end):
        return candidate.set_aside("long_form", f"LR stands for {around.lr!r} in this paper")
    if _is_tick(mention, pattern, paper.text):
        return candidate.set_aside("ticks", "bare numbers follow it, as on an axis")
    if mention.trained and not is_prose(paper.text[candidate.start : candidate.end]):
        return candidate.set_aside("no_prose", "the trained model guesses in headings, formulas and rows of tables")
    if mention.label in _LINKS and is_own_doi(candidate.text, paper):
        return candidate.set_aside("own_doi", "it is the address of the paper itself")
    return candidate


def _overlaps(find: Mention, cells: Mapping[str, Sequence[Mention]]) -> bool:
    return any(find.start < cell.end and cell.start < find.end for cell in cells.get(find.label, ()))


def _is_tick(find: Mention, pattern: Pattern | None, text: str) -> bool:
    """Tell whether a number that a sentence binds to a setting stands in a row of bare numbers."""
    setting = pattern is not None and pattern.traits.kind == "setting"
    if (
        not setting
        or find.found_by.startswith((FROM_TABLE, FROM_LIST))
        or not _PLAIN.fullmatch(text, find.start, find.end)
    ):
        return False
    return _TICKS.match(text, find.end) is not None


def _is_so_called(candidate: Candidate, called: Kinds) -> Candidate:
    """Return the candidate, set aside where the paper calls a name that no term knows something else."""
    mention = candidate.mention
    if mention.value or candidate.text not in called.get(mention.label, ()):
        return candidate
    if mention.label == "ARCHITECTURE" and is_like_network(candidate.text):
        return candidate
    return candidate.set_aside("called", "the paper calls it a label, a measure or the like")


def outdone(candidate: Candidate, statements: Iterable[Mention], knowledge: Knowledge) -> Candidate:
    """Return the candidate, set aside where a statement says of the value of a setting what a rule found in it."""
    pattern = knowledge.patterns.get(candidate.mention.label)
    if pattern and pattern.traits.kind == "setting" and _is_outdone(candidate.mention, statements):
        return candidate.set_aside("statement", "the sentence as a whole binds this value to a name")
    return candidate


def _is_outdone(find: Mention, statements: Iterable[Mention]) -> bool:
    """Tell whether a rule found a value that a statement binds to a name.

    What is no number (a schedule that is told in many words) stays beside the numbers in it.
    """
    if find.found_by.startswith(_OF_A_PLACE):
        return False
    number = _NUMBER.match(find.value) is not None
    return any(
        find.start < other.end
        and other.start < find.end
        and _NUMBER.match(other.value)
        and (number or other.label == find.label)
        for other in statements
    )


def is_own_doi(text: str, paper: Paper) -> bool:
    """Tell whether ``text`` is the address of the paper itself."""
    return bool(paper.doi) and _DOI_HOST.sub("", text.strip().lower()).rstrip(".") == paper.doi.lower()


def _judge(candidate: Candidate, knowledge: Knowledge, context: PaperContext) -> Candidate:
    mention = candidate.mention
    pattern = knowledge.patterns.get(mention.label)
    value = mention.value or normalise(mention.kind or (pattern.value if pattern else "name"), candidate.text)
    traits = pattern.traits if pattern else NO_TRAITS
    verdict = context.judge(mention, candidate.start, candidate.end)
    steps = (*candidate.steps, *verdict.steps)
    factor, likely, reason = plausible(mention.label, traits, value)
    attributes = mention.attributes
    if factor < 1:
        steps = (*steps, Step("range", f"×{factor:g}" + (f": {reason}" if reason else "")))
    if likely:
        attributes = (*attributes, ("likely", likely), ("likely_reason", reason))
    return replace(
        candidate,
        steps=steps,
        value=value,
        scope=mention.scope,
        verdict=verdict,
        confidence=mention.score * verdict.probability * factor,
        attributes=attributes,
    )
