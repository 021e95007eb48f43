"""Texts that no author writes take no more time than their size allows; benchmarks/growth.py has many more."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from dlextract.facts.scope import scope_of
from dlextract.knowledge import Traits
from dlextract.pipeline.sentences import LONGEST, sentence_starts


def scopes(text: str) -> None:
    for start in range(0, len(text) - 3, 5):
        scope_of(text, start, start + 3, Traits(scoped=True), "")


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (lambda text: list(sentence_starts(text)), "." * 8000),
        (scopes, "0.1, " * (3 * LONGEST // 5)),
    ],
    ids=["points", "values in one sentence"],
)
def test_time_grows_with_the_size_and_not_with_its_square(work: Callable[[str], object], text: str) -> None:
    began = time.process_time()
    work(text)
    assert time.process_time() - began < 1.5  # it was 10 s and more


def test_no_sentence_is_longer_than_any_that_is_written() -> None:
    words = " ".join(["Word"] * LONGEST)
    text = f"Before. {words}\n" + "x" * (2 * LONGEST + 1)
    starts = list(sentence_starts(text))
    last = 8 + len(words) + 1
    assert (starts[:2], starts[-3:]) == ([0, 8], [last, last + LONGEST, last + 2 * LONGEST])
    assert all(later - sooner <= LONGEST for sooner, later in pairwise(starts))
    assert {text[start : start + 5] for start in starts[1:-3]} == {"Word "}
