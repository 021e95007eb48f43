"""Is a set of pattern files right? Mistakes, examples that fail, regexes that can take forever."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from ..build import build_pipeline
from ..doc_keys import MENTIONS
from ..finding import TOLD, find_statements
from ..knowledge import Example, Knowledge, Pattern, Place
from ..patterns import Mistake, load_knowledge
from ..patterns.checklist_files import load_checklists
from ..patterns.examples import marked
from ..patterns.loading import PatternFile, read_files
from ..records import Paper
from ..regexes import compiled, keep, use_cache
from ..words import using
from .checklist_proofs import check_checklists
from .cue_proofs import check_cues
from .findings import Finding
from .fragment_proofs import check_fragments
from .hazards import slow_text
from .key_proofs import check_keys
from .proofs import check_proofs, prepared
from .question_proofs import check_questions

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_LINE = 200
"""Characters of a line of a pattern file that can still be read."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and what was found: errors and advice, in the order of the files; ``warnings`` of loading."""

    findings: tuple[Finding, ...]
    labels: int = 0
    examples: int = 0
    todo: int = 0
    regexes: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """Number of findings that are errors."""
        return sum(finding.error for finding in self.findings)


def check(folders: Sequence[Path], *, labels: Collection[str] = (), own_only: bool = False) -> Checked:
    """Return what is wrong with the pattern files of ``folders`` (the shipped folder first).

    Args:
        labels: only these are checked (empty: all).
        own_only: only labels that a later folder defines or changes are checked.

    Raises:
        PatternError: a folder cannot be read.
    """
    try:
        knowledge = load_knowledge(folders)
    except Mistake as mistake:
        return Checked(tuple(_located(m) for m in (mistake, *mistake.others)))
    chosen = [
        pattern
        for pattern in knowledge.patterns.values()
        if (not labels or pattern.label in labels) and (pattern.own or not own_only)
    ]
    use_cache()
    findings: list[Finding] = []
    for pattern in chosen:
        findings += _regexes(pattern)
    keep()
    own_files = {file.shown for file in read_files(folders) if file.own}
    findings += _replaced(chosen, own_files, folders[0])
    nlp = build_pipeline(knowledge)
    with using(knowledge.words):
        findings += check_examples(nlp, knowledge, chosen, own_files)
        findings += check_keys(nlp, chosen, knowledge)
    findings += check_proofs(nlp, chosen)
    if not labels:
        findings += check_cues(knowledge.cues, own_files, own_only=own_only)
        findings += check_questions(knowledge.questions, own_files, own_only=own_only)
        findings += check_fragments(folders, own_files, own_only=own_only)
        findings += _checklists(folders, knowledge, own_only=own_only)
    findings += _long_lines(read_files(folders), own_only=own_only)
    files = {name: number for number, name in enumerate(dict.fromkeys(f.place.file for f in findings))}
    findings.sort(key=lambda f: (files[f.place.file], f.place.line, f.place.column, f.what))
    return Checked(
        findings=tuple(findings),
        labels=len(chosen),
        examples=sum(len(pattern.sentences) for pattern in chosen),
        todo=sum(example.kind == "todo" for pattern in chosen for example in pattern.sentences),
        regexes=sum(len(pattern.rules) for pattern in chosen),
        warnings=knowledge.warnings,
    )


def _checklists(folders: Sequence[Path], knowledge: Knowledge, *, own_only: bool) -> Iterator[Finding]:
    try:
        checklists = load_checklists(folders, knowledge)
    except Mistake as mistake:
        yield from (_located(one) for one in (mistake, *mistake.others))
        return
    yield from check_checklists(checklists, folders[1:], own_only=own_only)


def _located(mistake: Mistake) -> Finding:
    what = mistake.what.removeprefix(f"{mistake.entry}: ")
    return Finding(mistake.place, mistake.entry, what, mistake.todo, excerpt=mistake.excerpt)


def _replaced(patterns: Sequence[Pattern], own_files: Collection[str], shipped: Path) -> Iterator[Finding]:
    """Yield advice where a label takes the place of a shipped one that knows much more."""
    written_anew = [pattern for pattern in patterns if pattern.place.file in own_files]
    known = load_knowledge([shipped]).patterns if written_anew else {}
    for pattern in written_anew:
        lost = known.get(pattern.label)
        if lost and len(lost.terms) + len(lost.rules) > 2 * (len(pattern.terms) + len(pattern.rules)):
            size = f"{len(lost.terms)} terms and {len(lost.rules)} regexes"
            what = f"it takes the place of the shipped label, with its {size}"
            todo = f"Write '{pattern.label}+:' to add to it"
            yield Finding(pattern.place, pattern.label, what, todo, error=False)


def _regexes(pattern: Pattern) -> Iterator[Finding]:
    texts = [(rule.regex, rule.place) for rule in pattern.rules]
    texts += [(text, pattern.place) for text in (*pattern.unless, *pattern.when, *pattern.table)]
    texts += [(text, pattern.place) for several in pattern.attributes.values() for text in several]
    edges = [text for several in pattern.edges.values() for text in several]
    texts += [(text, pattern.place) for text in edges]
    for text, place in texts:
        try:
            ready = compiled(text)
        except regex.error as error:
            yield Finding(place, pattern.label, f"no regex: {error}")
            continue
        if text not in pattern.table and text not in edges and ready.match(""):
            yield Finding(place, pattern.label, "this regex matches the empty text", "Make some part of it obligatory")
        # Headings of tables are matched against short cells.
        slow = None if text in pattern.table else slow_text(ready)
        if slow:
            which = "this regex" if place != pattern.place else f"the regex {text[:50]}… "
            what = f"{which.strip()} takes {slow[1]:.1f} s or more on a long text such as {slow[0]!r}"
            todo = "Avoid repetitions inside repetitions and several open ones in a row; write {0,40} instead of *"
            yield Finding(place, pattern.label, what, todo)


def _long_lines(files: Sequence[PatternFile], *, own_only: bool) -> Iterator[Finding]:
    for file in files:
        for number, line in enumerate(file.data.decode("utf-8-sig", "replace").split("\n"), 1):
            if len(line) > LONGEST_LINE and (file.own or not own_only):
                what = f"this line has {len(line)} characters, more than {LONGEST_LINE}"
                todo = "Lay it out over several lines (|-), or name a part of it in fragments.yaml"
                yield Finding(Place(file.shown, number, 1), "", what, todo, error=not file.own)


def check_examples(
    nlp: Language, knowledge: Knowledge, patterns: Sequence[Pattern], own_files: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield what the examples of ``patterns`` show when the pipeline reads them.

    A shipped example that fails because somebody changed its label is advice: it may be what was wanted.
    """
    for pattern in patterns:
        kinds = [example.kind for example in pattern.sentences]
        for kind in ("match", "ignore"):
            if kind not in kinds:
                yield Finding(
                    pattern.place, pattern.label, f"no {kind} example", "Write at least one under examples", error=False
                )
        for example in pattern.sentences:
            finding = _example(nlp, pattern, example, knowledge)
            if finding is None:
                continue
            if pattern.own and example.place.file not in own_files:
                what = f"a shipped example no longer holds: {finding.what}"
                finding = replace(finding, what=what, error=False)
            yield finding


def found_spans(
    nlp: Language, pattern: Pattern, text: str, knowledge: Knowledge | None = None
) -> tuple[tuple[int, int], ...]:
    """Return where ``pattern`` is found in ``text``, read as part of a section that the pattern allows.

    Beside what the pipeline finds, these are the values that a sentence binds to the names of the pattern, and what it
    tells without a name; with ``knowledge``, names of other labels are told from them.
    """
    doc = nlp(prepared(nlp, pattern, text))
    found = {(m.start, m.end) for m in doc.user_data[MENTIONS] if m.label == pattern.label}
    if pattern.names or pattern.counted or pattern.label in TOLD:
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        known = knowledge or Knowledge({pattern.label: pattern}, (), (), {}, "")
        said = find_statements(Paper("", "", text), sentences, known)
        stated = [(m.start, m.end) for m in said if m.label == pattern.label]
        found |= {span for span in stated if not any(a < span[1] and span[0] < b for a, b in found)}
    return tuple(sorted(found))


def _example(nlp: Language, pattern: Pattern, example: Example, knowledge: Knowledge) -> Finding | None:
    found = found_spans(nlp, pattern, example.text, knowledge)
    right = found == example.spans
    if example.kind == "todo":
        if right:
            return Finding(example.place, pattern.label, "this todo example works now", "Move it to match")
        return None
    if right:
        return None
    if example.kind == "ignore":
        what = f"something is found in an ignore example: {marked(example.text, found)}"
    else:
        what = f"found: {marked(example.text, found)}" if found else "nothing is found in this match example"
        if found:
            what += f"; wanted: {marked(example.text, example.spans)}"
    return Finding(example.place, pattern.label, what)
