"""Which of the facts that answer a question its list names, and in which order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from ..knowledge import rule_of
from ..records import Fact, Paper
from ..spelling import squash
from ..words import WordRegex
from .distinct import merge
from .options import Options

_WORD = re.compile(r"\w{3,}")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""Words of a title, also those that stand together: "MultiTask"."""
_OWN_BEFORE = WordRegex("name_own_before")
_BEFORE = 160
_PART = 3
_LETTERS = 4
_FRONT = frozenset({"title", "abstract"})
_RESULTS = frozenset({"results", "table"})
_MUCH = 0.4
_NAME = 5
"""Words of a name at most."""

_TELLING = 4
"""Letters of a word that tells what a text is about, at least."""

_OFTEN = 0.5
"""What is found at least this often, compared with the most frequent thing of its label, is what the paper is about."""


def listed(
    chosen: Sequence[Fact], options: Options, facts: Iterable[Fact], paper: Paper
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Return the facts of ``chosen`` that the answer names, and the ids of these and of their other spellings.

    Left out are those that are too rare or too unsure beside surer ones of their label, those that are more at home
    under another label, and those that another fact of the paper contradicts.
    """
    facts = tuple(facts)
    best = {fact.label: fact for fact in sorted(chosen, key=lambda fact: (fact.confidence, len(fact.evidence)))}
    elsewhere = Counter[str]()
    for fact in facts:
        if fact.label in options.rather and fact.status == "used":
            elsewhere[squash(fact.value)] += len(fact.evidence)
    clear = [
        fact
        for fact in chosen
        if (fact is best[fact.label] and fact.label not in options.weak) or _is_clear(fact, options)
    ]
    named = {(fact.label, piece.quote_start) for fact in clear for piece in fact.evidence}
    said = [
        fact
        for fact in chosen
        if (fact in clear or _is_named_with(fact, named, options))
        and elsewhere[squash(fact.value)] <= len(fact.evidence)
    ]
    agreeing = [fact for fact in said if _agrees(fact, options, facts)]
    kept = _without_retold(tuple(agreeing or said or chosen), options)
    ids = tuple(fact.id for fact in kept)
    if options.plain is not None or options.whole_names:
        kept = _once(kept, options)
    if options.rivals:
        kept = _with_rivals(_with_own(kept, options, paper), options)
    if not options.title_first:
        return kept, ids
    return _leading(kept, options, paper), ids


def _leading(facts: Sequence[Fact], options: Options, paper: Paper) -> tuple[Fact, ...]:
    """Return the facts that share most words with the title first, and after the first name those that add to it.

    These are named in title or abstract, and have a word before their last one, which says the kind of task, that none
    before them has. Sentences (labels to ``show``) all stay, and stand alone where they come from title or abstract
    and no name does.
    """
    title = set(_WORD.findall(paper.title.lower()))
    told = [_as_told(fact, title, paper) for fact in facts]

    def place(fact: Fact) -> tuple[int, int]:
        words = set(_words(fact))
        return -len(title & words), len(words - title) if title & words else 0

    ordered = sorted(told, key=place)
    if _only_sentences_lead(ordered, title, options):
        return tuple(fact for fact in ordered if fact.label in options.show)
    known: set[str] = set()
    kept: list[Fact] = []
    for fact in ordered:
        if fact.label not in options.show:
            words = _words(fact)
            if known and not (_share(fact, _FRONT) and set(words[:-1]) - known):
                continue
            known |= set(words)
        kept.append(fact)
    return tuple(kept)


def _as_told(fact: Fact, title: Set[str], paper: Paper) -> Fact:
    """Return ``fact`` with the words of that mention as its text which shares most with the title.

    Of equal ones, title and abstract are preferred, then the first.
    """
    names = [(fact.text, False)]
    for piece in fact.evidence:
        text = " ".join(paper.text[piece.start : piece.end].split())
        if " " in text and len(text.split()) <= _NAME:
            names.append((text, piece.section in _FRONT))
    best = max(names, key=lambda name: (len(title & set(_WORD.findall(name[0].lower()))), name[1]))
    return replace(fact, text=best[0])


def _only_sentences_lead(facts: Sequence[Fact], title: Set[str], options: Options) -> bool:
    """Tell whether title and abstract hold a sentence of a label to ``show`` and neither of them a word of the names.

    The sentence has words of the title itself.
    """
    for fact in facts:
        if fact.label not in options.show and (title & _telling(fact.text) or _share(fact, _FRONT)):
            return False
    return any(_share(fact, _FRONT) and title & _telling(fact.text) for fact in facts if fact.label in options.show)


def _telling(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) >= _TELLING}


def _words(fact: Fact) -> list[str]:
    return _WORD.findall((own_words(fact) or fact.value).lower())


def own_words(fact: Fact) -> str:
    """Return the text of a fact where it is a name that says more than the value: "" for abbreviations and clauses."""
    text = fact.text
    target = str(dict(fact.attributes).get("target", ""))
    clause = len(text.split()) > _NAME or bool(target and target in text)
    less = text.lower() in fact.value.lower() or (" " not in text and text.isupper())
    return "" if clause or less else text


def _without_retold(facts: tuple[Fact, ...], options: Options) -> tuple[Fact, ...]:
    """Return the facts without those that tell again of what has a name.

    Where a fact of another label served for more than pretraining, a phrase counts only if its sentence matches
    ``apart`` and names no such fact.
    """
    own = options.apart
    if own is None:
        return facts
    named = [fact for fact in facts if set(fact.roles) - {"pretraining"}]
    names = [name for fact in named for name in (fact.value, fact.text)]

    def is_new(fact: Fact) -> bool:
        quotes = [piece.quote for piece in fact.evidence if own.search(piece.quote)]
        return any(not any(name in quote for name in names) for quote in quotes)

    return tuple(fact for fact in facts if fact.roles or not named or is_new(fact))


def _once(facts: Sequence[Fact], options: Options) -> tuple[Fact, ...]:
    """Return each thing once, with the roles that its spellings have together."""
    merged: list[Fact] = []
    for label in dict.fromkeys(fact.label for fact in facts):
        some = [fact for fact in facts if fact.label == label]
        for name, spellings in merge(
            [fact.value for fact in some], options.version, options.plain, whole=options.whole_names
        ):
            same = [fact for fact in some if fact.value in spellings]
            first = next(fact for fact in same if fact.value == name)
            merged.append(replace(first, roles=tuple(dict.fromkeys(role for fact in same for role in fact.roles))))
    order = {fact.id: place for place, fact in enumerate(facts)}
    return tuple(sorted(merged, key=lambda fact: order[fact.id]))


def _with_own(facts: Sequence[Fact], options: Options, paper: Paper) -> tuple[Fact, ...]:
    """Return the facts with what the title names as the authors' own, and with what its tables set beside it as rivals.

    A name that holds the own one ("MothNet-50" of MothNet) is no rival, nor is a common noun, nor what the authors
    introduce or what abbreviates the title: that comes first where the title has no name of their own.
    """
    own = options.first[0] if options.first else ""
    title = squash(paper.title)
    named = [
        fact for fact in facts if any(len(name) > 2 and name in title for name in map(squash, (fact.value, fact.text)))
    ]
    introduced = [fact for fact in facts if fact not in named and options.rivals in fact.roles and _is_own(fact, paper)]
    proper = [squash(fact.value) for fact in named if not fact.value.islower()]
    tables = {_table_of(piece.start, paper) for fact in named if not fact.value.islower() for piece in fact.evidence}

    def settled(fact: Fact) -> Fact:
        if fact in introduced:
            return replace(fact, roles=(own,))
        if fact in named:
            return replace(fact, roles=(own,)) if options.rivals in fact.roles else fact
        kin = fact.value.islower() or any(name in squash(fact.value) or squash(fact.value) in name for name in proper)
        kin = kin or _is_adopted(fact, options)
        beside = {_table_of(piece.start, paper) for piece in fact.evidence} & (tables - {-1})
        return replace(fact, roles=(options.rivals,)) if beside and not kin and own in fact.roles else fact

    leading = [fact for fact in facts if fact in introduced or (own in fact.roles and _is_own(fact, paper))]
    leading = [] if proper else leading
    return tuple(map(settled, [*leading, *(fact for fact in facts if fact not in leading)]))


def _is_own(fact: Fact, paper: Paper) -> bool:
    """Tell whether a name that no term knows abbreviates the title, or the authors introduce it as theirs."""
    known = any(rule_of(piece.found_by) == fact.label for piece in fact.evidence)
    if known or fact.value.islower():
        return False
    return _abbreviates(fact.value, paper.title) or any(
        _OWN_BEFORE.search(paper.text[max(0, match.start() - _BEFORE) : match.start()].replace("\n", " "))
        for match in re.finditer(rf"(?<![\w-]){re.escape(fact.value)}(?![\w-])", paper.text)
    )


def _abbreviates(name: str, title: str) -> bool:
    """Tell whether a name is made of the first letters of the words of a title, or of their beginnings."""
    words = _HUMP.findall(title)
    parts = name.split("-")
    if len(parts) > 1 and all(len(part) >= _PART for part in parts):
        return all(any(word.lower().startswith(part.lower()) for word in words) for part in parts)
    letters = iter("".join(word[0] for word in words).upper())
    first = words[0][0].upper() if words else ""
    return len(name) >= _LETTERS and name.isupper() and name[0] == first and all(letter in letters for letter in name)


def _table_of(start: int, paper: Paper) -> int:
    """Return where the table around ``start`` begins, -1 where none is."""
    return next((table.start for table in paper.tables if table.start <= start < table.end), -1)


def _with_rivals(facts: Sequence[Fact], options: Options) -> tuple[Fact, ...]:
    """Return the facts with those as rivals that results and tables speak of, while title and abstract name others.

    Only facts whose role is the first of ``first``, which is theirs where the paper says nothing, become rivals, and no
    common nouns ("convolutional neural network").
    """
    own = options.first[0] if options.first else ""
    mains = [fact for fact in facts if own in fact.roles or not fact.roles]
    if not any(_share(fact, _FRONT) for fact in mains):
        return tuple(facts)
    return tuple(
        replace(fact, roles=(options.rivals,))
        if fact in mains
        and not (fact.value.islower() or _share(fact, _FRONT) or _is_adopted(fact, options))
        and _share(fact, _RESULTS) >= _MUCH
        else fact
        for fact in facts
    )


def _is_adopted(fact: Fact, options: Options) -> bool:
    """Tell whether the authors say outside of results that they made it or took it."""
    return options.adopted is not None and any(
        piece.section not in _RESULTS and options.adopted.search(piece.quote) for piece in fact.evidence
    )


def _share(fact: Fact, sections: frozenset[str]) -> float:
    return sum(piece.section in sections for piece in fact.evidence) / max(1, len(fact.evidence))


def _is_clear(fact: Fact, options: Options) -> bool:
    least = options.beside.get(fact.label)
    return least is None or (fact.confidence >= least.confidence and len(fact.evidence) >= least.sentences)


def _is_named_with(fact: Fact, named: set[tuple[str, int]], options: Options) -> bool:
    """Tell whether a fact that is sure enough for it stands in one sentence with a clear one of its label."""
    least = options.beside[fact.label].named_with
    return 0 < least <= fact.confidence and any((fact.label, piece.quote_start) in named for piece in fact.evidence)


def _agrees(fact: Fact, options: Options, facts: Sequence[Fact]) -> bool:
    """Tell whether no other label says otherwise: "image classification" needs images."""
    for label, pairs in options.agree.items():
        others = [other for other in facts if other.label == label and other.status == "used"]
        most = max((len(other.evidence) for other in others), default=0)
        frequent = [other.value for other in others if len(other.evidence) >= _OFTEN * most]
        for pattern, wanted in pairs:
            if frequent and pattern.search(fact.value) and not any(wanted.search(value) for value in frequent):
                return False
    return True
