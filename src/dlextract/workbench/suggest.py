"""Drafts a rule from a sentence that the rules missed."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import regex

from ..errors import UsageError
from ..extractor import Extractor
from ..knowledge import Pattern
from ..patterns.examples import marked
from ..records import Paper
from ..words import using
from .check import found_spans

_NUMBERS = ("number", "integer", "fraction", "size", "square", "duration", "reciprocal", "complement")
_FRAGMENT = {"size": "%{sides}", "square": "%{sides}", "integer": "%{number}"}
_NUMBER = regex.compile(r"\d[\d.,]*(?:\s?[×x*]\s?\d[\d.,^−-]*)*(?:[eE][-−]?\d+)?(?<![.,])")
_NAME = regex.compile(r"\b(?:[A-Z][\w-]*\d[\w-]*|[A-Z]+[a-z]*[A-Z][\w-]*|[A-Z][\w-]+)(?: (?:[A-Z\d][\w-]*))*")
_WORDS = regex.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted rule as YAML, with the sentence it was made from; ``works``: it finds exactly the marked words."""

    yaml: str
    sentence: str
    page: int
    works: bool
    already: bool = False


def suggest(extractor: Extractor, paper: Paper, label: str, sentence: str) -> Draft:
    """Return a draft of a rule for ``label`` that finds what is marked ``[[like this]]`` in the sentence.

    Where nothing is marked, the number (or name) that is likely meant is taken.

    Raises:
        UsageError: there is no such label, the sentence is not in the paper, or there is nothing to find in it.
    """
    pattern = extractor.knowledge.patterns.get(label)
    if pattern is None:
        raise UsageError(label, "there is no such label", "dlextract patterns list shows them")
    bare = sentence.replace("[[", "").replace("]]", "")
    start, end = locate(paper.text, bare)
    printed = " ".join(paper.text[start:end].split())
    span = _marked(sentence, printed) or _guess(printed, pattern)
    if span is None:
        raise UsageError(label, "it is not clear what to find in the sentence", "Mark it [[like this]]")
    with using(extractor.knowledge.words):
        already = span in found_spans(extractor.nlp, pattern, printed)
    page = paper.page_at(start)
    example = marked(printed, (span,))
    text = _entry(pattern, _rule(printed, span, pattern), example, f"{Path(paper.source).name} p. {page}")
    return Draft(text, example, page, _works(text, label, printed, span), already)


def locate(text: str, sentence: str) -> tuple[int, int]:
    """Return where ``sentence`` stands in ``text``, whatever its spaces and hyphens.

    Raises:
        UsageError: nothing in the text is like it.
    """
    words = _WORDS.findall(sentence)
    if not words:
        raise UsageError("sentence", "there are no words in it", "Copy the sentence from the paper")
    loose = r"[\s\-‐­]*".join(regex.escape(word) for word in words)
    found = regex.search(loose, text, flags=regex.IGNORECASE, timeout=5)
    if found:
        return found.start(), found.end()
    best, where = 0.0, (0, 0)
    size = len(sentence)
    anchor = max(words, key=len)
    for match in regex.finditer(regex.escape(anchor), text):
        offset = sentence.find(anchor)
        start = max(0, match.start() - offset)
        window = text[start : start + size]
        score = SequenceMatcher(None, window, sentence, autojunk=False).ratio()
        if score > best:
            best, where = score, (start, min(len(text), start + size))
    if best < 0.75:
        raise UsageError("sentence", "the paper has no such sentence", "Copy it from what dlextract prints")
    return where


def _marked(sentence: str, printed: str) -> tuple[int, int] | None:
    if "[[" not in sentence:
        return None
    first, _, rest = sentence.partition("[[")
    inside, _, _ = rest.partition("]]")
    wanted = " ".join(inside.split())
    about = len(" ".join(first.split()))
    places = [match.start() for match in regex.finditer(regex.escape(wanted), printed)]
    if not places:
        raise UsageError(
            "sentence", f"{wanted!r} is not in the sentence of the paper", "Mark words as they are printed"
        )
    start = min(places, key=lambda place: abs(place - about))
    return start, start + len(wanted)


def _guess(printed: str, pattern: Pattern) -> tuple[int, int] | None:
    if pattern.value.split("-of")[0] in _NUMBERS or pattern.value.startswith("ratio"):
        spans: list[tuple[int, int]] = [match.span() for match in _NUMBER.finditer(printed)]
        words = [word for word in _WORDS.findall(pattern.label.lower().replace("_", " ")) if len(word) > 2]
        places = [printed.lower().find(word[:5]) for word in words if word[:5] in printed.lower()]
        if not spans:
            return None
        if not places:
            return spans[0] if len(spans) == 1 else None
        at = max(places)
        return min(spans, key=lambda span: (span[0] < at, abs(span[0] - at)))
    names: list[tuple[int, int]] = [match.span() for match in _NAME.finditer(printed) if match.start() > 0]
    return max(names, key=lambda span: span[1] - span[0]) if names else None


def _rule(printed: str, span: tuple[int, int], pattern: Pattern) -> str:
    start, end = span
    found = printed[start:end]
    if _NUMBER.fullmatch(found):
        value = _FRAGMENT.get(pattern.value, "%{number}")
    elif pattern.value == "name":
        value = r"[A-Z][\w-]*(?: [A-Z\d][\w-]*){0,3}"
    else:
        value = _loose(found)
    left = _WORDS.findall(printed[:start])[-3:]
    right = _WORDS.findall(printed[end:])[:2] if len([word for word in left if word.isalpha()]) < 2 else []
    before = _loose(" ".join(left)) if left else ""
    after = _loose(" ".join(right)) if right else ""
    opening = r"\b" if left and left[0].isalnum() else ""
    space = r"\s?"
    return f"(?i){opening}{before}{space if before else ''}(?P<value>{value}){space if after else ''}{after}"


def _loose(words: str) -> str:
    parts = []
    for word in _WORDS.findall(words):
        if word.isdigit():
            parts.append(r"\d+")
        elif word.isalpha() and len(word) > 3:
            parts.append(regex.escape(word.rstrip("s")) + "s?" if word.endswith("s") else regex.escape(word) + "s?")
        else:
            parts.append(regex.escape(word))
    return r"[\s-]?".join(parts)


def _entry(pattern: Pattern, rule: str, example: str, source: str) -> str:
    return (
        f"{pattern.label}+:\n"
        "  rules:\n"
        "    suggested:\n"
        f"      regex: {_quoted(rule)}\n"
        "      examples:\n"
        "        match:\n"
        f"          - {{text: {_quoted(example)}, source: {_quoted(source)}}}\n"
        "        ignore:\n"
        "          # - a sentence that is alike, but in which nothing must be found\n"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _works(entry: str, label: str, printed: str, span: tuple[int, int]) -> bool:
    from ..build import build_pipeline
    from ..patterns import load_knowledge
    from ..resources import shipped

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "draft.yaml").write_text(entry, encoding="utf-8")
        knowledge = load_knowledge([shipped("patterns"), Path(folder)])
    with using(knowledge.words):
        return span in found_spans(build_pipeline(knowledge), knowledge.patterns[label], printed)
