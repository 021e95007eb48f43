"""Which regexes can match: the same answer with and without the package that looks for all words at once."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract import sieve
from dlextract.sieve import Sieve, in_lower_case

REGEXES = (r"moths?\b", r"(?i)\bmoth trap", r"lr ?=", r"\d+", "é{1}", "trap.*MOTH")


@pytest.fixture(params=["at once", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "one by one":
        monkeypatch.setattr(sieve, "ahocorasick", None)
    return str(request.param)


def test_words(way: str) -> None:
    assert Sieve(REGEXES).words_in("A MOTH TRAP; Lr = 1") == {"moth", "moth tra", "trap", "lr ="}
    assert Sieve(()).words_in("moth") == set()


def test_possible() -> None:
    found = Sieve(REGEXES)
    assert [REGEXES[number] for number in found.possible({"moth", "trap"})] == [r"moths?\b", r"\d+", "trap.*MOTH"]
    assert [REGEXES[number] for number in found.possible({"trap"})] == [r"\d+"]
    assert Sieve(()).possible({"moth"}) == []


def test_places(way: str) -> None:
    text = "Moth trap.\nNo butterflies.\nTRAPS for moths, lr=3\nÉ"
    ends = [0, 11, 27, 49, len(text)]
    found = Sieve(REGEXES).places(text, list(pairwise(ends)))
    assert found == {"moth": 0b0101, "moth tra": 0b0001, "trap": 0b0101, "lr=": 0b0100, "é": 0b1000}


def test_spans_with_gaps(way: str) -> None:
    assert Sieve(["moth"]).places("moth moth moth", [(0, 4), (6, 14)]) == {"moth": 0b11}
    assert Sieve(["moth"]).places("moth moth moth", [(1, 4), (6, 9)]) == {}


@given(st.lists(st.text("abİß", max_size=9), max_size=30), st.lists(st.text("abß", min_size=1, max_size=5), max_size=8))
def test_both_ways_find_the_same(parts: list[str], words: list[str]) -> None:
    text = "".join(parts)
    ends = [0, *(sum(map(len, parts[:n])) for n in range(1, len(parts) + 1))]
    at_once = Sieve(words)
    one_by_one = _without_package(words)
    assert at_once.words_in(text) == one_by_one.words_in(text)
    spans = list(pairwise(ends))
    assert at_once.places(text, spans) == one_by_one.places(text, spans)


def _without_package(words: list[str]) -> Any:
    made = Sieve(words)
    made._automaton = None
    return made


@given(st.text())
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(in_lower_case(text)) == len(text)
