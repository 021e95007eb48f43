"""Entries of questions.yaml → questions, with every key checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..knowledge import LABEL, Beside, FactTemplate, PieceTemplate, Question, QuestionExample, QuestionOptions, Template
from ..records import SECTION_ROLES, STATUSES
from ..regexes import either
from ..templates import parse, slots
from .fragments import Fragments
from .labels import check_regex
from .mistakes import Mistake, did_you_mean
from .nodes import Node
from .parts import Text, YamlEntry, regex_of, text_of

QUESTION_KEYS = ("cq", "ask", "from", "say", "examples")
_TOLD = ("adopted", "apart", "things", "subjects")
_BY_REGEX = ("match", "not_match", "strong", "not_quote", "version", "plain", "scopes", *_TOLD)
EXAMPLE_KEYS = ("pieces", "pointer", *_BY_REGEX, "agree")
DEFAULTS = "defaults"
"""Name of the entry whose options hold for all questions of its file that say nothing else."""

GENERAL_SLOTS = ("values", "more", "parts", "quote", "quotes", "brief", "roles")
FACT_SLOTS = ("value", "text", "words", "scope", "roles", "quote")

_ROLE = "@"
_ATTRIBUTE = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question, its regexes not yet checked, with the labels, and the roles after ``@``, that it names."""

    question: Question
    labels: tuple[Text, ...]
    regexes: Mapping[str, tuple[Text, ...]]
    own: bool


def read_options(key: Node, node: Node) -> Mapping[str, Node]:
    """Return the options under ``defaults``.

    Raises:
        Mistake: something in them is no option.
    """
    return YamlEntry(key.text, node, OPTION_KEYS).keys


def read_question(key: Node, node: Node, *, defaults: Mapping[str, Node], own: bool) -> QuestionPart:
    """Return what the entry under ``key`` says; an option that it does not write is that of ``defaults``.

    Raises:
        Mistake: something in it is wrong.
    """
    name = key.text
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise Mistake(key.place, "", f"{name!r} is no name for a question", "Write a lower-case word")
    entry = YamlEntry(name, node, (*QUESTION_KEYS, *OPTION_KEYS))
    for needed in QUESTION_KEYS[:3]:
        if not entry.has(needed):
            raise Mistake(key.place, name, f"{needed!r} is missing", f"A question has {', '.join(QUESTION_KEYS[:4])}")
    entry.keys = {**defaults, **entry.keys}
    labels = [*entry.texts("from")]
    templates = tuple(Template(text.text, text.place) for text in entry.texts("say"))
    for template in templates:
        labels += _slots(Text(template.text, template.place), name, GENERAL_SLOTS)
    regexes: dict[str, tuple[Text, ...]] = {}
    options: dict[str, Any] = {}
    for option in OPTION_KEYS:
        if entry.has(option):
            options[option] = _OPTIONS[option](_Reading(entry, labels, regexes), option)
    for text in labels:
        if not text.text.startswith(_ROLE) and not LABEL.fullmatch(text.text):
            raise Mistake(text.place, name, f"{text.text!r} is no label", "Write upper-case letters")
    question = Question(
        cq=entry.integer("cq"),
        name=name,
        ask=entry.text("ask"),
        labels=tuple(text.text for text in entry.texts("from")),
        templates=templates,
        place=key.place,
        options=QuestionOptions(**options),
        examples=tuple(_examples(entry)),
    )
    return QuestionPart(question, tuple(labels), regexes, own)


def make_question(part: QuestionPart, fragments: Fragments) -> Question:
    """Return the question with its regexes ready.

    Raises:
        Mistake: one of the user's cannot be compiled, or a fragment is unknown.
    """
    name = part.question.name
    ready: dict[str, str] = {}
    for texts in part.regexes.values():
        for text in texts:
            ready[text.text] = fragments.insert(text, name)
            if part.own:
                check_regex(ready[text.text], text, name)
    options = part.question.options
    templates: dict[str, Any] = {
        option: {
            label: tuple(replace(saying, when=ready.get(saying.when, "")) for saying in sayings)
            for label, sayings in said.items()
        }
        for option, said in (("each", options.each), ("short_each", options.short_each))
    }
    pieces = {
        piece: tuple(replace(way, find=ready[way.find]) for way in ways) for piece, ways in options.pieces.items()
    }
    changed: dict[str, Any] = {
        option: tuple(ready[text.text] for text in texts)
        if option == "pointer"
        else either(ready[text.text] for text in texts)
        for option, texts in part.regexes.items()
        if option not in ("each", "pieces")
    }
    return replace(part.question, options=replace(options, **templates, pieces=pieces, **changed))


@dataclass(frozen=True, slots=True)
class _Reading:
    """An entry while its options are read: labels and regexes met on the way are collected for later checks."""

    entry: YamlEntry
    labels: list[Text]
    regexes: dict[str, tuple[Text, ...]]

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of labels."""
        texts = self.entry.texts(key)
        self.labels.extend(texts)
        return tuple(text.text for text in texts)

    def statuses(self, key: str) -> tuple[str, ...]:
        """Return a list of statuses."""
        return self.entry.choices(key, STATUSES)

    def sections(self, key: str) -> tuple[str, ...]:
        """Return a list of roles of sections."""
        return self.entry.choices(key, SECTION_ROLES)

    def roles(self, key: str) -> tuple[str, ...]:
        """Return a list of roles of facts."""
        texts = self.entry.texts(key)
        self.labels.extend(Text(f"{_ROLE}{text.text}", text.place) for text in texts)
        return tuple(text.text for text in texts)

    def count(self, key: str) -> int:
        """Return a whole number."""
        return self.entry.integer(key)

    def number(self, key: str) -> float:
        """Return a number."""
        return self.entry.number(key, 0.0)

    def text(self, key: str) -> str:
        """Return a text as it stands, spaces included."""
        node = self.entry.keys[key]
        if node.kind != "text":
            self.entry.as_text(key)
        return node.text

    def by(self, key: str) -> str:
        """Return what facts are grouped by."""
        return self.entry.choice(key, ("scope",))

    def regex(self, key: str) -> str:
        """Note one or several regexes; they are made ready when the fragments are known."""
        self.regexes[key] = self.entry.regexes(key)
        return ""

    def several(self, key: str) -> tuple[str, ...]:
        """Note several regexes, each for itself."""
        self.regex(key)
        return ()

    def parts(self, key: str) -> tuple[str, ...]:
        """Return templates over labels."""
        texts = self.entry.texts(key)
        for text in texts:
            self.labels.extend(_slots(text, self.entry.name, ()))
        return tuple(text.text for text in texts)

    def each(self, key: str) -> Mapping[str, tuple[FactTemplate, ...]]:
        """Return how the facts of each label are said."""
        said: dict[str, tuple[FactTemplate, ...]] = {}
        for label, value in self.entry.mapping(key):
            self.labels.append(Text(label.text, label.place))
            items = value.items or () if value.kind == "list" else (value,)
            said[label.text] = tuple(self._saying(item) for item in items)
        return said

    def role(self, key: str) -> str:
        """Return one role of facts."""
        text = self.entry.as_text(key)
        self.labels.append(Text(f"{_ROLE}{text.text}", text.place))
        return text.text

    def switch(self, key: str) -> bool:
        """Return true or false."""
        return bool(self.entry.switch(key))

    def beside(self, key: str) -> Mapping[str, Beside]:
        """Return what a fact of each label needs to be said beside a surer one."""
        said: dict[str, Beside] = {}
        for label, value in self.entry.mapping(key):
            self.labels.append(Text(label.text, label.place))
            inner = YamlEntry(self.entry.name, value, ("confidence", "sentences", "named_with"))
            sentences = inner.integer("sentences") if inner.has("sentences") else 0
            said[label.text] = Beside(inner.number("confidence", 0.0), sentences, inner.number("named_with", 0.0))
        return said

    def agree(self, key: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Return for each label pairs of regexes: what a value says, and what a value of the label must then say."""
        said: dict[str, tuple[tuple[str, str], ...]] = {}
        for label, value in self.entry.mapping(key):
            self.labels.append(Text(label.text, label.place))
            pairs = []
            for node in value.items or ():
                inner = YamlEntry(self.entry.name, node, ("value", "needs"))
                pairs.append((self._checked(inner, "value"), self._checked(inner, "needs")))
            said[label.text] = tuple(pairs)
        return said

    def _checked(self, inner: YamlEntry, key: str) -> str:
        if not inner.has(key):
            raise Mistake(inner.place, self.entry.name, f"{key!r} is missing", "Write {value: '…', needs: '…'}")
        text = inner.as_regex(key)
        check_regex(text.text, text, self.entry.name)
        return text.text

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(text.text for text in self.entry.texts(key))

    def short(self, key: str) -> tuple[str, ...]:
        """Return templates over labels and pieces; the pieces are read before them."""
        names = tuple(name.text for name, _ in self.entry.mapping("pieces"))
        texts = self.entry.texts(key)
        for text in texts:
            self.labels.extend(_slots(text, self.entry.name, (*GENERAL_SLOTS, "pieces", *names)))
        return tuple(text.text for text in texts)

    def pieces(self, key: str) -> Mapping[str, tuple[PieceTemplate, ...]]:
        """Return how the pieces of a sentence are found and said."""
        said: dict[str, tuple[PieceTemplate, ...]] = {}
        for name, value in self.entry.mapping(key):
            items = value.items or () if value.kind == "list" else (value,)
            said[name.text] = tuple(self._piece(item) for item in items)
        return said

    def _piece(self, node: Node) -> PieceTemplate:
        name = self.entry.name
        if node.kind != "mapping":
            return PieceTemplate(self._found(regex_of(node, name, "pieces")))
        inner = YamlEntry(name, node, ("find", "say"))
        for needed in ("find", "say"):
            if not inner.has(needed):
                raise Mistake(node.place, name, f"{needed!r} is missing", "Write {find: '…', say: '…'}")
        say = inner.as_text("say")
        find = inner.as_regex("find")
        for slot in sorted(_parsed(say, name) - {"all"}):
            if f"(?P<{slot}>" not in find.text:
                raise Mistake(say.place, name, f"{{{slot}}} is no group of its regex", "Write (?P<name>…) or {all}")
        return PieceTemplate(self._found(find), say.text)

    def _found(self, text: Text) -> str:
        self.regexes["pieces"] = (*self.regexes.get("pieces", ()), text)
        return text.text

    def _saying(self, node: Node) -> FactTemplate:
        name = self.entry.name
        if node.kind != "mapping":
            return FactTemplate(_fact_template(text_of(node, name, "each"), name))
        inner = YamlEntry(name, node, ("say", "when"))
        if not inner.has("say"):
            raise Mistake(node.place, name, "'say' is missing", "Write {say: '…', when: '…'}")
        template = _fact_template(inner.as_text("say"), name)
        if not inner.has("when"):
            return FactTemplate(template)
        when = regex_of(inner.keys["when"], name, "when")
        self.regexes["each"] = (*self.regexes.get("each", ()), when)
        return FactTemplate(template, when.text)


def _examples(entry: YamlEntry) -> Iterator[QuestionExample]:
    if not entry.has("examples"):
        return
    inner = YamlEntry(entry.name, entry.keys["examples"], EXAMPLE_KEYS)
    for option in EXAMPLE_KEYS:
        for node in inner.nodes(option):
            if option == "pieces":
                item = YamlEntry(entry.name, node, ("text", "says"))
                for needed in ("text", "says"):
                    if not item.has(needed):
                        what = f"{needed!r} is missing in this example"
                        raise Mistake(node.place, entry.name, what, "Write {text: '…', says: '…'}")
                text, says = item.as_text("text"), item.text("says")
            else:
                text, says = text_of(node, entry.name, f"examples.{option}"), ""
            yield QuestionExample(option, text.text, text.place, says)


def _parsed(text: Text, entry: str) -> frozenset[str]:
    try:
        parse(text.text)
    except ValueError as error:
        raise Mistake(
            text.place, entry, f"no template: {error}", "Write text with {slots} and [optional parts]"
        ) from None
    return slots(text.text)


def _slots(text: Text, entry: str, general: Sequence[str]) -> Iterator[Text]:
    """Yield the slots of a template that name labels."""
    for slot in sorted(_parsed(text, entry)):
        if slot in general:
            continue
        label, at, role = slot.partition("@")
        if not LABEL.fullmatch(label):
            raise Mistake(text.place, entry, f"unknown slot {{{slot}}}", did_you_mean(slot, [*general, "LABEL"]))
        if at:
            yield Text(f"{_ROLE}{role}", text.place)
        yield Text(label, text.place)


def _fact_template(text: Text, entry: str) -> str:
    for slot in sorted(_parsed(text, entry)):
        if not _ATTRIBUTE.fullmatch(slot):
            near = did_you_mean(slot, FACT_SLOTS)
            raise Mistake(text.place, entry, f"unknown slot {{{slot}}} of a fact", near)
    return text.text


def label_places(part: QuestionPart) -> Iterator[Text]:
    """Return the labels that a question names, each once, with its first place."""
    named: dict[str, Text] = {}
    for text in (text for text in part.labels if not text.text.startswith(_ROLE)):
        named.setdefault(text.text, text)
    return iter(named.values())


def role_places(part: QuestionPart) -> Iterator[Text]:
    """Yield the roles that a question names, with their places."""
    return (Text(text.text[1:], text.place) for text in part.labels if text.text.startswith(_ROLE))


_OPTIONS: Mapping[str, Callable[[_Reading, str], Any]] = {
    "needs": _Reading.names,
    "needs_kinds": _Reading.count,
    "needs_said": _Reading.regex,
    "status": _Reading.statuses,
    "roles": _Reading.roles,
    "sections": _Reading.sections,
    "not_sections": _Reading.sections,
    "show": _Reading.names,
    "prefer": _Reading.sections,
    "match": _Reading.regex,
    "not_match": _Reading.regex,
    "strong": _Reading.regex,
    "not_quote": _Reading.regex,
    "weak": _Reading.names,
    "weak_kinds": _Reading.count,
    "searched": _Reading.names,
    "min_confidence": _Reading.number,
    "at_least": _Reading.count,
    "each": _Reading.each,
    "parts": _Reading.parts,
    "by": _Reading.by,
    "limit": _Reading.count,
    "series": _Reading.count,
    "further": _Reading.number,
    "join": _Reading.text,
    "version": _Reading.regex,
    "pointer": _Reading.several,
    "first": _Reading.words,
    "beside": _Reading.beside,
    "rather": _Reading.names,
    "agree": _Reading.agree,
    "title_first": _Reading.switch,
    "rivals": _Reading.role,
    **dict.fromkeys(_TOLD, _Reading.regex),
    **dict.fromkeys(("brief", "enough"), _Reading.count),
    "plain": _Reading.regex,
    "whole_names": _Reading.switch,
    "by_sentence": _Reading.switch,
    "one": _Reading.names,
    "scopes": _Reading.regex,
    "short_each": _Reading.each,
    "pieces": _Reading.pieces,
    "short": _Reading.short,
}
OPTION_KEYS = tuple(_OPTIONS)
"""Keys of a question beside ``cq``, ``ask``, ``from`` and ``say``; ``questions.yaml`` explains every one."""
