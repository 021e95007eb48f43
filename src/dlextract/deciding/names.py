"""Names as the whole paper uses them: cut to what is a name, found wherever they return, and of one kind only.

The trained model reads one passage at a time: it takes a word too many ("2.5D FastSurferCNN"), stops inside a word
("VAD pre-"), and calls the network of one sentence the dataset of the next. What the authors introduce as their model
("we propose X", "a network called X") is that model in every later sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from ..candidates import FROM_NAME, FROM_TABLE, Candidate, fresh, standing
from ..knowledge import Knowledge
from ..records import Mention, Paper
from ..words import WordRegex

INTRODUCED = "introduced"
"""Attribute of rules that find a name where the authors introduce it as their model; it goes no further than here."""

_KINDS = ("ARCHITECTURE", "DATASET", "GPU", "TASK")
_NAMED_KINDS = ("ARCHITECTURE", "DATASET")
_CLASSICAL = "BASELINE"

_BEFORE_NAME = re.compile(r"[^\w(\[βαλΔ]+|(?:\d(?:\.\d)?-?D|\d+(?:\.\d+)?[BM]|an?|the|our|each|some)[ ](?=\S*[A-Z])")
"""What the trained model takes in before a name: signs, the dimension of the data, a number of weights, articles."""

_UNFINISHED = WordRegex("name_unfinished")
_PLAIN_WORDS = WordRegex("name_plain_words")
"""A description and no name: "Localized deep network", "3D deep networks"."""

_TITLE_NAME = re.compile(r"(?:\[Re\] )?(?P<name>[A-Z](?=\S*[A-Z0-9+])[\w+.-]*[\w+])(?P<plural>s)?\s?(?::|\s[–—-])\s")
"""A title that begins with the name of what it is about: "MothNet: Watching Moths at Night"."""

_DATA_WORD = WordRegex("name_data_word")
_LANGUAGES = WordRegex("name_languages")
"""Languages are neither networks nor data: "the Swahili-English corpus" does not say which corpus."""

_VARIANT = WordRegex("name_variant")
_WEIGHTS = re.compile(r"\s*\(\s?~?\d+(?:\.\d+)?\s?[BMK](?:\sparam\w*)?\)$")
"""A number of weights behind a name: "MothStew (1B)"."""

_TOOL_WORD = WordRegex("name_tool_word")
_MODEL_BEFORE, _MODEL_BEHIND = WordRegex("name_model_before"), WordRegex("name_model_behind")
"""What stands right before and right behind the name of a network."""

_BEFORE = 40

_LEAST_LETTERS = 3
_MOST_FINDS = 400
_MUCH_MORE_OFTEN = 2


def settle_names(candidates: Sequence[Candidate], paper: Paper, knowledge: Knowledge) -> list[Candidate]:
    """Return the candidates with trimmed names, each name of one kind, and with more of the authors' own models."""
    classical = _classical(knowledge)
    software = {paper.text[m.start : m.end] for m in standing(candidates) if m.label == "FRAMEWORK"}
    trimmed = [c if c.aside else _trimmed(c, paper.text, classical, software) for c in candidates]
    model = _titled_model(paper)
    own = {name for name in _introduced(standing(trimmed), paper) | model if _is_name(name)}
    titled = "" if _is_about_data(paper) else _titled(paper)
    plain = [c if c.aside else _without_mark(c) for c in trimmed]
    found = standing(plain)
    data = _called_data(found, own | model, paper.text)
    foreign = _rare_kinds(found, paper.text)
    settled = []
    for candidate in plain:
        mention = candidate.mention
        name = paper.text[mention.start : mention.end]
        if candidate.aside:
            pass
        elif mention.label == "DATASET" and (name in own or (name == titled and not mention.value)):
            candidate = candidate.set_aside("own_model", "the authors call their network so")
        elif mention.label == "ARCHITECTURE" and mention.trained and not mention.value and name in data:
            candidate = candidate.become(replace(mention, label="DATASET"), "called_data", "the paper calls it data")
        elif (mention.label, name) in foreign:
            candidate = candidate.set_aside("other_kind", "it is far more often of another kind in this paper")
        settled.append(candidate)
    return [*settled, *_returning(own, standing(settled), paper, knowledge)]


def own_names(mentions: Iterable[Mention], paper: Paper) -> frozenset[str]:
    """Return what the authors call their work: the models that they introduce, and the name that opens the title."""
    names = _introduced(mentions, paper) | {_titled(paper)}
    return frozenset(name for name in names if _is_name(name))


def _introduced(mentions: Iterable[Mention], paper: Paper) -> set[str]:
    return {paper.text[m.start : m.end] for m in mentions if (INTRODUCED, "model") in m.attributes}


def _titled(paper: Paper) -> str:
    match = _TITLE_NAME.match(paper.title)
    return match["name"] if match else ""


def _titled_model(paper: Paper) -> set[str]:
    """Return the name that opens the title where the authors speak of it as a network."""
    name = _titled(paper)
    if not name or _is_about_data(paper) or _TOOL_WORD.search(paper.title):
        return set()
    called = rf"(?<![\w-]){re.escape(name)}(?![\w+-])"
    tool = rf"{called}(?: is|,)? (?:an? )(?:[\w-]+ ){{0,6}}{_TOOL_WORD.pattern.removeprefix('(?i)')}"
    is_model = any(_is_model(paper.text, *match.span()) for match in re.finditer(called, paper.text))
    return {name} if is_model and re.search(tool, paper.text) is None else set()


def _is_model(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _BEFORE) : start]
    return _MODEL_BEFORE.search(before) is not None or _MODEL_BEHIND.match(text, end) is not None


def _is_about_data(paper: Paper) -> bool:
    """Tell whether the title, or the sentence of the abstract that names the work, says that it is a dataset."""
    name = _titled(paper)
    if not name or _DATA_WORD.search(paper.title):
        return bool(name)
    word, called = _DATA_WORD.pattern.removeprefix("(?i)"), rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    said = (
        rf"(?i){called}(?:(?:,| is| are|:) (?:an? |the )(?:[\w-]+ ){{0,4}}| (?:\w+ )?){word}"
        rf"|{word},? (?:called |named |termed |dubbed |that we call |\()?[“\"]?{called}"
    )
    return re.search(said, paper.text) is not None


def _classical(knowledge: Knowledge) -> frozenset[str]:
    """Return the names of methods that are no networks, in lower case."""
    pattern = knowledge.patterns.get(_CLASSICAL)
    terms = pattern.terms.items() if pattern else ()
    return frozenset(name.lower() for value, spellings in terms for name in (value, *spellings))


def _trimmed(candidate: Candidate, text: str, classical: frozenset[str], software: Collection[str]) -> Candidate:
    """Return the candidate cut to what is a name, or set aside where it is none."""
    mention = candidate.mention
    printed = text[mention.start : mention.end]
    if mention.label in _NAMED_KINDS and not mention.value and _LANGUAGES.fullmatch(printed):
        return candidate.set_aside("language", "a language is neither a network nor data")
    if mention.label in _NAMED_KINDS and mention.trained and printed in software:
        return candidate.set_aside("software", "the paper has it as software")
    if mention.label == "DATASET" and text.startswith("++", mention.end):
        return candidate.set_aside("longer_name", f"{printed}++ is another thing")
    if mention.label != "ARCHITECTURE":
        return candidate
    if mention.trained and printed.lower().removesuffix("s") in classical:
        return candidate.set_aside("classical", "it is a method without a network")
    if mention.value:
        return candidate
    start, end = mention.start, mention.end
    while extra := (_BEFORE_NAME.match(text, start, end) or _VARIANT.match(text, start, end)):
        start = extra.end()
    if extra := _WEIGHTS.search(text, start, end):
        end = extra.start()
    name = text[start:end]
    whole = not _UNFINISHED.search(name) and not _PLAIN_WORDS.fullmatch(name)
    guessed = mention.trained or mention.found_by.startswith(FROM_TABLE)
    if guessed and not (whole and len(name) >= _LEAST_LETTERS):
        return candidate.set_aside("no_name", "it is a description, or part of a name")
    if (start, end) == (mention.start, mention.end):
        return candidate
    return candidate.become(replace(mention, start=start, end=end), "trimmed", "cut to its name")


def _is_name(name: str) -> bool:
    """Tell whether ``name`` is written like a name that cannot be a plain word."""
    return len(name) >= _LEAST_LETTERS and " " not in name and any(c.isupper() or c.isdigit() for c in name[1:])


def _without_mark(candidate: Candidate) -> Candidate:
    mention = candidate.mention
    if not any(name == INTRODUCED for name, _ in mention.attributes):
        return candidate
    plain = replace(mention, attributes=tuple(pair for pair in mention.attributes if pair[0] != INTRODUCED))
    return candidate.become(plain, INTRODUCED, "the authors introduce it as their model")


def _rare_kinds(mentions: Sequence[Mention], text: str) -> set[tuple[str, str]]:
    """Return the ``(label, name)`` of names without a known value that are far more often of another kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        if mention.label in ("ARCHITECTURE", "DATASET") and not mention.value:
            counts[mention.label, text[mention.start : mention.end]] += 1
    rare = set()
    for (label, name), number in counts.items():
        other = counts.get(("DATASET" if label == "ARCHITECTURE" else "ARCHITECTURE", name), 0)
        if other >= _MUCH_MORE_OFTEN * number:
            rare.add((label, name))
    return rare


def _called_data(mentions: Sequence[Mention], own: set[str], text: str) -> set[str]:
    """Return the names without a known value that the paper calls data, and nowhere a network, though found as one."""
    names = {text[m.start : m.end] for m in mentions if m.label == "ARCHITECTURE" and m.trained and not m.value} - own
    return {name for name in names if len(name) >= _LEAST_LETTERS and _is_called_data(name, text)}


def _is_called_data(name: str, text: str) -> bool:
    called = rf"(?<![\w-]){re.escape(name)}(?![\w+-])"
    word = _DATA_WORD.pattern.removeprefix("(?i)")
    data = rf"{called} (?i:(?:training|test|validation|development) (?:set|split|data)\b|{word})"
    network = rf"{called} (?i:models?|networks?|architectures?|encoders?|backbones?|classifiers?|detectors?)\b"
    return re.search(data, text) is not None and re.search(network, text) is None


def _returning(own: set[str], mentions: Sequence[Mention], paper: Paper, knowledge: Knowledge) -> Iterator[Candidate]:
    """Yield candidates of the own names at all places where nothing of their kind was found."""
    if not own:
        return
    taken = sorted((m.start, m.end) for m in mentions if m.label in _KINDS)
    pattern = knowledge.patterns.get("ARCHITECTURE")
    default = Mention("ARCHITECTURE", 0, 0, "", pattern.id if pattern else "the title")
    first: dict[str, Mention] = {}
    for mention in mentions:
        if mention.label == "ARCHITECTURE":
            first.setdefault(paper.text[mention.start : mention.end], mention)
    names = "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True))
    at = number = 0
    for match in re.finditer(rf"(?<![\w-])(?:{names})(?![\w+-])", paper.text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] < match.end():
            continue
        known = first.get(match[0], default)
        origin = known.origin or known.found_by
        again = Mention(
            "ARCHITECTURE",
            match.start(),
            match.end(),
            known.value,
            f"{FROM_NAME}ARCHITECTURE",
            score=known.score,
            origin=origin,
        )
        yield fresh(again, f"found: the authors' own model returns, found by {origin}")
        number += 1
        if number == _MOST_FINDS:
            return
