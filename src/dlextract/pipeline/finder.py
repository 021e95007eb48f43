"""The component that looks for everything the pattern files describe."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import regex

from ..candidates import Find
from ..doc_keys import FINDS, SECTIONS, SKIP, WARNINGS
from ..knowledge import Knowledge, Pattern, Rule
from ..literals import Words
from ..records import Mention
from ..regexes import compiled, keep, use_cache
from ..sieve import Sieve
from .terms import Names
from .text import sentences_of, text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from .cut_text import CutText

MATCH_SECONDS = 1.0
"""Processor time that one regex may take over one sentence; then it is given up for the paper."""

_FEW = 2
"""So few sentences are searched at once, without asking for more words."""

_FIND = "⟦⟧"


@dataclass(frozen=True, slots=True)
class _Job:
    """One regex of one label, with the words that it needs."""

    pattern: Pattern
    rule: Rule
    order: int
    needs: tuple[Words, ...]


class PatternFinder:
    """Finds the terms and regexes of a knowledge in a Doc.

    Args:
        knowledge: the patterns; None for none.
    """

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._patterns: tuple[Pattern, ...] = ()
        self._jobs: list[_Job] = []
        self._names = Names(())
        self._sieve = Sieve(())
        if knowledge is not None:
            self.use(knowledge)

    def use(self, knowledge: Knowledge) -> None:
        """Look for the patterns of ``knowledge`` from now on."""
        use_cache()
        self._patterns = tuple(knowledge.patterns.values())
        self._by_label = dict(knowledge.patterns)
        self._names = Names(self._patterns)
        self._sieve = Sieve(rule.regex for pattern in self._patterns for rule in pattern.rules)
        needs = self._sieve.needs
        self._jobs = [
            _Job(pattern, rule, order, needs[rule.regex])
            for pattern in self._patterns
            for order, rule in enumerate(pattern.rules, 1)
        ]

    def needs(self, label: str) -> list[tuple[Words, ...]]:
        """Return, for each regex of ``label``, the sets of words of which a sentence needs one each."""
        return [job.needs for job in self._jobs if job.pattern.label == label]

    def value_of(self, label: str, text: str) -> str:
        """Return the value of the term of ``label`` that ``text`` as a whole is, "" if it is none."""
        return self._names.value_of(label, text)

    def __call__(self, doc: Any) -> Any:
        """Leave everything that is found in ``doc.user_data[FINDS]``."""
        doc.user_data[FINDS] = tuple(self.finds(doc))
        keep()
        return doc

    def finds(self, doc: Doc | CutText) -> list[Find]:
        """Return all finds; those that their own pattern does not let stand say so in ``dropped``."""
        text = _Text(doc, self._sieve)
        finds = [self._placed(find, index, text) for find, index in (*self._terms(text), *self._regexes(text))]
        if text.warnings:
            doc.user_data.setdefault(WARNINGS, []).extend(text.warnings)
        return finds

    def _placed(self, find: Find, index: int, text: _Text) -> Find:
        """Return the find with what its pattern says of it in the sentence ``index``."""
        pattern = self._by_label[find.mention.label]
        key, reason = _set_aside(find, pattern, index, text)
        if key:
            return replace(find, dropped=reason, dropped_by=key)
        around = text.attributes(find.mention, pattern, index) if pattern.attributes else ()
        return replace(find, around=around) if around else find

    def _terms(self, text: _Text) -> Iterator[tuple[Find, int]]:
        for index, (start, end) in enumerate(text.sentences):
            finds = list(self._names.find(text.text, start, end))
            listed = {(found.name.label, found.start, found.end) for found in finds if not found.plural}
            for found in finds:
                extended = self._names.extend(found, text.text, end)
                if extended is None:
                    continue
                stop, value = extended
                name = found.name
                if stop > found.end and (name.label, found.start, stop) in listed:  # a name of its own, or a spelling
                    continue
                pattern = self._by_label[name.label]
                found_by = pattern.own_terms.get(name.value, pattern.id)
                mention = Mention(name.label, found.start, stop, value, found_by)
                yield Find(mention, 0, term=name.written), index

    def _regexes(self, text: _Text) -> Iterator[tuple[Find, int]]:
        everywhere = (1 << len(text.sentences)) - 1
        for job in self._jobs:
            where = everywhere
            for number, words in enumerate(job.needs):
                if number and where.bit_count() <= _FEW:
                    break
                where &= text.with_any(words)
            if where:
                yield from self._run(job, text, where)

    def _run(self, job: _Job, text: _Text, where: int) -> Iterator[tuple[Find, int]]:
        try:
            pattern = compiled(job.rule.regex)
        except regex.error as error:
            text.warnings.append(f"{job.rule.place}: {job.pattern.label}: no regex: {error}. It was left out.")
            return
        while where:
            lowest = where & -where
            where ^= lowest
            index = lowest.bit_length() - 1
            start = text.sentences[index][0]
            try:
                for match in pattern.finditer(text.sentence(index), timeout=MATCH_SECONDS):
                    yield from ((find, index) for find in _finds(job, match, start))
            except TimeoutError:
                text.warnings.append(
                    f"{job.rule.place}: {job.pattern.label}: this regex took more than {MATCH_SECONDS:g} s "
                    "on one sentence and was left out for this paper."
                )
                return


def _set_aside(find: Find, pattern: Pattern, index: int, text: _Text) -> tuple[str, str]:
    """Return the key of the pattern that the find does not satisfy, and why; both "" where it stands."""
    if pattern.sections or pattern.not_sections:
        role = text.role_at(find.mention.start)
        if (pattern.sections and role not in pattern.sections) or role in pattern.not_sections:
            return "sections", f"it stands in a section of the role {role}"
    for unless in pattern.unless:
        if text.matches(unless, index, pattern):
            return "unless", f"unless: {unless}"
    if pattern.when and not any(text.matches(when, index, pattern) for when in pattern.when):
        return "when", "none of the regexes of 'when' matches the sentence"
    return "", ""


def _finds(job: _Job, match: regex.Match[str], offset: int) -> Iterator[Find]:
    rule, pattern = job.rule, job.pattern
    groups = match.re.groupindex
    spans = match.spans("value") if "value" in groups else []
    if not spans:
        spans = [match.span()]
    scope = (match["scope"] or "") if "scope" in groups else ""
    attributes = tuple(
        (name, " ".join(match[name].split())) for name in groups if name not in ("value", "scope") and match[name]
    )
    for start, end in dict.fromkeys(spans):
        if end <= start:
            continue
        yield Find(
            Mention(
                label=pattern.label,
                start=offset + start,
                end=offset + end,
                value=rule.value,
                found_by=rule.id or pattern.id,
                scope=" ".join(scope.split()),
                attributes=(*attributes, *rule.attributes),
                hint=rule.status,
                kind=rule.kind,
            ),
            job.order,
            rule,
        )


class _Text:
    """One text with its sentences, what is not to be read, and what was looked up in it."""

    def __init__(self, doc: Doc | CutText, sieve: Sieve) -> None:
        self.text: str = text_of(doc)
        self.warnings: list[str] = []
        self._roles = tuple(doc.user_data.get(SECTIONS, ()))
        self._role_starts = [start for start, _, _ in self._roles]
        self.sentences = list(_without(sentences_of(doc), doc.user_data.get(SKIP, ()), self.text))
        self._places = sieve.places(self.text, self.sentences)
        self._with_any: dict[Words, int] = {}
        self._sentence_texts: dict[int, str] = {}
        self._matches: dict[tuple[str, int], bool] = {}
        self._attributes: dict[tuple[str, int, int], dict[str, str]] = {}
        self._given_up: set[str] = set()

    def sentence(self, index: int) -> str:
        found = self._sentence_texts.get(index)
        if found is None:
            start, end = self.sentences[index]
            found = self._sentence_texts[index] = self.text[start:end]
        return found

    def role_at(self, offset: int) -> str:
        index = bisect_right(self._role_starts, offset) - 1
        return self._roles[index][2] if index >= 0 and offset < self._roles[index][1] else "other"

    def with_any(self, words: Words) -> int:
        """Return the sentences that contain one of the words, as bits of a number."""
        known = self._with_any.get(words)
        if known is None:
            known = 0
            for word in words & self._places.keys():
                known |= self._places[word]
            self._with_any[words] = known
        return known

    def matches(self, written: str, index: int, pattern: Pattern) -> bool:
        """Tell whether the regex matches in the sentence; False once it has taken too long."""
        key = (written, index)
        if key not in self._matches:
            self._matches[key] = self._search(written, self.sentence(index), pattern) is not None
        return self._matches[key]

    def attributes(self, mention: Mention, pattern: Pattern, index: int) -> tuple[tuple[str, str], ...]:
        """Return the attributes that the sentence gives to the find in it, beside those that its rule has read."""
        key = (mention.label, mention.start, mention.end)
        known = self._attributes.setdefault(key, {})
        own = {name for name, _ in mention.attributes}
        for name, regexes in pattern.attributes.items():
            if name not in own and name not in known:
                known[name] = self._attribute(regexes, mention, pattern, index)
        return tuple((name, known[name]) for name in pattern.attributes if name not in own and known[name])

    def _attribute(self, regexes: Iterable[str], mention: Mention, pattern: Pattern, index: int) -> str:
        """Return what the first regex that matches finds in the sentence with its find marked."""
        sentence, start = self.sentence(index), self.sentences[index][0]
        subject = sentence[: mention.start - start] + _FIND + sentence[mention.end - start :]
        for written in regexes:
            match = self._search(written, subject, pattern)
            if match is not None:
                printed = match["value"] if "value" in match.re.groupindex else match[0].replace(_FIND, "")
                if words := " ".join((printed or "").split()):
                    return words
        return ""

    def _search(self, written: str, subject: str, pattern: Pattern) -> regex.Match[str] | None:
        if written in self._given_up:
            return None
        try:
            return compiled(written).search(subject, timeout=MATCH_SECONDS)
        except (TimeoutError, regex.error) as error:
            self._given_up.add(written)
            why = f"no regex: {error}" if isinstance(error, regex.error) else f"took more than {MATCH_SECONDS:g} s"
            self.warnings.append(
                f"{pattern.place}: {pattern.label}: {written!r} {why} and was left out for this paper."
            )
            return None


def _without(
    sentences: Iterable[tuple[int, int]], skip: Sequence[tuple[int, int]], text: str
) -> Iterator[tuple[int, int]]:
    """Yield the sentences without trailing space, cut where they run into a stretch to skip."""
    skipped = sorted(skip)
    at = 0
    for start, end in sentences:
        while at < len(skipped) and skipped[at][1] <= start:
            at += 1
        if at < len(skipped) and skipped[at][0] < end:
            if skipped[at][0] > start:
                end = skipped[at][0]
            else:
                start = min(end, skipped[at][1])
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end
