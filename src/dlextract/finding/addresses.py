"""Links that stand apart from the sentence that speaks of them: under its words, in a footnote, in the references.

"The code is available.¹" says that there is code; the address stands in the footnote. "… at GitHub (Younis 2020)"
has it in the list of references, and "… in github" may carry it as a hyperlink. A hyperlink behind words is read as if
its address were printed in their place. An address without a word beside it is the authors' where it bears the name of
their model or of one of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import regex

from ..candidates import FROM_LINK
from ..covering import covered, silent
from ..knowledge import Knowledge, Pattern, Rule
from ..records import SILENT_ROLES, Mention, Paper
from ..regexes import Limited, search
from ..spelling import squash
from ..words import WordRegex

_KINDS: Mapping[str, tuple[str, str]] = {
    "CODE_REPOSITORY": ("CODE_HOST", "CODE_LINK"),
    "DATA_REPOSITORY": ("DATA_HOST", "DATA_LINK"),
}
"""Label of a statement → label of any address of that kind, and label of an address that the authors point to."""

_MOST_WORDS_BESIDE = 40
_CITATION = regex.compile(
    r"(?<!\p{L})(?P<name>\p{Lu}[\p{L}'’-]+)(?:,? et al\.?| (?:and|&) \p{Lu}[\p{L}'’-]+)?"
    r",? ?[(\[]?(?P<year>(?:19|20)\d\d)"
)
_NUMBERED = regex.compile(r"\[(?P<numbers>\d{1,3}(?:(?:, ?|[–-])\d{1,3})*)\]")
_ENTRY_NUMBER = regex.compile(r"\W*(?P<number>\d{1,3})(?:[.\])]| (?=\p{Lu}))")
_REPOSITORY = WordRegex("address_repository")
_OTHERS_WORK = WordRegex("address_others_work")
_TOOL = WordRegex("address_tool")
_AUTHOR_WORD = regex.compile(r"(?<![\p{L}@.])\p{Lu}\p{L}{3,}(?![\p{L}@])")
_WEIGHTS_TOO = WordRegex("address_weights_too")
"""What says that weights are shared together with code: "our code and models"."""

_PLACES = WordRegex("address_places")
_LONGEST_HEAD = 2500
_LEAST_LETTERS = 5
_LONGEST_NOTE = 300
_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")

_URL = regex.compile(r"https?://\S+")

WEIGHTS, _CODE = "WEIGHTS_LINK", "CODE_LINK"

Span = tuple[int, int]


def link_mentions(
    mentions: Iterable[Mention],
    sentences: Sequence[Span],
    paper: Paper,
    knowledge: Knowledge,
    own_names: Collection[str] = (),
) -> list[Mention]:
    """Return mentions of the addresses that statements about code and data point to.

    Args:
        mentions: the pipeline's finds.
        sentences: offsets of all sentences, in order.
        paper: its pages, hyperlinks and references.
        knowledge: the patterns; the addresses known are those of ``CODE_HOST`` and ``DATA_HOST``.
        own_names: what the authors call their own work.
    """
    finds = list(mentions)
    found: list[Mention] = []
    weights = WEIGHTS in knowledge.patterns
    for label, (host, link) in _KINDS.items():
        pattern = knowledge.patterns.get(host)
        statements = [find for find in finds if find.label == label and find.hint in ("", "used")]
        if pattern is None or not statements:
            continue
        addresses = [find for find in finds if find.label == host]
        linked = [find.start for find in finds if find.label == link]
        for statement in statements:
            start, end = _sentence(statement.start, sentences)
            if any(start <= position < end for position in linked):
                continue
            for where, address in _addresses(start, end, addresses, sentences, paper, pattern):
                found.append(Mention(link, *where, address, FROM_LINK + link, hint="used", score=0.9))
                if link == _CODE and weights and _WEIGHTS_TOO.search(paper.text, start, end):
                    found.append(_of_weights(where, address))
    found += _behind_words([*finds, *found], sentences, paper, knowledge)
    if weights:
        found += _of_weights_too([*finds, *found], sentences, paper)
    found += _own_repositories(finds, sentences, paper, knowledge, own_names)
    found += _notes_among_references(paper, knowledge)
    return list(dict.fromkeys(found))


def _of_weights_too(finds: Sequence[Mention], sentences: Sequence[Span], paper: Paper) -> Iterator[Mention]:
    """Yield the addresses of code again where their sentence says that the weights are there as well."""
    known = {find.start for find in finds if find.label == WEIGHTS}
    for find in finds:
        if find.label != _CODE or find.start in known or find.hint not in ("", "used"):
            continue
        if _WEIGHTS_TOO.search(paper.text, *_sentence(find.start, sentences)):
            yield _of_weights((find.start, find.end), find.value or paper.text[find.start : find.end])


def _of_weights(where: Span, address: str) -> Mention:
    return Mention(WEIGHTS, *where, address, FROM_LINK + WEIGHTS, hint="used", score=0.9)


def _behind_words(
    finds: Sequence[Mention], sentences: Sequence[Span], paper: Paper, knowledge: Knowledge
) -> Iterator[Mention]:
    """Yield the hyperlinks that the rules of code and data find where the sentence prints their address.

    Names carry hyperlinks to wherever: one to no known host of code or data needs a rule that says it was used.
    """
    kinds = [(knowledge.patterns.get(host), knowledge.patterns.get(link)) for host, link in _KINDS.values()]
    known = {(find.label, find.start) for find in finds}
    skipped = silent(paper.sections)
    for link in paper.links:
        words = paper.text[link.start : link.end]
        if not _URL.match(link.uri) or "/" in words or covered(link.start, skipped):
            continue
        start, end = _sentence(link.start, sentences)
        if not start <= link.start < link.end <= end:
            continue
        sentence = paper.text[start : link.start] + link.uri + paper.text[link.end : end]
        at = link.start - start
        taken = False
        for host, pattern in kinds:
            rule = None if pattern is None else _rule_at(pattern, sentence, at)
            if pattern is None or rule is None:
                continue
            if not (host and _matches(host, link.uri)) and (taken or rule.status != "used"):
                continue
            taken = True
            if (pattern.label, link.start) not in known:
                found_by = FROM_LINK + pattern.label
                yield Mention(pattern.label, link.start, link.end, link.uri, found_by, hint=rule.status, score=0.9)


def _rule_at(pattern: Pattern, sentence: str, at: int) -> Rule | None:
    """Return the first rule of a label whose value begins at ``at`` in a sentence, None if ``unless`` forbids it."""
    for rule in pattern.rules:
        if any(match.start("value") == at for match in Limited(rule.regex).finditer(sentence)):
            barred = any(search(unless, sentence) for unless in pattern.unless)
            return None if barred else rule
    return None


def _own_repositories(
    finds: Sequence[Mention], sentences: Sequence[Span], paper: Paper, knowledge: Knowledge, own_names: Collection[str]
) -> Iterator[Mention]:
    """Yield the repositories that bear the name of the authors' work, or stand alone and bear an author's name."""
    pattern = knowledge.patterns.get("CODE_HOST")
    addresses = [find for find in finds if find.label == "CODE_HOST"]
    if pattern is None or not addresses:
        return
    stated = {find.start for find in finds if find.label in ("CODE_LINK", "DATA_LINK")}
    names = {squash(name) for name in own_names}
    authors, tools = _authors(paper), _tools(paper)
    for address in addresses:
        match = _REPOSITORY.match(paper.text, address.start, address.end)
        if match is None or address.start in stated:
            continue
        start, end = _sentence(address.start, sentences)
        owner, name = squash(match["owner"]), squash(match["name"])
        own = name in names and len(name) >= _LEAST_LETTERS - 1
        personal = any(author in owner for author in authors) and _stands_alone(address, sentences, paper)
        if (own or (personal and not any(name.startswith(tool) for tool in tools))) and not _OTHERS_WORK.search(
            paper.text, start, end
        ):
            end = match.end("base")
            yield Mention(
                "CODE_LINK", address.start, end, match["base"], FROM_LINK + "CODE_LINK", hint="used", score=0.8
            )


def _tools(paper: Paper) -> frozenset[str]:
    """Return the names of tools: "cropped with the Medusa toolbox"."""
    return frozenset(squash(found["name"]) for found in _TOOL.finditer(paper.text))


def _authors(paper: Paper) -> frozenset[str]:
    """Return how the names of the authors begin, in lower case: the words with a capital before the abstract."""
    body = next((s.start for s in paper.sections if s.role in ("abstract", "introduction")), 0)
    head = paper.text[len(paper.title) : min(body or _LONGEST_HEAD, _LONGEST_HEAD)]
    words = (word[0] for word in _AUTHOR_WORD.finditer(head) if len(word[0]) >= _LEAST_LETTERS)
    title = paper.title.lower()
    return frozenset(squash(word)[:7] for word in words if not _PLACES.match(word) and word.lower() not in title)


def _notes_among_references(paper: Paper, knowledge: Knowledge) -> Iterator[Mention]:
    """Yield the addresses of code in footnotes that stand between the references."""
    pattern = knowledge.patterns.get("CODE_LINK")
    if pattern is None:
        return
    for start, end in _references(paper):
        note = paper.text[start:end]
        if len(note) > _LONGEST_NOTE or "/" not in note or _YEAR.search(note):
            continue
        if any(search(unless, note) for unless in pattern.unless):
            continue
        match = _matches(pattern, note)
        if match:
            place = start + match.start("value"), start + match.end("value")
            yield Mention("CODE_LINK", *place, match["value"], FROM_LINK + "CODE_LINK", hint="used", score=0.8)


def _addresses(
    start: int, end: int, addresses: Sequence[Mention], sentences: Sequence[Span], paper: Paper, pattern: Pattern
) -> Iterator[tuple[Span, str]]:
    """Yield the place and the address of what the sentence ``start:end`` points to: the nearest kind only."""
    hyperlinks = [
        ((link.start, link.end), link.uri)
        for link in paper.links
        if start <= link.start < end and _matches(pattern, link.uri)
    ]
    if hyperlinks:
        yield from hyperlinks
        return
    cited = list(_cited(start, end, paper, pattern))
    if cited:
        yield from cited
        return
    page = paper.page_at(start)
    for address in addresses:
        if paper.page_at(address.start) == page and _stands_alone(address, sentences, paper):
            yield (address.start, address.end), paper.text[address.start : address.end]


def _cited(start: int, end: int, paper: Paper, pattern: Pattern) -> Iterator[tuple[Span, str]]:
    """Yield the place of each citation, by author and year or by number, and the address in its reference."""
    references = [paper.text[slice(*reference)] for reference in _references(paper)]
    for citation in _CITATION.finditer(paper.text, start, end):
        for text in references:
            if text.lstrip("•[(0123456789]). ").startswith(citation["name"]) and citation["year"] in text:
                yield from _address_in(text, citation.span(), pattern)
    for citation in _NUMBERED.finditer(paper.text, start, end):
        numbers = _numbers(citation["numbers"])
        for text in references:
            entry = _ENTRY_NUMBER.match(text)
            if entry and int(entry["number"]) in numbers:
                yield from _address_in(text, citation.span(), pattern)


def _address_in(reference: str, where: Span, pattern: Pattern) -> Iterator[tuple[Span, str]]:
    if match := _matches(pattern, reference):
        yield where, match["value"]


def _numbers(printed: str) -> frozenset[int]:
    """Return the numbers of a citation: those of "3, 5–7" are 3, 5, 6 and 7."""
    numbers: set[int] = set()
    for part in printed.replace("–", "-").split(","):
        first, _, last = part.strip().partition("-")
        numbers.update(range(int(first), int(last or first) + 1))
    return frozenset(numbers)


def _references(paper: Paper) -> Iterator[Span]:
    for section in paper.sections:
        if section.role in SILENT_ROLES:
            position = section.body
            for entry in paper.text[section.body : section.end].split("\n"):
                yield position, position + len(entry)
                position += len(entry) + 1


def _matches(pattern: Pattern, text: str) -> regex.Match[str] | None:
    for rule in pattern.rules:
        match = search(rule.regex, text)
        if match:
            return match
    return None


def _stands_alone(address: Mention, sentences: Sequence[Span], paper: Paper) -> bool:
    start, end = _sentence(address.start, sentences)
    start = max(start, paper.text.rfind("\n", 0, address.start) + 1)  # a footnote is a paragraph of its own
    stop = paper.text.find("\n", address.end, end)
    end = stop if stop >= 0 else end
    beside = _URL.sub("", paper.text[start : address.start] + paper.text[address.end : end])
    return len(beside.strip()) <= _MOST_WORDS_BESIDE


def _sentence(position: int, sentences: Sequence[Span]) -> Span:
    index = max(0, bisect_right(sentences, (position, 1 << 60)) - 1)
    return sentences[index] if sentences else (0, 0)
