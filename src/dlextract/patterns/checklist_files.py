"""Files of ``patterns/checklists`` → checklists, with every key checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..checklists import FILLED, PARTLY, SILENT, Checklist, ChecklistExample, ChecklistItem, Way
from ..errors import PatternError, UsageError
from ..knowledge import LABEL, SUFFIXES, Knowledge, Place
from ..records import STATUSES
from ..words import WordRegex, using
from .labels import check_regex
from .loading import CHECKLISTS, MAX_FILES, read_file
from .mistakes import Mistake, did_you_mean, raise_first
from .nodes import Node, read_nodes
from .parts import Text, YamlEntry, text_of
from .role_names import check_role

HEAD = "checklist"
"""Name of the entry that says what the checklist is; every other entry is an item."""

HEAD_KEYS = ("title", "reference", "groups")
ITEM_KEYS = ("number", "group", "ask", "from", "needs", "partly", "as", "author", "usual", "claim", "examples")
WAY_KEYS = (
    *("question", "labels", "status", "roles", "attribute", "found_by"),
    *("value", "not_value", "quote", "not_quote", "least", "several"),
)
EXAMPLE_KEYS = (FILLED, PARTLY, SILENT)

REGEXES = ("found_by", "value", "not_value", "quote", "not_quote")
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_PART = re.compile(r"[a-z][a-z0-9 _-]*")
_OTHER = re.compile(r"([a-z][a-z0-9_-]*)\.([a-z][a-z0-9_-]*)")
_ELSEWHERE = WordRegex("checklist_elsewhere")
_SURE = 0.5
"""Confidence that a fact needs where no answer stands for it: it is rather right than wrong."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str
    data: bytes
    own: bool


@dataclass(slots=True)
class _Part:
    """A checklist while its files are read: ``borrowed`` maps an item to the item of another that it is like."""

    name: str
    head: Checklist
    items: dict[str, ChecklistItem] = field(default_factory=dict)
    borrowed: dict[str, Text] = field(default_factory=dict)
    named: list[tuple[str, str, Text]] = field(default_factory=list)


def load_checklists(folders: Sequence[Path], knowledge: Knowledge) -> dict[str, Checklist]:
    """Return all checklists of ``folders`` by their names.

    Args:
        folders: folders of patterns, the shipped one first; later ones win item by item. ``NAME: off`` removes an item.
        knowledge: what labels, questions and roles there are.

    Raises:
        PatternError: a file cannot be read, or has a mistake (then it is a ``Mistake``).
    """
    return _made(_every(folders), knowledge)


def load_checklist(name: str, folders: Sequence[Path], knowledge: Knowledge) -> Checklist:
    """Return one checklist: that of this name in ``folders``, or the one in the file ``name``.

    Raises:
        UsageError: there is none.
        PatternError: a file cannot be read, or has a mistake.
    """
    if name.endswith(SUFFIXES):
        path = Path(name)
        if not path.is_file():
            raise UsageError(name, "there is no such file", "Name a checklist, or a file with one")
        others = [file for file in _every(folders) if file.path.stem != path.stem]
        return _made([*others, _File(path, name, read_file(path, name), True)], knowledge)[path.stem]
    found = load_checklists(folders, knowledge)
    if name not in found:
        raise UsageError(f"checklist {name[:40]!r}", "there is none", did_you_mean(name[:40], found))
    return found[name]


def _every(folders: Sequence[Path]) -> list[_File]:
    return [file for number, folder in enumerate(folders) for file in _files(folder, number > 0)]


def _files(folder: Path, own: bool) -> Iterator[_File]:
    inner = folder / CHECKLISTS
    paths = sorted(p for p in inner.iterdir() if p.suffix in SUFFIXES) if inner.is_dir() else []
    if len(paths) > MAX_FILES:
        raise PatternError(str(inner), f"more than {MAX_FILES} checklists", "Take some away")
    for path in paths:
        shown = str(path) if own else f"patterns/{CHECKLISTS}/{path.name}"
        yield _File(path, shown, read_file(path, shown), own)


def _made(files: Sequence[_File], knowledge: Knowledge) -> dict[str, Checklist]:
    mistakes: list[Mistake] = []
    parts: dict[str, _Part] = {}
    for file in files:
        try:
            _read(file, parts, mistakes)
        except Mistake as mistake:
            mistakes.append(mistake)
    for part in parts.values():
        _check_names(part, knowledge, mistakes)
        _borrow(part, parts, mistakes)
        _check_groups(part, mistakes)
    raise_first(mistakes, {file.shown: file.data for file in files})
    with using(knowledge.words):
        elsewhere = _ELSEWHERE.pattern if _ELSEWHERE.name in knowledge.words else ""
    return {name: replace(part.head, items=_in_groups(part), elsewhere=elsewhere) for name, part in parts.items()}


def _in_groups(part: _Part) -> tuple[ChecklistItem, ...]:
    """Return the lines of a checklist, those of one group together."""
    order = list(part.head.groups)
    return tuple(sorted(part.items.values(), key=lambda item: order.index(item.group) if item.group else -1))


def _read(file: _File, parts: dict[str, _Part], mistakes: list[Mistake]) -> None:
    root = read_nodes(file.data, file.shown)
    if root is None:
        return
    if root.kind != "mapping":
        raise Mistake(root.place, "", "the file holds no entries", "Write 'NAME:' at the beginning of a line")
    name = file.path.stem
    if not _NAME.fullmatch(name):
        what = f"{name!r} is no name for a checklist"
        raise Mistake(Place(file.shown, 1, 1), "", what, "Call the file by a lower-case word")
    part = parts.setdefault(name, _Part(name, Checklist(name, name, Place(file.shown, 1, 1))))
    seen: dict[str, Place] = {}
    for key, node in root.pairs or ():
        try:
            if key.text in seen:
                what = f"already written in line {seen[key.text].line}"
                raise Mistake(key.place, key.text, what, "Put both together under one name")
            seen[key.text] = key.place
            if key.text == HEAD:
                part.head = _head(name, key, node)
            else:
                _item(part, key, node, own=file.own)
        except Mistake as mistake:
            mistakes.append(mistake)


def _head(name: str, key: Node, node: Node) -> Checklist:
    entry = YamlEntry(HEAD, node, HEAD_KEYS)
    if not entry.has("title"):
        raise Mistake(key.place, HEAD, "'title' is missing", f"It has {', '.join(HEAD_KEYS)}")
    groups = {group.text: text_of(said, HEAD, group.text).text for group, said in entry.mapping("groups")}
    return Checklist(name, entry.text("title"), key.place, entry.text("reference"), groups)


def _item(part: _Part, key: Node, node: Node, *, own: bool) -> None:
    name = key.text
    if not _NAME.fullmatch(name):
        raise Mistake(key.place, "", f"{name!r} is no name for an item", "Write a lower-case word")
    if node.off:
        if part.items.pop(name, None) is None:
            near = did_you_mean(name, part.items)
            raise Mistake(key.place, name, "there is nothing of this name to switch off", near)
        part.borrowed.pop(name, None)
        return
    entry = YamlEntry(name, node, ITEM_KEYS)
    if not entry.has("ask"):
        raise Mistake(key.place, name, "'ask' is missing", "Write what this line asks for, in your own words")
    given = [one for one in ("from", "needs", "as", "author") if entry.has(one)]
    if len(given) > 1:
        raise Mistake(key.place, name, f"{given[0]!r} and {given[1]!r} exclude one another", "Keep one of them")
    if not given and not entry.has("partly"):
        what = "nothing fills this item"
        raise Mistake(key.place, name, what, "Write 'from', 'needs', 'partly', 'as' or 'author'")
    part.named = [one for one in part.named if one[0] != name]
    part.borrowed.pop(name, None)
    if entry.has("as"):
        part.borrowed[name] = entry.as_text("as")
    reading = _Reading(part, entry, own)
    part.items[name] = ChecklistItem(
        name=name,
        ask=entry.text("ask"),
        place=key.place,
        number=entry.text("number"),
        group=entry.text("group"),
        needs=reading.needs(),
        partly=reading.ways("partly", entry.nodes("partly")),
        author=entry.text("author"),
        usual=entry.number("usual", 0.0),
        claim=reading.regex(entry, "claim"),
        examples=tuple(_examples(entry)),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """An item while it is read: the names of questions, labels and roles met on the way are noted for later."""

    part: _Part
    entry: YamlEntry
    own: bool

    def needs(self) -> Mapping[str, tuple[Way, ...]]:
        """Return the ways to each thing that is needed."""
        if self.entry.has("from"):
            return {"": self.ways("from", self.entry.nodes("from"))}
        found: dict[str, tuple[Way, ...]] = {}
        for key, node in self.entry.mapping("needs"):
            if not _PART.fullmatch(key.text):
                raise Mistake(key.place, self.entry.name, f"{key.text!r} is no name for a need", "Write small letters")
            found[key.text] = self.ways("needs", node.items or () if node.kind == "list" else (node,))
        return found

    def ways(self, key: str, nodes: Sequence[Node]) -> tuple[Way, ...]:
        """Return the ways in a list; a word alone is a question, one in capitals a label."""
        return tuple(self._way(key, node) for node in nodes)

    def _way(self, key: str, node: Node) -> Way:
        name = self.entry.name
        if node.kind != "mapping":
            text = text_of(node, name, key)
            if LABEL.fullmatch(text.text):
                self._note("label", text)
                return Way(labels=(text.text,), least=_SURE)
            self._note("question", text)
            return Way(question=text.text)
        inner = YamlEntry(name, node, WAY_KEYS)
        if not inner.has("question") and not inner.has("labels"):
            raise Mistake(node.place, name, "this way has neither question nor labels", "Write one of them")
        if inner.has("question"):
            self._note("question", inner.as_text("question"))
        for kind, noted in (("label", "labels"), ("role", "roles")):
            for text in inner.texts(noted):
                self._note(kind, text)
        return Way(
            question=inner.text("question"),
            labels=tuple(text.text for text in inner.texts("labels")),
            status=inner.choices("status", STATUSES) or ("used",),
            roles=tuple(text.text for text in inner.texts("roles")),
            attribute=inner.text("attribute"),
            **{regex: self.regex(inner, regex) for regex in REGEXES},
            least=inner.number("least", 0.0 if inner.has("question") else _SURE),
            several=inner.integer("several") if inner.has("several") else 1,
        )

    def regex(self, entry: YamlEntry, key: str) -> str:
        """Return a regex, "" where none is written; one of the user's is tried."""
        if not entry.has(key):
            return ""
        text = entry.as_regex(key)
        if self.own:
            check_regex(text.text, text, entry.name)
        return text.text

    def _note(self, kind: str, text: Text) -> None:
        self.part.named.append((self.entry.name, kind, text))


def _examples(entry: YamlEntry) -> Iterator[ChecklistExample]:
    if entry.has("examples"):
        inner = YamlEntry(entry.name, entry.keys["examples"], EXAMPLE_KEYS)
        for status in EXAMPLE_KEYS:
            for text in inner.texts(status):
                yield ChecklistExample(status, text.text, text.place)


def _check_names(part: _Part, knowledge: Knowledge, mistakes: list[Mistake]) -> None:
    questions = {question.name for question in knowledge.questions}
    roles = {role for pattern in knowledge.patterns.values() for role in pattern.traits.roles}
    known: dict[str, Collection[str]] = {"question": questions, "label": knowledge.patterns}
    for name, kind, text in part.named:
        if kind == "role":
            try:
                check_role(text, name, roles)
            except Mistake as mistake:
                mistakes.append(mistake)
        elif text.text not in known[kind]:
            near = did_you_mean(text.text, known[kind])
            mistakes.append(Mistake(text.place, name, f"unknown {kind} {text.text!r}", near))


def _borrow(part: _Part, parts: Mapping[str, _Part], mistakes: list[Mistake]) -> None:
    """Give the items that are like one of another checklist what fills that."""
    for name, text in part.borrowed.items():
        found = _OTHER.fullmatch(text.text)
        other = parts.get(found[1]) if found else None
        if found is None or other is None:
            near = did_you_mean(text.text.split(".")[0], parts)
            mistakes.append(Mistake(text.place, name, f"as is {text.text!r}", f"Write CHECKLIST.ITEM. {near}"))
        elif found[2] not in other.items or found[2] in other.borrowed:
            near = did_you_mean(found[2], [one for one in other.items if one not in other.borrowed])
            mistakes.append(Mistake(text.place, name, f"{found[1]} has no item {found[2]!r} of its own", near))
        else:
            like = other.items[found[2]]
            mine = part.items[name]
            part.items[name] = replace(
                mine,
                needs=like.needs,
                partly=mine.partly or like.partly,
                author=like.author,
                usual=like.usual,
                like=text.text,
            )


def _check_groups(part: _Part, mistakes: list[Mistake]) -> None:
    groups = part.head.groups
    for item in part.items.values():
        if item.group not in groups and (item.group or groups):
            near = did_you_mean(item.group, groups) or f"Write 'groups' under '{HEAD}'"
            mistakes.append(Mistake(item.place, item.name, f"unknown group {item.group!r}", near))
