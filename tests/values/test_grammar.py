"""Every form of a printed value, and that nothing breaks, shifts or takes more than linear time."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.values.grammar import Parser, decimal, expression, expressions, head_factor
from dlextract.values.lexer import tokens_of
from dlextract.values.spelled import spelled

ONE = [
    ("16,384", "16384"),
    ("16 384 tokens", "16384"),
    ("150 000 updates", "150000"),
    ("1.2M", "1200000"),
    ("1.2 million", "1200000"),
    ("64k", "64000"),
    ("0,003", "0.003"),
    (".5", "0.5"),
    ("1 E-08", "0.00000001"),
    ("3.2·10−3", "0.0032"),
    ("6 × 10^{-4}", "0.0006"),
    ("5 10^-5", "0.00005"),
    ("10 −7", "0.0000001"),
    ("10⁻⁴", "0.0001"),
    ("5·10⁻⁵", "0.00005"),
    ("2^7", "128"),
    ("1/1000", "0.001"),
    ("½", "0.5"),
    ("2½ days", "2.5"),
    ("25 per cent", "0.25"),
    ("~ 40 %", "0.4"),
    ("approximately 12", "12"),
    ("thirty-two", "32"),
    ("one hundred and twenty-eight", "128"),
    ("three hundred thousand", "300000"),
    ("half a million", "500000"),
    ("half a dozen", "6"),
    ("two dozen", "24"),
    ("two and a half days", "2.5"),
    ("two thirds", "0.666666666667"),
    ("a fifth", "0.2"),
    ("seven tenths", "0.7"),
]
MANY = [
    ("16, 32 and 64", "list", "16, 32, 64"),
    ("{8/16/32/64}", "list", "8, 16, 32, 64"),
    ("{4; 8; 16}", "list", "4, 8, 16"),
    ("0.1 or 0.2", "list", "0.1, 0.2"),
    ("10, 20 and 30 %", "list", "0.1, 0.2, 0.3"),
    ("(1, 3, 5) × 10^-5", "list", "0.00001, 0.00003, 0.00005"),
    ("{1, 5, 10}·10−5", "list", "0.00001, 0.00005, 0.0001"),
    ("1, 5 and 10 (×10^-4)", "list", "0.0001, 0.0005, 0.001"),
    ("(0.9, 0.98)", "list", "0.9, 0.98"),
    ("[0.9, 0.5]", "list", "0.9, 0.5"),
    ("between 4 and 16", "range", "4-16"),
    ("from 1e-6 up to 1e-3", "range", "0.000001-0.001"),
    ("sixteen to sixty-four", "range", "16-64"),
    ("1e-5–5e-5", "range", "0.00001-0.00005"),
    ("0.1..0.5", "range", "0.1-0.5"),
    ("[0, 0.5]", "range", "0-0.5"),
    ("3 to 5 hours", "range", "3-5"),
    ("96×96×48", "size", "96x96x48"),
    ("256 by 256 pixels", "size", "256x256"),
    ("224x224x3", "size", "224x224x3"),
    ("8:1:1", "ratio", "8:1:1"),
    ("70/15/15", "ratio", "70:15:15"),
    ("80-10-10", "ratio", "80:10:10"),
    ("75%/10%/15%", "ratio", "0.75:0.1:0.15"),
]
APART = [("10−4, one tenth of it", ["0.0001", "0.1"]), ("4 and six birds", ["4", "6"]), ("0.9 and 30%", ["0.9, 0.3"])]
NO_NUMBER = ["ResNet-50", "3D", "the 5th", "v2", "F_1", "the third layer", "a", "half", "conv2d"]


@pytest.mark.parametrize(("text", "value"), ONE)
def test_one_value(text: str, value: str) -> None:
    assert [(e.form, e.text()) for e in expressions(text)] == [("one", value)]


@pytest.mark.parametrize(("text", "form", "value"), MANY)
def test_several_values(text: str, form: str, value: str) -> None:
    assert [(e.form, e.text()) for e in expressions(text)] == [(form, value)]


@pytest.mark.parametrize(("text", "values"), APART)
def test_words_and_digits_are_no_list_and_shares_are_of_one_kind(text: str, values: list[str]) -> None:
    assert [e.text() for e in expressions(text)] == values


@pytest.mark.parametrize("text", NO_NUMBER)
def test_digits_and_words_that_are_no_value(text: str) -> None:
    assert expressions(text) == []


def test_places() -> None:
    text = "rates of (1, 3) × 10^-5, then 16 to 32"
    assert [[text[v.start : v.end] for v in e.values] for e in expressions(text)] == [["1", "3"], ["16", "32"]]


def test_units_and_letters_glued_to_numbers() -> None:
    assert [(t.kind, t.text) for t in tokens_of("36h20m, 2d 6h, 224x224, 7px")] == [
        *[("number", "36"), ("word", "h"), ("number", "20"), ("word", "m"), ("mark", ",")],
        *[("number", "2"), ("word", "d"), ("number", "6"), ("word", "h"), ("mark", ",")],
        *[("number", "224"), ("word", "x"), ("number", "224"), ("mark", ","), ("number", "7"), ("word", "px")],
    ]


@pytest.mark.parametrize(("text", "factor"), [("(×10⁻⁴)", "0.0001"), ("(k)", "1000"), ("(in thousands)", "1000")])
def test_factor_of_a_head(text: str, factor: str) -> None:
    found = Parser(tokens_of(text)).factor(0)
    assert found is not None
    assert (decimal(found[0]), found[1]) == (factor, len(tokens_of(text)))


def test_factor_in_a_head() -> None:
    heads = ["Learning rate (×10⁻⁴)", "Iterations (k)", "Batch size (images)", "Epochs"]
    assert [decimal(head_factor(head)) for head in heads] == ["0.0001", "1000", "1", "1"]


def test_no_factor() -> None:
    assert [Parser(tokens_of(text)).factor(0) for text in ("(12)", "(epochs)", "k", "")] == [None] * 4


@given(st.text(alphabet="0123456789 .,/:;-–×x()[]{}^eE%kMandtohre½⁻⁵", max_size=60))
def test_any_text_is_read_and_places_stand_in_order(text: str) -> None:
    end = 0
    for found in expressions(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert found.values
        for value in found.values:
            assert found.start <= value.start < value.end <= found.end
    assert [t for t in tokens_of(text) if t.start >= t.end or not text[t.start : t.end].strip()] == []


@given(st.integers(min_value=1, max_value=999_999))
def test_whole_numbers_in_every_print(number: int) -> None:
    forms = [str(number), f"{number:,}", _in_words(number)]
    assert [e.text() for form in forms if (e := expression(form))] == [str(number)] * 3


@given(st.integers(min_value=1, max_value=99), st.integers(min_value=1, max_value=12))
def test_powers_are_exact(digits: int, power: int) -> None:
    wanted = Fraction(digits, 10**power)
    for form in (f"{digits}e-{power}", f"{digits} × 10−{power}", f"{digits}·10^{{-{power}}}", f"{digits}E-{power:02}"):
        found = expression(form)
        assert found is not None
        assert found.values[0].number == wanted


@given(st.lists(st.decimals(min_value=0, max_value=1, places=3), min_size=2, max_size=8))
def test_lists_keep_number_and_order(numbers: list[object]) -> None:
    text = ", ".join(f"{number:f}" for number in numbers)
    found = expression(text)
    assert found is not None
    assert [value.number for value in found.values] == [Fraction(str(number)) for number in numbers]


@pytest.mark.parametrize("piece", ["0.1, ", "([", "1:", "1x", "1.5x", "about ", "1 and ", "{1, ", "10 - ", "1 000 "])
def test_work_grows_with_the_length(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def steps(times: int) -> int:
        count = 0
        read = Parser.value

        def counted(self: Parser, at: int) -> object:
            nonlocal count
            count += 1
            return read(self, at)

        monkeypatch.setattr(Parser, "value", counted)
        Parser(tokens_of(piece * times)).all()
        monkeypatch.setattr(Parser, "value", read)
        return count

    assert steps(400) <= 4.5 * steps(100) + 40


def _in_words(number: int) -> str:
    ones = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    small = ["", *ones.split(), "eighteen", "nineteen"]
    tens = ["", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]
    if number >= 1000:
        return " ".join([_in_words(number // 1000), "thousand", _in_words(number % 1000)]).strip()
    if number >= 100:
        return " ".join([small[number // 100], "hundred", _in_words(number % 100)]).strip()
    if number >= 20:
        return "-".join(part for part in (tens[number // 10], small[number % 10]) if part)
    return small[number]


def test_words_stop_where_the_number_ends() -> None:
    assert spelled(["one", "hundred", "and", "twenty", "-", "eight", "layers"], 0) == (Fraction(128), 6)
    assert spelled(["five", "and", "six"], 0) == (Fraction(5), 1)
    assert spelled(["six", "eight"], 0) == (Fraction(6), 1)
