"""Folders of pattern files → Knowledge: later folders win entry by entry."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import PatternError
from ..files import read_regular
from ..knowledge import SUFFIXES, Cue, Example, Knowledge, Pattern, Place, Question
from ..records import SECTION_ROLES
from .fragments import Fragments, check_name
from .labels import LabelPart, check_regex, make_pattern, read_label
from .mistakes import Mistake, did_you_mean, raise_first
from .nodes import MAX_BYTES, Node, read_nodes
from .parts import Text
from .questions import (
    DEFAULTS,
    QuestionPart,
    label_places,
    make_question,
    read_options,
    read_question,
    role_places,
)
from .remembered import recall, remember
from .role_names import check_role
from .special import CodeWords, labels_of, read_cue, read_fragment, read_heading, read_words, role_given

FRAGMENTS, SECTIONS, CONTEXT, QUESTIONS = "fragments.yaml", "sections.yaml", "context.yaml", "questions.yaml"
WORDS = "words.yaml"
SPECIAL = (FRAGMENTS, SECTIONS, CONTEXT, QUESTIONS, WORDS)
CHECKLISTS = "checklists"
"""Folder of checklists inside a folder of patterns; ``checklists.py`` reads it."""
MAX_FILES = 500

_LIKE_YAML = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PatternFile:
    """A pattern file. ``shown`` is its path in messages, ``id`` its name in ``found_by``."""

    path: Path
    name: str
    shown: str
    id: str
    folder: int
    data: bytes

    @property
    def own(self) -> bool:
        """Whether it is the user's: the first folder is the shipped one."""
        return self.folder > 0


def read_files(folders: Sequence[Path]) -> list[PatternFile]:
    """Return the files of the folders, the shipped folder first, each folder in the order of its names.

    Raises:
        PatternError: a folder or file cannot be read.
    """
    found: list[PatternFile] = []
    for number, folder in enumerate(folders):
        own = number > 0
        if not folder.is_dir():
            what = "no folder with this name" if not folder.exists() else "no folder"
            raise PatternError(
                str(folder), what, "Name a folder with pattern files (dlextract patterns init makes one)"
            )
        paths = sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES and not p.name.startswith("."))
        if own and not paths and not (folder / CHECKLISTS).is_dir():
            raise PatternError(str(folder), "no pattern files in this folder", "Put files that end in .yaml there")
        if len(paths) > MAX_FILES:
            raise PatternError(str(folder), f"more than {MAX_FILES} pattern files", "Put entries together")
        for path in paths:
            shown = str(path) if own else f"patterns/{path.name}"
            data = read_file(path, shown)
            found.append(PatternFile(path, path.name, shown, _id(path, own), number, data))
    return found


def _id(path: Path, own: bool) -> str:
    return f"{path.resolve().parent.name}/{path.name}" if own else path.name


def read_file(path: Path, shown: str) -> bytes:
    """Return the content of a pattern file.

    Raises:
        PatternError: it cannot be read.
    """
    try:
        return read_regular(path, MAX_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            size = path.stat().st_size / 1e6
            what = f"the file has {size:.1f} MB, more than {MAX_BYTES // 1_000_000} MB"
            raise Mistake(Place(shown, 1, 1), "", what, "Split it into several files") from None
        raise PatternError(shown, f"the file cannot be read ({error.strerror or error})") from None


def fingerprint(files: Sequence[PatternFile]) -> str:
    """Return ``sha256:…`` over the content of all files, whatever their paths."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{int(file.own)} {file.name} {len(file.data)}\n".encode())
        digest.update(file.data)
    return f"sha256:{digest.hexdigest()}"


def make_knowledge(files: Sequence[PatternFile]) -> Knowledge:
    """Return what the files say.

    Raises:
        Mistake: the first mistake; its ``others`` holds the mistakes found in other entries.
    """
    return Merger(files).knowledge()


@dataclass(slots=True)
class _CuePart:
    cue: Cue
    regexes: tuple[Text, ...]
    own: bool


@dataclass(slots=True)
class Merger:
    """Collects the entries of all files, then makes the knowledge of them."""

    files: Sequence[PatternFile]
    mistakes: list[Mistake] = field(default_factory=list)
    fragments: dict[str, Text] = field(default_factory=dict)
    fragment_examples: dict[str, tuple[Example, ...]] = field(default_factory=dict)
    own_fragments: set[str] = field(default_factory=set)
    labels: dict[str, list[LabelPart]] = field(default_factory=dict)
    cues: dict[str, _CuePart] = field(default_factory=dict)
    questions: dict[str, QuestionPart] = field(default_factory=dict)
    defaults: dict[str, Mapping[str, Node]] = field(default_factory=dict)
    asked: list[tuple[str, Text]] = field(default_factory=list)
    roles: list[tuple[str, Text]] = field(default_factory=list)
    sections: dict[str, tuple[tuple[Text, bool], ...]] = field(default_factory=dict)
    removed: dict[str, Place] = field(default_factory=dict)
    words: dict[str, CodeWords] = field(default_factory=dict)

    def knowledge(self) -> Knowledge:
        """Return the knowledge, or raise the first mistake."""
        folder = -1
        seen: dict[str, Place] = {}
        for file in self.files:
            if file.folder != folder:
                folder, seen = file.folder, {}
            with self._catching():
                self._file(file, seen)
        fragments = self._fragments()
        patterns: dict[str, Pattern] = {}
        cues: list[Cue] = []
        questions: list[Question] = []
        sections: dict[str, tuple[str, ...]] = {}
        words: dict[str, str | tuple[str, ...]] = {}
        if fragments is not None:
            for label, parts in self.labels.items():
                with self._catching():
                    patterns[label] = make_pattern(parts, fragments)
            for part in self.cues.values():
                with self._catching():
                    cues += self._cues(part, fragments)
            for asked in self.questions.values():
                with self._catching():
                    questions.append(make_question(asked, fragments))
            for role, texts in self.sections.items():
                with self._catching():
                    sections[role] = self._headings(role, texts, fragments)
            for name, written in self.words.items():
                with self._catching():
                    words[name] = self._written(name, written, fragments)
        for name, text in self.asked:
            if text.text not in self.labels and text.text not in self.removed and not self.mistakes:
                near = did_you_mean(text.text, self.labels)
                self.mistakes.append(Mistake(text.place, name, f"unknown label {text.text!r}", near))
        roles = {role for pattern in patterns.values() for role in pattern.traits.roles}
        for name, text in self.roles:
            with self._catching():
                check_role(text, name, roles)
        raise_first(self.mistakes, {file.shown: file.data for file in self.files})
        return Knowledge(
            patterns=patterns,
            questions=tuple(sorted(questions, key=lambda question: question.cq)),
            cues=tuple(cues),
            sections=sections,
            fingerprint=fingerprint(self.files),
            words=words,
        )

    def _file(self, file: PatternFile, seen: dict[str, Place]) -> None:
        root = read_nodes(file.data, file.shown)
        if root is None:
            return
        if root.kind != "mapping":
            raise Mistake(root.place, "", "the file holds no entries", "Write 'NAME:' at the beginning of a line")
        read: Callable[[PatternFile, Node, Node], None] = {
            FRAGMENTS: self._fragment,
            SECTIONS: self._section,
            CONTEXT: self._cue,
            QUESTIONS: self._question,
            WORDS: self._word,
        }.get(file.name, self._label)
        namespace = file.name if file.name in SPECIAL else ""
        for key, node in root.pairs or ():
            name = f"{namespace} {key.text.removesuffix('+')}"
            if name in seen:
                first = seen[name]
                where = f"line {first.line}" if first.file == file.shown else f"{first.file}:{first.line}"
                what = f"already written in {where}"
                self.mistakes.append(Mistake(key.place, key.text, what, "Put both together under one name"))
                continue
            seen[name] = key.place
            with self._catching():
                read(file, key, node)

    def _label(self, file: PatternFile, key: Node, node: Node) -> None:
        label = key.text.removesuffix("+")
        if node.off:
            self._off(key, label, self.labels)
            return
        part = read_label(key, node, id=f"{file.id}:{label}", own=file.own)
        if part.extends and label not in self.labels:
            near = did_you_mean(label, self.labels)
            raise Mistake(key.place, label, "there is no such label to add to", near)
        self.labels.setdefault(label, []).append(part)

    def _off(self, key: Node, name: str, known: dict[str, object] | dict[str, list[LabelPart]]) -> None:
        if known.pop(name, None) is None:
            raise Mistake(key.place, name, "there is nothing of this name to switch off", did_you_mean(name, known))
        self.removed[name] = key.place

    def _fragment(self, file: PatternFile, key: Node, node: Node) -> None:
        name = check_name(Text(key.text, key.place))
        self.fragments[name], self.fragment_examples[name] = read_fragment(name, node)
        if file.own:
            self.own_fragments.add(name)

    def _section(self, file: PatternFile, key: Node, node: Node) -> None:
        role = key.text.removesuffix("+")
        if role not in SECTION_ROLES:
            raise Mistake(key.place, role, "no role of a section", did_you_mean(role, SECTION_ROLES))
        texts = tuple((text, file.own) for text in read_heading(key, node))
        if key.text.endswith("+"):
            texts = (*texts, *self.sections.get(role, ()))
        self.sections[role] = texts

    def _word(self, file: PatternFile, key: Node, node: Node) -> None:
        name = key.text.removesuffix("+")
        known = self.words.get(name)
        if file.own and known is None:
            raise Mistake(key.place, name, "there are no such words to change", did_you_mean(name, self.words))
        self.words[name] = read_words(key, node, known=known, own=file.own)

    def _written(self, name: str, words: CodeWords, fragments: Fragments) -> str | tuple[str, ...]:
        if words.regex is None:
            return words.listed
        expanded = fragments.insert(words.regex, name)
        if words.own:
            check_regex(expanded, words.regex, name)
        return expanded

    def _cue(self, file: PatternFile, key: Node, node: Node) -> None:
        if node.off:
            self._off(key, key.text, self.cues)  # type: ignore[arg-type]
            return
        cue, regexes = read_cue(key, node)
        self.asked += [(cue.name, text) for text in labels_of(node)]
        self.roles += [(cue.name, text) for text in role_given(node)]
        self.cues[cue.name] = _CuePart(cue, regexes, file.own)

    def _question(self, file: PatternFile, key: Node, node: Node) -> None:
        if node.off:
            self._off(key, key.text, self.questions)  # type: ignore[arg-type]
            return
        if key.text == DEFAULTS:
            self.defaults[file.id] = read_options(key, node)
            return
        part = read_question(key, node, defaults=self.defaults.get(file.id, {}), own=file.own)
        self.questions[key.text] = part
        self.asked += [(key.text, text) for text in label_places(part)]
        self.roles += [(key.text, text) for text in role_places(part)]

    def _fragments(self) -> Fragments | None:
        try:
            fragments = Fragments(self.fragments)
            for name in sorted(self.own_fragments):
                text = self.fragments[name]
                check_regex(fragments.insert(text, name), text, name)
        except Mistake as mistake:
            self.mistakes.append(mistake)
            return None
        return fragments

    def _cues(self, part: _CuePart, fragments: Fragments) -> list[Cue]:
        made = []
        for text in part.regexes:
            expanded = fragments.insert(text, part.cue.name)
            if part.own:
                check_regex(expanded, text, part.cue.name)
            made.append(replace(part.cue, regex=expanded, place=text.place))
        return made

    def _headings(self, role: str, texts: tuple[tuple[Text, bool], ...], fragments: Fragments) -> tuple[str, ...]:
        made = []
        for text, own in texts:
            expanded = fragments.insert(text, role)
            if own:
                check_regex(expanded, text, role)
            made.append(expanded)
        return tuple(made)

    @contextmanager
    def _catching(self) -> Iterator[None]:
        try:
            yield
        except Mistake as mistake:
            self.mistakes.append(mistake)


def load_knowledge(folders: Sequence[Path], *, examples: bool = True) -> Knowledge:
    """Return what the pattern files of ``folders`` say.

    Args:
        folders: the shipped folder, then the user's; later ones win entry by entry. ``NAME: off`` removes an entry,
            ``NAME+:`` adds to the entry of that name instead of replacing it.
        examples: with their sentences, which show what is right but are not needed for reading.

    Raises:
        PatternError: a folder or file cannot be read, or has a mistake (then it is a ``Mistake``).
    """
    files = read_files(folders)
    shown = [file.shown for file in files]
    known = recall(fingerprint(files), shown, examples=examples)
    if known is None:
        known = make_knowledge(files)
        if not examples:
            known = without_examples(known)
        remember(known, shown, examples=examples)
    return replace(known, warnings=(*overlooked(folders[1:]), *_odd(known)))


def without_examples(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge without sentences of labels, rules, cues and questions."""
    return replace(
        knowledge,
        patterns={
            label: replace(pattern, examples=(), rules=tuple(replace(rule, examples=()) for rule in pattern.rules))
            for label, pattern in knowledge.patterns.items()
        },
        cues=tuple(replace(cue, examples=()) for cue in knowledge.cues),
        questions=tuple(replace(question, examples=()) for question in knowledge.questions),
    )


def overlooked(folders: Sequence[Path]) -> Iterator[str]:
    """Yield a warning for each thing in ``folders`` that looks like pattern files and is not read."""
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or (path.suffix in SUFFIXES and path.is_file()):
                continue
            if path.is_dir():
                if path.name != CHECKLISTS and any(path.glob("*.y*ml")):
                    yield f"{path}: a folder inside a folder of patterns is not read. Give it with --patterns as well."
            elif _LIKE_YAML.search(path.name):
                yield f"{path}: it is not read, its name does not end in .yaml. Rename it, or take it away."


def _odd(knowledge: Knowledge) -> Iterator[str]:
    first: dict[int, Question] = {}
    for question in knowledge.questions:
        other = first.setdefault(question.cq, question)
        if other is not question:
            yield (
                f"{question.place.file}:{question.place.line}: question {question.cq} is called {question.name} here "
                f"and {other.name} in {other.place.file}:{other.place.line}. Give one another number, or switch it off."
            )
