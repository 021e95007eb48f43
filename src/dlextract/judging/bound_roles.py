"""What sentences bind data sets to outright: one was trained on, another evaluated on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..candidates import FROM_TABLE, Candidate
from ..words import WordRegex

TRAINING, EVALUATION, PRETRAINING = "training", "evaluation", "pretraining"

_BEFORE = (
    (PRETRAINING, WordRegex("data_pretrained_on")),
    (TRAINING, WordRegex("data_trained_on")),
    (EVALUATION, WordRegex("data_evaluated_on")),
)
_AFTER = (
    (PRETRAINING, WordRegex("data_for_pretraining")),
    (TRAINING, WordRegex("data_for_training")),
    (EVALUATION, WordRegex("data_for_evaluation")),
)
_ALONE = WordRegex("data_never_trained_on")
_FAR = 160
_GAP = 3


def bound(sets: Sequence[Sequence[Candidate]], text: str) -> dict[int, str]:
    """Return the one role of each data set that sentences bind to it alone.

    A data set has one role where a sentence binds it to training and another data set to evaluation, or the other way
    round, or tests on it what was never trained on it, and no other sentence binds it to anything else.

    Args:
        sets: the finds of each data set.
        text: the paper.

    Returns:
        The number of a data set → its role.
    """
    roles: list[set[str]] = []
    sentences: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    alone: set[int] = set()
    for number, items in enumerate(sets):
        roles.append(set())
        for item in items:
            if item.mention.found_by.startswith(FROM_TABLE):
                continue
            role = _role(item, text)
            if role:
                roles[number].add(role)
                sentences[item.start, item.end][number] = role
                if role == EVALUATION and _ALONE.search(text[item.start : item.end]):
                    alone.add(number)
    told: dict[int, str] = {}
    for some, around in _with_neighbours(sentences):
        apart = {TRAINING, EVALUATION} <= around
        only = {number: role for number, role in some.items() if roles[number] == {role} and role != PRETRAINING}
        told |= {number: role for number, role in only.items() if apart or (role == EVALUATION and number in alone)}
    return told


def _with_neighbours(
    sentences: Mapping[tuple[int, int], dict[int, str]],
) -> Iterator[tuple[dict[int, str], set[str]]]:
    """Give each sentence's data sets with their roles, and the roles said in it and in the sentences beside it."""
    places = sorted(sentences)
    for here, place in enumerate(places):
        around = set(sentences[place].values())
        if here and place[0] - places[here - 1][1] <= _GAP:
            around |= set(sentences[places[here - 1]].values())
        if here + 1 < len(places) and places[here + 1][0] - place[1] <= _GAP:
            around |= set(sentences[places[here + 1]].values())
        yield sentences[place], around


def _role(item: Candidate, text: str) -> str:
    """Return what the words before or after a mention bind it to, "" where they bind it to nothing."""
    before = text[max(item.start, item.mention.start - _FAR) : item.mention.start]
    after = text[item.mention.end : min(item.end, item.mention.end + _FAR)]
    for role, words in _AFTER:
        if words.search(after):
            return role
    for role, words in _BEFORE:
        if words.search(before):
            return role
    return ""
