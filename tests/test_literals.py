"""Words that a regex needs: never too many, as that would lose finds."""

import string

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from dlextract.literals import required

CASES: dict[str, list[set[str]]] = {
    r"learning rate": [{"learning"}],
    r"(?i)Learning[ -]rates?": [{"learning"}],
    r"\b(?:lr|eta)\s?=": [{"="}, {"eta", "lr"}],
    r"a{2,3}b": [{"b"}],
    r"(?:x|y)?z": [{"z"}],
    r"\d+": [],
    r".*": [],
    r"abc|\d": [],
    r"(?<=batch )size": [{"batch "}, {"size"}],
    r"(?!no )dropout": [{"dropout"}],
    r"dropout(?! rate)": [{"dropout"}],
    r"[Ee]pochs": [{"epochs"}],
    r"(?P<value>\d+) (?:species|taxa)\b": [{" species", " taxa"}],
    r"\x41dam": [{"adam"}],
    r"foo(?:bar|)": [{"foo"}],
    r"(?:colou?r)": [{"color", "colour"}],
    r"(?#note)relu": [{"relu"}],
    "(?xi) Learning \\  rate s? # the (name\n of": [{"rateof", "ratesof"}],
    r"(?x)a\ b(?-x: c )e": [{"a b c e"}],
    r"a(?x: b  c )d e": [{"abcd e"}],
    r"(?:abc){e<=1}": [],
    r"(a)\1": [],
    r"(?:lime|plum) \w+ jam|ox \d+ tail": [{" jam", " tail"}, {"lime ", "ox ", "plum "}],
    r"(?:plum \w+ jam|ox)": [{" jam", "ox"}, {"ox", "plum "}],
}


@pytest.mark.parametrize(("pattern", "needed"), CASES.items())
def test_required(pattern: str, needed: list[set[str]]) -> None:
    assert [set(words) for words in required(pattern)] == needed


pieces = st.one_of(
    st.sampled_from(
        ["a", "B", "cd", "E f", r"\d", r"\w", ".", r"\s", "[xyz]", "[^x]", "[A-C]", r"\.", r"\b", "é", "="]
    ),
    st.sampled_from(["(?=ab)", "(?!x)", "(?<=a)", "(?<!b)", "(?i:q)", "(?P<n>z)"]),
)
regexes = st.recursive(
    pieces,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,}", "*?", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=8,
)


@given(regexes, st.booleans(), st.text(alphabet="aAbBcdEefxyzqQ =.1é", max_size=16))
def test_a_match_has_all_words(pattern: str, ignore_case: bool, text: str) -> None:
    pattern = ("(?i)" if ignore_case else "") + pattern
    try:
        compiled = regex.compile(pattern)
    except regex.error:
        return
    if compiled.search(text):
        lower = text.lower()
        assert all(any(word in lower for word in words) for words in required(pattern)), required(pattern)


def test_words_are_short_and_few() -> None:
    (words,) = required("|".join(f"{a}{b}thing of the kind" for a in string.ascii_lowercase for b in "xyz"))
    assert all(len(word) <= 8 for word in words)
