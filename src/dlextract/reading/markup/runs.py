"""A run of text as it grows out of elements: white space collapsed, links and raised numbers kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dlextract.reading.characters import plain
from dlextract.reading.markup.formulas import linear, raise_on, tex
from dlextract.reading.markup.trees import Element, attribute, children, entity, name, raw

_OUTSIDE = re.compile(r"https?://\S+", re.IGNORECASE)
_REFERENCES = re.compile(r"[\d\s,;–-]+")
_SILENT_NAMES = (
    "script style noscript template svg canvas iframe button input select textarea object embed video audio img picture"
    " graphic media inline-graphic object-id annotation fn note annotation-xml"
)
_APART_NAMES = (
    "br break lb p div section li td th tr ul ol dl dt dd figure figcaption caption table h1 h2 h3 h4 h5 h6 blockquote"
    " label title list list-item sec cell row item head figdesc disp-quote"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_APART = frozenset(_APART_NAMES.split())
_TEX_SCRIPT = re.compile(r"math/(?:tex|latex)")
_TEX_CLASS = re.compile(
    r"(?:^|\s)(?:mathjax-tex|math inline|math display|tex2jax_process|mathjax)(?:\s|$)", re.IGNORECASE
)


@dataclass(slots=True)
class TextRun:
    """Text without line ends; ``links`` holds ``(start, end, address)``."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)
    _space: bool = False

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    @property
    def last(self) -> str:
        """The last character, "" at the beginning or where a space is due."""
        return self.parts[-1][-1:] if self.parts and not self._space else ""

    def add(self, text: str) -> None:
        """Append text as it stands in a file."""
        if not text:
            return
        text = text.replace("\xad", "")
        self._space = self._space or text[:1].isspace()
        if words := " ".join(filter(None, map(plain, text.split()))):
            self.put(words)
            self._space = text[-1:].isspace()

    def put(self, words: str) -> None:
        """Append words that are ready, after a space if one is due."""
        words = (" " if self._space and self.length else "") + words
        self.parts.append(words)
        self.length += len(words)
        self._space = False

    def space(self) -> None:
        """Let the next words be parted from these."""
        self._space = True

    def join(self, other: TextRun, between: str = " ") -> None:
        """Append another run."""
        if not other.length:
            return
        between = between or " " * self._space
        self._space = other._space
        if self.length:
            self.parts.append(between)
            self.length += len(between)
        self.links += [(start + self.length, end + self.length, uri) for start, end, uri in other.links]
        self.parts += other.parts
        self.length += other.length


def words_of(element: Element, skip: Callable[[Element], bool] | None = None) -> TextRun:
    """Return the text of an element; ``skip`` tells which elements inside are left out."""
    words = TextRun()
    (_inside if name(element) in _SILENT else into)(words, element, skip)
    return words


def into(words: TextRun, element: Element, skip: Callable[[Element], bool] | None = None) -> None:
    """Append the text of an element, without what follows it."""
    tag = name(element)
    if not tag:
        words.add(entity(element))
    elif tag == "script" and _TEX_SCRIPT.match(element.get("type") or ""):
        words.put(tex(element.text or ""))
    elif tag in _SILENT or (skip and skip(element)):
        return
    elif tag == "math":
        words.put(linear(element))
    elif tag == "tex-math" or (tag == "formula" and (element.get("notation") or "").lower() == "tex"):
        words.put(tex(raw(element)))
    elif tag in ("alternatives", "inline-formula", "disp-formula", "formula"):
        _best(words, element, skip)
    elif _TEX_CLASS.search(element.get("class") or "") and "\\" in raw(element) and not _has_math(element):
        words.put(tex(raw(element)))
    elif tag == "sup" or (tag == "hi" and "sup" in (element.get("rend") or "")):
        _raised(words, element, skip)
    elif tag in _APART:
        words.space()
        _inside(words, element, skip)
        words.space()
    else:
        before, start = len(words.parts), words.length
        _inside(words, element, skip)
        if words.length > start:
            _link(words, element, start + words.parts[before].startswith(" "))


def _inside(words: TextRun, element: Element, skip: Callable[[Element], bool] | None) -> None:
    words.add(element.text or "")
    for child in element:
        into(words, child, skip)
        words.add(child.tail or "")


def _has_math(element: Element) -> bool:
    return any(name(one) in ("math", "mjx-math") for one in element.iter())


def _best(words: TextRun, element: Element, skip: Callable[[Element], bool] | None) -> None:
    """Append the best of several forms of one formula."""
    forms = {name(one): one for one in element.iter() if name(one) in ("math", "tex-math")}
    if forms:
        into(words, forms.get("math", forms.get("tex-math")), skip)
    elif name(element) == "formula" and "\\" in raw(element):
        words.put(tex(raw(element)))
    else:
        _inside(words, element, skip)


def _raised(words: TextRun, element: Element, skip: Callable[[Element], bool] | None) -> None:
    """Append raised characters: a power, a number of a reference in brackets, or what they are."""
    power = words_of_children(element, skip)
    cited = any(name(one) in ("xref", "a", "ref") for one in element.iter())
    if cited and _REFERENCES.fullmatch(power):
        words.space()
        words.put(f"[{power}]")
    elif power:
        last = words.last
        words.put(raise_on(last, power)[len(last) :])


def words_of_children(element: Element, skip: Callable[[Element], bool] | None) -> str:
    """Return the text inside an element."""
    inner = TextRun()
    _inside(inner, element, skip)
    return inner.text


def _link(words: TextRun, element: Element, start: int) -> None:
    tag = name(element)
    if tag not in ("a", "ext-link", "uri", "ref", "ptr", "self-uri"):
        return
    address = attribute(element, "href") or attribute(element, "target") or (raw(element) if tag == "uri" else "")
    if _OUTSIDE.fullmatch(address.strip()):
        words.links.append((start, words.length, address.strip()))


def footnotes(element: Element) -> list[Element]:
    """Return the notes inside a paragraph, which are no part of its sentence."""
    return [one for one in element.iter() if name(one) in ("fn", "note") and one is not element and children(one, "p")]
