"""Which fragments are proved: a sentence of a regex that holds one is read differently where it matches nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import regex

from ..patterns.examples import marked
from ..patterns.uses import Use, fragment_uses
from ..regexes import Limited
from .findings import Finding


def check_fragments(
    folders: Sequence[Path], own_files: Collection[str], *, own_only: bool = False
) -> Iterator[Finding]:
    """Yield the fragments that no sentence needs; advice where they are the user's."""
    for shared in fragment_uses(folders):
        own = shared.place.file in own_files
        if own_only and not own:
            continue
        for example in shared.examples:
            found = tuple(match.span() for match in Limited(shared.regex).finditer(example.text))
            if found != example.spans:
                yield Finding(example.place, shared.name, f"found: {marked(example.text, found)}")
        if not shared.examples and not any(map(_needed, shared.uses)):
            what = "no example of what uses this fragment is read differently without it"
            yield Finding(shared.place, shared.name, what, "Write one, or drop it", error=not own)


def _needed(use: Use) -> bool:
    """Tell whether the regex finds something else in one of its sentences without the fragment."""
    whole = Limited(use.regex)
    found = {sentence: [match.span() for match in whole.finditer(sentence)] for sentence in use.sentences}
    try:
        without = regex.compile(use.without)
    except regex.error:  # it holds a group that the rest asks for
        return True
    return any([match.span() for match in without.finditer(sentence)] != spans for sentence, spans in found.items())
