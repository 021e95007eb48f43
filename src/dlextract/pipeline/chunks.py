"""Which parts of a text a trained NER reads, and how many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from ..covering import covered
from ..prose import is_prose

Scored: TypeAlias = tuple[str, int, int, float]
"""Label, start, end and score of an entity that was read in a chunk."""

_CHUNK = 2_000
_BATCH = 16_000
"""Characters of chunks that the model reads at once; more of them take memory and hardly less time."""

_MOST = 256
"""Chunks at once: each takes memory, however short it is."""


def batches(chunks: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the chunks in groups that are read at once."""
    batch: list[tuple[int, int]] = []
    for start, end in chunks:
        if batch and (end - batch[0][0] > _BATCH or len(batch) == _MOST):
            yield batch
            batch = []
        batch.append((start, end))
    if batch:
        yield batch


def chunks(
    text: str, sentences: Iterable[tuple[int, int]], skip: Sequence[tuple[int, int]], prose: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield stretches of whole sentences: a paragraph, or as much of it as a chunk holds; ``prose``: none without."""
    begin = stop = -1
    wanted = not prose
    for start, end in sentences:
        if covered(start, skip):
            continue
        end = start + len(text[start:end].rstrip())
        if begin >= 0 and (end - begin > _CHUNK or "\n" in text[stop:start]):
            if wanted:
                yield begin, stop
            begin, wanted = -1, not prose
        if begin < 0:
            begin = start
        wanted = wanted or is_prose(text[start:end])
        stop = end
    if begin >= 0 and wanted:
        yield begin, stop
