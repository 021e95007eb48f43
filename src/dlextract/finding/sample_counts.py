"""How many things data, a part of them or a class hold, by grammar: a count, a plural noun, words that govern both.

"The corpus comprises 18,204 melodies", "4,310 boreholes were collected", "trained on 52,300 wafers", "200 validation
videos", "80 healthy and 75 infected leaves", "each class has 250 photographs". Which noun it is does not matter, but
for those that count something else (layers, epochs). Further counts of the sentence follow the first: "…, 8,499 in the
test set and 34,594 in the preferred set".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ..candidates import FROM_STATEMENT
from ..records import Mention
from ..values.grammar import decimal
from ..words import WordRegex
from .things_counted import BEFORE, CLASS_WORD, MANY_THINGS, NO_THINGS, OF_EACH_CLASS, Count, counts_in

SIZE, CLASS = "DATASET_SIZE", "CLASS_SIZE"

_NUMERIC = re.compile(r"\d\d|\d ?(?:[kKMB]\b|thousand|[mb]illion)|\b(?:hundred|thousand|[mb]illion|dozen)\b")
_CUE = WordRegex("size_cue")
_NO_KIND = WordRegex("size_no_kind")
_HELD = WordRegex("size_held")
_NAMED = WordRegex("size_named")
_NAMED_OUTSIDE = WordRegex("size_named_outside")
_TAKEN = WordRegex("size_taken")
_USED = WordRegex("size_used")
_TRAINED = WordRegex("size_trained")
_TOTAL = WordRegex("size_total")
_OF_OTHERS = WordRegex("size_of_others")
_OF_PART = WordRegex("size_of_part")
_PART_OF_DATA = WordRegex("size_part_of_data")
_PART_BEFORE = WordRegex("size_part_before")
_PART_BEHIND = WordRegex("size_of_part_behind")
_WERE_TAKEN = WordRegex("size_were_taken")
_FOR_PART = WordRegex("size_for_part")
_IN_DATA = WordRegex("size_in_data")
_EACH = WordRegex("size_each")
_OF_EACH = WordRegex("size_of_each")
_SETS_HOLD, _EACH_SET = WordRegex("size_sets_hold"), WordRegex("size_each_set")
_NEXT_CLASS, _GRAPH_HELD = WordRegex("size_next_class"), WordRegex("size_graph_held")
_IN_ALL_THEN = WordRegex("size_in_all_then")
_OF_ALL = WordRegex("size_of_all")
_OF_CLASS_BEFORE = WordRegex("size_of_class_before")
_FURTHER = WordRegex("size_further")
_FROM_PEOPLE = WordRegex("size_from_people")
_PEOPLE = WordRegex("size_people")
_THERE_ARE = WordRegex("size_there_are")
_PARTS_OF_THINGS = WordRegex("size_parts_of_things")
_PARTS_OF_TEXTS = WordRegex("size_parts_of_texts")
_SAMPLES = WordRegex("size_samples")
DATA_WORD = WordRegex("size_data_word")
_PER_CLASS = WordRegex("size_per_class")
_OF_CLASS = WordRegex("size_of_class")
_FURTHER_CLASS = WordRegex("size_further_class")
_IN_BRACKETS = WordRegex("size_in_brackets")
_NO_CLASS = WordRegex("size_no_class")
_KINDS_BEHIND, _KIND_BEHIND = WordRegex("size_kinds_behind"), WordRegex("size_kind_behind")

_NUMBERED = re.compile(r"\b[nN](?:_?[a-z]{2,5})? ?= ?$")
_PART_ALONE = re.compile(r" ([A-Za-z-]+),?(?: and)? ")
_NUMBERED_NEXT = re.compile(r",? (?:and )?[nN](?:_?[a-z]{2,5})? ?= ?")
_SOUND = WordRegex("size_sound")
_HOURS = WordRegex("size_hours")
_PLACE = WordRegex("size_place")
_NEXT_PART = WordRegex("size_next_part")
_TAKEN_FROM = WordRegex("size_taken_from")
_FEWEST = 10
_FEWEST_NAMED = 500
"""The subject may be a network; it has fewer of what it consists of."""

_FEWEST_IN_TEXTS = 50_000
_BEHIND = 90
_GAP = 70


def read_sample_counts(sentence: str, taken: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Return the sizes of data and of classes that one sentence tells; offsets are into ``sentence``.

    Args:
        sentence: its text.
        taken: stretches whose numbers say something else.
    """
    if not _NUMERIC.search(sentence) or not _CUE.search(sentence):
        return []
    counts = _with_shared_nouns(list(counts_in(sentence)), sentence)
    labels: list[str] = []
    for at, one in enumerate(counts):
        label = _label_of(one, sentence)
        if not label and at and labels[-1]:
            label = _goes_on(counts[at - 1], labels[-1], one, sentence)
        labels.append(label)
    for at, label in list(_parts_of_sum(counts, labels, sentence)):
        labels[at] = label
    groups = {two for pair in pairwise(counts) if _are_groups(*pair, sentence) for two in pair}
    return [
        _mention(label, one, sentence)
        for one, label in zip(counts, labels, strict=True)
        if label
        and not (label == SIZE and one in groups)
        and not any(start < one.end and one.start < end for start, end in taken)
    ]


def _with_shared_nouns(counts: Sequence[Count], sentence: str) -> list[Count]:
    """Return ``counts``, each with the noun that it shares with the next one: "75k training and 15k test samples"."""
    shared = list(counts)
    for at in range(len(shared) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        gap = sentence[one.end : other.start]
        part = _PART_ALONE.fullmatch(gap)
        named = _NUMBERED.search(sentence[: one.start]) and _NUMBERED_NEXT.fullmatch(gap)
        if other.words and not one.words and (named or (part and _OF_PART.fullmatch(part[1]))):
            shared[at] = replace(one, words=(*(part.groups() if part else ()), other.noun), told=False)
    return shared


def _mention(label: str, one: Count, sentence: str) -> Mention:
    part = _part(one, sentence) if label == SIZE else ""
    attributes = (("part", part),) if part else ()
    before = sentence[max(0, one.start - BEFORE) : one.start]
    named = _NAMED.search(before) or _NAMED_OUTSIDE.search(before) if label == SIZE else None
    scope = named["name"] if named else ""
    value = "-".join(decimal(number) for number in (one.number, one.to) if number is not None)
    return Mention(label, one.start, one.end, value, FROM_STATEMENT + label, scope, attributes, score=0.9)


def _part(one: Count, sentence: str) -> str:
    """Return the name of the part of the data that has so many, "" where they have so many in all."""
    inside = next((word for word in one.words[:-1] if _OF_PART.fullmatch(word)), "")
    named = _PART_OF_DATA.search(sentence[max(0, one.start - _GAP) : one.start])
    named = named or _PART_BEHIND.match(sentence, one.end)
    return inside or (named["part"].lower() if named else "")


def _label_of(one: Count, sentence: str) -> str:
    """Return the label of a count: what words before or behind it say that data, or a class, have so many of.

    "" is returned where they do not.
    """
    before = sentence[max(0, one.start - BEFORE) : one.start]
    behind = sentence[one.end : one.end + _BEHIND]
    if one.told and OF_EACH_CLASS.search(before):
        return CLASS
    if one.told:
        return SIZE if one.number >= _FEWEST and not _OF_CLASS_BEFORE.search(before) else ""
    bracket = None if one.words else _IN_BRACKETS.search(before)
    if bracket is not None:
        taken = _is_sample(bracket["of"].split()[-1]) and one.number >= _FEWEST and _WERE_TAKEN.match(behind[1:])
        return CLASS if CLASS_WORD.search(bracket["of"]) else SIZE if taken else ""
    if one.noun == "hours" and _HOURS.search(before) and _SOUND.search(sentence):
        return SIZE
    if one.number >= _FEWEST_NAMED and MANY_THINGS.fullmatch(one.noun):
        held = _HELD.search(before) or _GRAPH_HELD.search(before)
        return SIZE if held and not _OF_OTHERS.search(before) and not _EACH.match(behind) else ""
    if not one.words or NO_THINGS.fullmatch(one.noun) or any(map(_NO_KIND.fullmatch, one.words)):
        return ""
    if _PER_CLASS.match(behind) or _OF_CLASS.search(before):
        return CLASS
    if one.to is not None:
        return ""
    if any(map(CLASS_WORD.fullmatch, one.words)) and _is_of_class(one, sentence, before, behind):
        return CLASS
    return SIZE if one.number >= _FEWEST and _is_size(one, sentence, before, behind) else ""


def _is_of_class(one: Count, sentence: str, before: str, behind: str) -> bool:
    """Tell whether what is counted are samples of a class, told once for all."""
    if _EACH.match(behind) or _OF_EACH.search(before):
        return False
    if _is_sample(one.noun):
        return True
    other = sentence[: one.start] + sentence[one.end :]
    return DATA_WORD.search(sentence) is not None or CLASS_WORD.search(other) is not None


def _is_sample(noun: str) -> bool:
    return _SAMPLES.fullmatch(noun) is not None or _PEOPLE.fullmatch(noun) is not None


def _is_size(one: Count, sentence: str, before: str, behind: str) -> bool:
    """Tell whether words before or behind a count say that data have so many of what is counted."""
    if _SETS_HOLD.search(before) and _EACH_SET.match(behind):
        return True
    if _EACH.match(behind) or _OF_OTHERS.search(before) or _OF_EACH.search(before):
        return False
    if one.number < _FEWEST_IN_TEXTS and _PARTS_OF_TEXTS.fullmatch(one.noun):
        return False
    if _HELD.search(before) or _TAKEN.search(before) or _WERE_TAKEN.match(behind):
        return True
    if _PARTS_OF_THINGS.fullmatch(one.noun) and one.number < _FEWEST_NAMED:
        return False
    if one.number >= _FEWEST_NAMED and _NAMED.search(before):
        return True
    if _is_sample(one.noun) and (_TAKEN_FROM.search(before) or _is_in_brackets(before, behind, sentence)):
        return True
    if any(_OF_PART.fullmatch(word) for word in one.words[:-1]) or _TRAINED.search(before):
        return True
    if _FOR_PART.match(behind):
        return True
    if _USED.search(before) and (_IN_DATA.match(behind) or (one.number >= _FEWEST_NAMED and _is_sample(one.noun))):
        return True
    if _TOTAL.search(before):
        return _is_sample(one.noun) or DATA_WORD.search(sentence) is not None
    if _THERE_ARE.search(before):
        return DATA_WORD.search(behind) is not None or (one.number >= _FEWEST_NAMED and behind.startswith(" from "))
    return _PEOPLE.fullmatch(one.noun) is not None and _FROM_PEOPLE.search(before) is not None


def _is_in_brackets(before: str, behind: str, sentence: str) -> bool:
    """Tell whether a count stands alone behind the name of data: "OwlTalk2 (1,028 calls)"."""
    outside = _NAMED_OUTSIDE.search(before) is not None and behind[:1] in {")", ",", ";"}
    return outside and DATA_WORD.search(sentence) is not None


def _goes_on(before: Count, label: str, one: Count, sentence: str) -> str:
    """Return the label of ``one`` where it counts on after ``before``: "…, 8,499 in the test set"."""
    gap = sentence[before.end : one.start]
    behind = sentence[one.end : one.end + _BEHIND]
    place = _PLACE.fullmatch(gap) if len(gap) <= _GAP and label == SIZE else None
    if place is not None and behind.startswith(f" {place[1]} ") and one.noun in {"", before.noun}:
        return SIZE  # "4,120 scans at the first hospital, 1,870 at the second"
    many = one.number >= _FEWEST_NAMED and MANY_THINGS.fullmatch(one.noun) and gap.strip(" ,") in {"", "and", "with"}
    if label == SIZE and many:
        return SIZE  # "2,700 nodes and 5,400 edges"
    if len(gap) > _GAP or NO_THINGS.fullmatch(one.noun) or any(map(_NO_KIND.fullmatch, one.words)):
        return ""
    whole = 0 < before.number < one.number and not one.number % before.number
    if label == CLASS and whole and _IN_ALL_THEN.fullmatch(gap):
        return SIZE
    if label == CLASS and not one.words and (_IN_BRACKETS.search(sentence[: one.start]) or _NEXT_CLASS.fullmatch(gap)):
        return CLASS
    if label == CLASS:
        return CLASS if _FURTHER_CLASS.fullmatch(gap) and not _OF_OTHERS.search(gap) else ""
    if _EACH.match(behind) or one.number < _FEWEST:
        return ""
    if one.words and _PEOPLE.fullmatch(one.noun) and _FROM_PEOPLE.search(gap):
        return SIZE
    if _is_sample(one.noun) and gap.strip() in {"from", "with", "across"}:
        return SIZE  # "13,700 phrases from 2,290 songs"
    if _NEXT_PART.fullmatch(gap):
        return SIZE
    return SIZE if _FURTHER.fullmatch(gap) and (one.words or _FOR_PART.match(behind)) else ""


def _parts_of_sum(counts: Sequence[Count], labels: Sequence[str], sentence: str) -> Iterator[tuple[int, str]]:
    """Yield the places of counts that sum up to one before them, and so are of its classes: "310 CTs: 120 with …".

    What they sum up to is the size of the data where it is said to be all: "Of the 310 biopsies, 120 were …".

    So are several things that are no samples behind "comprising": "310 CTs including 120 nodules and 80 cysts".
    Nothing is yielded where they are parts of the data, or groups of people.
    """
    for at, one in enumerate(counts):
        kinds = _kinds_of(counts, at, sentence) if labels[at] == SIZE else []
        if sum(not _is_sample(counts[i].noun) for i in kinds) > 1:
            yield from ((i, CLASS) for i in kinds)
        all_of_them = bool(one.words) and _OF_ALL.search(sentence[: one.start]) is not None
        if labels[at] != SIZE and not _is_sample(one.noun) and not all_of_them:
            continue
        total, end = Fraction(0), at + 1
        while end < len(counts) and total < one.number:
            total, end = total + counts[end].number, end + 1
        behind = sentence[one.end : counts[end - 1].end + _BEHIND // 2]
        if total == one.number and end > at + 2 and not _NO_CLASS.search(behind):
            yield from ((i, CLASS) for i in range(at + 1, end))
            if all_of_them:
                yield at, SIZE


def _kinds_of(counts: Sequence[Count], at: int, sentence: str) -> list[int]:
    """Return the places of the counts that "comprising" binds to the one at ``at``."""
    end = at + 1
    while end < len(counts) and counts[end].words:
        between = _KINDS_BEHIND if end == at + 1 else _KIND_BEHIND
        if not between.fullmatch(sentence[counts[end - 1].end : counts[end].start]):
            break
        end += 1
    return list(range(at + 1, end))


def _are_groups(one: Count, other: Count, sentence: str) -> bool:
    """Tell whether two counts are of groups of the same things: "66 Android users and 60 iOS users"."""
    if sentence[one.end : other.start].strip() not in {"and", ", and", ","} or one.noun != other.noun:
        return False
    kinds = [count.words[:-1] for count in (one, other)]
    return all(kinds) and kinds[0] != kinds[1] and not any(_OF_PART.fullmatch(word) for kind in kinds for word in kind)
