"""Facts → the sentence that answers a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import regex

from ..knowledge import Question
from ..records import Evidence, Fact, Paper
from ..templates import fill, slots
from .brief import brief
from .choosing import is_strong
from .distinct import covered, distinct
from .grouping import lines
from .list_items import own_words
from .options import Options, Saying
from .pieces import leaves_out, parsed
from .quoting import is_sentence, repeats, stands_alone, whole, with_lead

_LONGEST = 220
_CELL = 350
"""Characters that a cell of a table holds."""

_UNIT = regex.compile(r"(?<=\d[\d,.]* ?)(?:%|\p{L}+)$")
"""What a number counts: "images", "%"."""

_ONLY, _STRONG, _WEAK = "only", "strong", "weak"
"""Of the facts of a label: all where they are one thing; those that make an answer by themselves, and the others."""

_ADJACENT = 3
"""Characters that stand between a sentence and the next at most."""

_ROLES = ("main", "component", "pretraining", "training", "evaluation", "inference", "compared")
"""In this order an answer says the roles of a thing."""


def say(
    question: Question, options: Options, chosen: Sequence[Fact], evidence: Sequence[Evidence], paper: Paper
) -> str:
    """Return the answer: the first ``say`` whose slots can all be filled, else the values, else the best sentence."""
    words = _Words(question, options, chosen, evidence, paper)
    said = words.first_of(template.text for template in question.templates)
    return _sentence(said or words.slot("values") or words.slot("quote"))


def say_short(
    question: Question,
    options: Options,
    chosen: Sequence[Fact],
    evidence: Sequence[Evidence],
    paper: Paper,
    aside: Sequence[Fact] = (),
) -> str:
    """Return the answer as a table cell wants it: the first ``short`` whose slots can all be filled.

    Else it is what ``say`` says where that is no sentence of the paper, else the first sentence in brief. Pieces that
    tell of facts set ``aside`` are left out.
    """
    words = _Words(question, options, chosen, evidence, paper, options.short_each, aside)
    if options.by_sentence and (said_each := words.each_by_itself()):
        return said_each
    templates = [template.text for template in question.templates if not slots(template.text) & {"quote", "quotes"}]
    if text := words.first_of((*options.short, *templates)):
        return text.strip().rstrip(".,;:")
    said = words.in_brief()
    return (
        _sentence(said) if said and said in words.slot("quote") and said[0].isupper() else said or words.slot("values")
    )


def say_quotes(evidence: Sequence[Evidence], options: Options, paper: Paper) -> str:
    """Return the sentences of ``evidence``, as many as the question allows, two at most."""
    return " ".join(map(_sentence, _said(evidence, min(2, options.limit), paper)))


def _said(evidence: Sequence[Evidence], most: int, paper: Paper) -> list[str]:
    """Return ``most`` sentences of ``evidence`` that stand alone, each with its lead, or the first where none does.

    Rows of tables and captions come in only where there is no sentence of the text, and none that says the same again.
    """
    alone = [piece for piece in evidence if stands_alone(with_lead(piece, paper))] or list(evidence[:1])
    sentences = ([piece for piece in alone if is_sentence(piece)] or alone)[:most]
    kept: list[Evidence] = []
    for piece in sentences:
        same = next((place for place, other in enumerate(kept) if repeats(whole(piece), whole(other))), -1)
        if same < 0:
            kept.append(piece)
        elif len(piece.quote) > len(kept[same].quote):
            kept[same] = piece
    said = [with_lead(piece, paper) for piece in _as_read(kept)]
    return [text for text in said if not any(text != other and text in other for other in said)]


def _as_read(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return sentences that follow one another in the order of the text, others as they are: the best first."""
    return [piece for run in _runs(evidence) for piece in run]


def _runs(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Return sentences that follow one another together, in the order of the text; the run of the best first."""
    ordered = sorted(evidence, key=lambda piece: piece.quote_start)
    runs = [ordered[:1]]
    for before, piece in pairwise(ordered):
        if piece.quote_start - (before.quote_start + len(before.quote)) <= _ADJACENT:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return sorted(filter(None, runs), key=lambda run: min(map(evidence.index, run)))


class _Words:
    """Fills the slots of one question."""

    def __init__(
        self,
        question: Question,
        options: Options,
        chosen: Sequence[Fact],
        evidence: Sequence[Evidence],
        paper: Paper,
        each: Mapping[str, Sequence[Saying]] | None = None,
        aside: Sequence[Fact] = (),
    ) -> None:
        self._question = question
        self._options = options
        self._chosen = chosen
        self._evidence = evidence
        self._set_aside = aside
        self._aside = [(piece, fact.text) for fact in aside for piece in fact.evidence]
        self._paper = paper
        self._sayings = {**options.each, **(each or {})}

    def first_of(self, templates: Iterable[str]) -> str:
        """Return what the first template says whose slots can all be filled, "" where there is none."""
        return next(filter(None, (fill(template, self.slot) for template in templates)), "")

    def in_brief(self) -> str:
        """Return the best sentence in brief, "" where there is none."""
        return brief(self.slot("quote"), self._options)

    def slot(self, name: str) -> str:
        if name == "values":
            return self._options.join.join(self._few(self._each(self._chosen)))
        if name == "parts":
            return self._grouped()
        if name == "quote":
            return next(iter(self._sentences(1)), "")
        if name == "brief":
            said = self.in_brief()
            return said if len(said) <= self._options.brief else ""
        if name == "quotes":
            return " ".join(map(_sentence, self._sentences(self._options.limit)))
        if name == "pieces":
            return ", ".join(self.pieces.values())
        if name == "more":
            return self._more()
        if name in self._options.pieces:
            return self.pieces.get(name, "")
        if name == "roles":
            return " and ".join(dict.fromkeys(role for fact in self._chosen for role in fact.roles))
        label, _, which = name.partition("@")
        some = [fact for fact in self._chosen if fact.label == label and self._is(fact, which)]
        if which == _ONLY:
            shown = {piece.quote_start for piece in self._evidence}
            some = [fact for fact in some if shown & {piece.quote_start for piece in fact.evidence}] or some
            if len({fact.value for fact in some}) > 1 or len(self._units) > 1:
                return ""
        return self._options.join.join(self._few(self._each(some)))

    @cached_property
    def _units(self) -> set[str]:
        """What the facts that the short form names side by side (``@only``) are numbers of, where they say so."""
        templates = [slots(template) for template in self._options.short]
        named = {name.partition("@")[0] for some in templates for name in some if name.endswith(f"@{_ONLY}")}
        shown = {piece.quote_start for piece in self._evidence}
        told = [f for f in self._chosen if f.label in named and shown & {piece.quote_start for piece in f.evidence}]
        return {unit[0].rstrip("s") for fact in told if (unit := _UNIT.search(fact.text.lower()))}

    def _is(self, fact: Fact, which: str) -> bool:
        """Tell whether a fact belongs into ``{LABEL@which}``."""
        if which in (_STRONG, _WEAK):
            return is_strong(fact, self._options) == (which == _STRONG)
        return which in ("", _ONLY) or which == self._leading(fact)

    def _leading(self, fact: Fact) -> str:
        """Return the role under which a fact is said: the first that the question puts first, or its own first."""
        first = self._options.first
        return next(
            (role for role in first if role in fact.roles or not fact.roles), fact.roles[0] if fact.roles else ""
        )

    def _sentences(self, most: int) -> list[str]:
        return _said(self._evidence, most, self._paper)

    @cached_property
    def pieces(self) -> dict[str, str]:
        """The pieces of the sentences shown; tables and captions give those that the text does not."""
        evidence = _as_read(self._evidence)
        text = [piece for piece in evidence if is_sentence(piece)]
        every = self._parsed(evidence)
        return every if len(text) == len(evidence) else {**every, **self._parsed(text)}

    def _parsed(self, evidence: Sequence[Evidence]) -> dict[str, str]:
        ends = [piece.quote_start + len(piece.quote) for piece in evidence]
        aside = [
            [text for other, text in self._aside if piece.quote_start <= other.start < end]
            for piece, end in zip(evidence, ends, strict=True)
        ]
        return parsed(self._options.pieces, [whole(piece) for piece in evidence], aside)

    def each_by_itself(self) -> str:
        """Return what each sentence says by itself, parted by ";", as far as a cell holds it.

        A sentence of at most ``brief`` characters comes in brief, a longer one as its pieces; the best, and those
        beside it, come in brief as well where the pieces say nothing or leave out most of the ``things``.
        """
        runs = _runs([piece for piece in self._evidence if is_sentence(piece)][: self._options.limit])
        shown = [piece for run in runs for piece in run]
        pieces, told = [], []
        for piece in shown:
            alone = _Words(self._question, self._options, (), [piece], self._paper, None, self._set_aside)
            pieces.append(alone.first_of(self._options.short).rstrip(".,;: "))
            said = alone.in_brief()
            wanted = piece in runs[0] and (not pieces[-1] or self._leaves_out(piece))
            few = len(alone.pieces) < (self._options.enough or len(self._options.pieces) + 1)
            wanted = (wanted or (few and len(said) <= self._options.brief)) and stands_alone(
                with_lead(piece, self._paper)
            )
            told.append(said if wanted else "")
        turn = sorted(range(len(shown)), key=lambda at: (bool(pieces[at]), self._evidence.index(shown[at])))
        while len(text := "; ".join(_once(map(_or, told, pieces)))) > _CELL and any(told):
            told[[at for at in turn if told[at]][-1]] = ""
        return text

    def _leaves_out(self, piece: Evidence) -> bool:
        things = self._options.things
        return things is not None and leaves_out(self._options.pieces, whole(piece), things)

    def _more(self) -> str:
        """Return what the pieces say beyond the values."""
        values = self._each(self._chosen)
        found = [text for said in self.pieces.values() for text in said.split(", ")]
        both = distinct([*values, *found], self._options.version, self._options.plain)
        return self._options.join.join(text for text in both if text not in values)

    def _few(self, said: Sequence[str]) -> Sequence[str]:
        return said[: self._options.limit]

    def _each(self, facts: Iterable[Fact]) -> list[str]:
        options = self._options
        said = [self._one(fact) for fact in facts]
        return covered(distinct(said, options.version, options.plain, whole=options.whole_names))

    def _one(self, fact: Fact) -> str:
        for saying in self._sayings.get(fact.label, ()):
            if saying.when is None or saying.when.search(fact.value or fact.text):
                said = fill(saying.template, lambda name: _of_fact(fact, name))
                if said:
                    return said
        return _shorten(fact.value or fact.text)

    def _grouped(self) -> str:
        """Say the facts by ``parts``, those without a scope first, then line by line."""
        told = lines(self._chosen, self._options, self._paper) if self._options.by else [("", list(self._chosen))]
        said = []
        for name, facts in told:
            text = ", ".join(self._parts(facts))
            if text:
                said.append(f"{name}: {text}" if name else text)
        return "; ".join(self._few(said))

    def _parts(self, facts: Sequence[Fact]) -> list[str]:
        by_label: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_label[fact.label].append(fact)

        def lookup(label: str) -> str:
            return " / ".join(self._each(by_label.get(label, ()))[:4])

        parts = []
        said: set[str] = set()
        for template in self._options.parts:
            if text := fill(template, lookup):
                parts.append(text)
                said |= slots(template)
        return parts


def _of_fact(fact: Fact, name: str) -> str:
    if name == "roles":
        return " and ".join(sorted(fact.roles, key=lambda role: (_ROLES.index(role) if role in _ROLES else 0, role)))
    if name == "quote":
        return whole(fact.evidence[0]) if fact.evidence else ""
    if name == "words":
        return own_words(fact)
    if name in ("value", "text", "scope"):
        return _shorten(str(getattr(fact, name)) or (fact.text if name == "value" else ""))
    return str(dict(fact.attributes).get(name, ""))


def _once(texts: Iterable[str]) -> list[str]:
    """Return the texts that are no part of another one, each once."""
    kept = list(dict.fromkeys(filter(None, texts)))
    return [text for text in kept if not any(text != other and text in other for other in kept)]


def _or(text: str, other: str) -> str:
    return text or other


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:(") + " …"


def _sentence(text: str) -> str:
    """Return ``text`` with a capital and a full stop; names such as mAP keep their form."""
    text = text.strip().rstrip(".,;:")
    first = text.split(" ", 1)[0].rstrip(".,;:").replace("-", "")
    if first.isalpha() and first.islower():
        text = text[0].upper() + text[1:]
    return text if text.endswith(("…", "!", "?")) else text + "."
