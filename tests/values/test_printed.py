"""Every notation of a value and what it becomes; the wordings are those of real papers."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.values import format_number, normalise, number_words, parse_number, parse_ratio, split_list

NOTATIONS = {
    "number": [
        # E notation
        ("1e-4", "0.0001"),
        ("1E−4", "0.0001"),
        ("1e−05", "0.00001"),
        ("2.5e−05", "0.000025"),
        ("1.09e–19", "0.000000000000000000109"),
        ("5e-5", "0.00005"),
        ("3 e -6", "0.000003"),
        ("1.65e −4", "0.000165"),
        ("2e+3", "2000"),
        ("2e3", "2000"),
        ("10e-5", "0.0001"),
        ("1.e-4", "1.e-4"),
        (".5e-3", "0.0005"),
        # powers of ten, raised or flattened
        ("10^-4", "0.0001"),
        ("10^{-4}", "0.0001"),
        ("$10^{-4}$", "0.0001"),
        ("10^−4", "0.0001"),
        ("10−4", "0.0001"),
        ("10–5", "0.00001"),
        ("10-3", "0.001"),
        ("10 −4", "0.0001"),
        ("10 - 4", "0.0001"),
        ("10⁻⁴", "0.0001"),
        ("10⁶", "1000000"),
        ("10^6", "1000000"),
        ("10**-4", "0.0001"),
        ("10^(-4)", "0.0001"),
        ("5×10^{-5}", "0.00005"),
        ("5 × 10−5", "0.00005"),
        ("5 x 10-5", "0.00005"),
        ("5 · 10−5", "0.00005"),
        ("5∗10^-5", "0.00005"),
        ("5 × 10 −5", "0.00005"),
        ("2 . 0 × 10 -4", "0.0002"),
        ("1.5×10⁻³", "0.0015"),
        ("5\\times10^{-5}", "0.00005"),
        ("5 \\cdot 10^{-5}", "0.00005"),
        ("1 × 10^5", "100000"),
        ("5×104", "50000"),
        ("1.25 × 10−2", "0.0125"),
        ("1 × e−4", "0.0001"),
        # other powers
        ("2^14", "16384"),
        ("2^{14}", "16384"),
        ("2^-5", "0.03125"),
        ("2¹⁰", "1024"),
        ("0.1^2", "0.01"),
        # plain
        ("0.0001", "0.0001"),
        (".001", "0.001"),
        ("0.10", "0.1"),
        ("2.0", "2"),
        ("0", "0"),
        ("0.0", "0"),
        ("0 . 01", "0.01"),
        ("104", "104"),
        ("-0.5", "-0.5"),
        ("−1", "-1"),
        ("007", "7"),
        # thousands, decimal commas, suffixes
        ("55,200", "55200"),
        ("1,200,000", "1200000"),
        ("27 799", "27799"),
        ("2, 000", "2000"),
        ("1 000 000", "1000000"),
        ("27\u2009799", "27799"),
        ("1'000", "1000"),
        ("0,001", "0.001"),
        ("0,5", "0.5"),
        (",5", "0.5"),
        ("1,5", "1.5"),
        ("0,256", "0.256"),
        ("1,234.5", "1234.5"),
        ("30k", "30000"),
        ("30K", "30000"),
        ("2.5k", "2500"),
        ("40 K", "40000"),
        ("3 M", "3000000"),
        ("1.2M", "1200000"),
        ("7B", "7000000000"),
        ("1 million", "1000000"),
        ("1.2 million", "1200000"),
        ("10 thousand", "10000"),
        ("3 billion", "3000000000"),
        # words
        ("two", "2"),
        ("a single", "1"),
        ("twenty-five", "25"),
        ("forty two", "42"),
        ("one hundred", "100"),
        ("one hundred and twenty", "120"),
        ("two hundred thousand", "200000"),
        ("five million", "5000000"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half", "0.5"),
        ("one half", "0.5"),
        ("a quarter", "0.25"),
        ("three quarters", "0.75"),
        ("three-quarters of", "0.75"),
        ("four fifths", "0.8"),
        ("one tenth", "0.1"),
        ("ten percent", "0.1"),
        ("five epochs", "5"),
        # fractions and percentages
        ("1/1000", "0.001"),
        ("1/10", "0.1"),
        ("3/4", "0.75"),
        ("¾", "0.75"),
        ("80 %", "0.8"),
        ("80%", "0.8"),
        ("80\\%", "0.8"),
        ("12.5 per cent", "0.125"),
        ("0.5%", "0.005"),
        ("5 percent", "0.05"),
        # hedges, spreads and units are passed over
        ("~100", "100"),
        ("≈ 0.3", "0.3"),
        ("about 50", "50"),
        ("up to 60,000", "60000"),
        ("approximately 2.5", "2.5"),
        ("a maximum of 200", "200"),
        ("a total of 4096", "4096"),
        ("0.5 ± 0.1", "0.5"),
        ("100 epochs", "100"),
        ("64 images per GPU", "64"),
        ("16 GB", "16"),
        ("(0.9)", "0.9"),
        ("3-fold", "3"),
        # ranges
        ("1e-5–1e-3", "0.00001-0.001"),
        ("1e-5 to 1e-3", "0.00001-0.001"),
        ("10^-5 - 10^-3", "0.00001-0.001"),
        ("between 0.1 and 0.5", "0.1-0.5"),
        ("from 0.1 to 0", "0.1-0"),
        ("2 to 4", "2-4"),
        ("1–100", "1-100"),
        ("101–200", "101-200"),
        ("10–20 %", "0.1-0.2"),
        ("8 ... 64", "8-64"),
        # not a number: as printed
        ("N", "N"),
        ("  learned  online ", "learned online"),
        ("", ""),
    ],
    "fraction": [("50%", "0.5"), ("0.5", "0.5"), ("40", "40"), ("half", "0.5"), ("20 per cent", "0.2")],
    "size": [
        ("224 × 224", "224x224"),
        ("224×224×3", "224x224x3"),
        ("224 × 224 × 3", "224x224x3"),
        ("224x224", "224x224"),
        ("224X224", "224x224"),
        ("224*224", "224x224"),
        ("299-by-299", "299x299"),
        ("1200 by 800 pixels", "1200x800"),
        ("1,920 × 1,080 pixels", "1920x1080"),
        ("15 × 15 pixels", "15x15"),
        ("224 × 224 pixels × 3 bands", "224x224x3"),
        ("224 px × 224 px", "224x224"),
        ("512²", "512x512"),
        ("512^2", "512x512"),
        ("64³", "64x64x64"),
        ("(128, 128, 3)", "128x128x3"),
        ("[3, 224, 224]", "3x224x224"),
        ("(3 × 3)", "3x3"),
        ("b × 500", "bx500"),
        ("160 × 192 × 128 voxels", "160x192x128"),
        ("224 (width) × 160 (height)", "224x160"),
        ("640", "640"),
        ("1280 720", "1280x720"),
        ("1-s", "1 s"),
        ("10-second", "10 s"),
        ("25 ms", "25 ms"),
        ("2.5 seconds", "2.5 s"),
        ("3, 299, 299", "3x299x299"),
    ],
    "square": [("224", "224x224"), ("224 pixels", "224x224"), ("224 × 160", "224x160"), ("1,024", "1024x1024")],
    "duration": [
        ("30 epochs", "30 epochs"),
        ("2.4 epochs", "2.4 epochs"),
        ("every 10 epochs", "10 epochs"),
        ("2,000 episodes", "2000 episodes"),
        ("10k steps", "10000 steps"),
        ("8k warm-up steps", "8000 steps"),
        ("five epochs", "5 epochs"),
        ("15 consecutive epochs", "15 epochs"),
        ("one epoch", "1 epoch"),
        ("every epoch", "1 epoch"),
        ("4 days", "4 days"),
        ("12 h", "12 hours"),
        ("25 ms", "25 ms"),
        ("1 ms", "1 ms"),
        ("10% of the steps", "0.1"),
        ("0.06", "0.06"),
        ("5", "5"),
    ],
    "ratio-1": [
        ("8:1:1", "0.8"),
        ("80:10:10", "0.8"),
        ("70/15/15", "0.7"),
        ("80–20", "0.8"),
        ("80%/20%", "0.8"),
        ("80%-10%-10%", "0.8"),
        ("0.7, 0.2, 0.1", "0.7"),
        ("80/10", "0.8"),
        ("4:1", "0.8"),
        ("2:1", "0.6667"),
        ("6 : 2 : 2", "0.6"),
        ("70 and 30", "0.7"),
    ],
    "ratio-2": [("8:1:1", "0.1"), ("70/15/15", "0.15"), ("90/10", "0.1"), ("3:1", "0.25")],
    "ratio-3": [("80:10:10", "0.1"), ("60-20-20", "0.2")],
    "reciprocal": [("10", "0.1"), ("two", "0.5"), ("0.1", "0.1"), ("5", "0.2"), ("√10", "√10")],
    "complement": [("4%", "0.96"), ("10 %", "0.9"), ("half", "0.5")],
    "list-of number": [
        ("{16, 32, 64}", "16, 32, 64"),
        ("either 8 or 16", "8, 16"),
        ("{1e-3, 1e-4}", "0.001, 0.0001"),
        ("0.1, 0.01, and 0.001", "0.1, 0.01, 0.001"),
        ("0.1/0.01", "0.1, 0.01"),
        ("[30, 60, 80]", "30, 60, 80"),
        ("2^4, 2^5", "16, 32"),
    ],
    "name": [("  Adam  ", "Adam"), ("binary\ncross-entropy", "binary cross-entropy")],
    "url": [("https://x.org/a b", "https://x.org/ab")],
}
CASES = [(kind, text, value) for kind, cases in NOTATIONS.items() for text, value in cases]


def test_table_is_large_and_has_no_double() -> None:
    assert len(CASES) >= 150
    assert len({(kind, text) for kind, text, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("kind", "text", "value"), CASES)
def test_notation(kind: str, text: str, value: str) -> None:
    assert normalise(kind, text) == value


NUMBERS = st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=8)
POSITIVE = st.decimals(min_value=Decimal("1e-8"), max_value=Decimal("1e9"), places=8)


@given(NUMBERS)
def test_plain_decimals_come_back(value: Decimal) -> None:
    assert parse_number(format_number(value)) == value


@given(st.integers(1, 99), st.integers(1, 30), st.sampled_from("-−–‑"))
def test_scale_survives_every_power_notation(mantissa: int, power: int, dash: str) -> None:
    want = Decimal(mantissa).scaleb(-power)
    for text in (
        f"{mantissa}e{dash}{power}",
        f"{mantissa}E{dash}{power}",
        f"{mantissa} × 10{dash}{power}",
        f"{mantissa} x 10^{dash}{power}",
        f"{mantissa}·10^{{{dash}{power}}}",
        f"{mantissa} × 10 {dash}{power}",
    ):
        assert parse_number(text) == want, text


@given(st.integers(0, 10**12))
def test_thousands_marks_do_not_change_a_number(value: int) -> None:
    assert parse_number(f"{value:,}") == value
    assert parse_number(f"{value:,}".replace(",", "\u2009")) == value


@given(NUMBERS.filter(bool))
def test_sign_is_kept(value: Decimal) -> None:
    parsed = parse_number(format_number(value).replace("-", "−"))
    assert parsed is not None
    assert (parsed > 0) is (value > 0)


@given(st.lists(POSITIVE, min_size=2, max_size=6), st.sampled_from(["{%s}", "[%s]", "(%s)", "%s"]))
def test_order_of_lists_is_kept(values: list[Decimal], frame: str) -> None:
    items = [format_number(value) for value in values]
    assert split_list(frame % ", ".join(items)) == tuple(items)


@given(st.lists(st.integers(1, 4096), min_size=2, max_size=4), st.sampled_from(["x", " × ", "×", " x ", " by ", "*"]))
def test_sides_of_sizes_are_kept(sides: list[int], mark: str) -> None:
    assert normalise("size", mark.join(map(str, sides))) == "x".join(map(str, sides))


@given(st.lists(st.integers(1, 100), min_size=2, max_size=3))
def test_shares_are_in_order_and_never_above_one(parts: list[int]) -> None:
    shares = parse_ratio(":".join(map(str, parts)))
    assert shares is not None
    assert len(shares) == len(parts)
    assert sum(shares) <= Decimal("1.0000001")
    assert [a < b for a, b in pairwise(shares)] == [a < b for a, b in pairwise(parts)]


@given(st.text(max_size=40), st.sampled_from(sorted(NOTATIONS)))
def test_any_text_has_a_value_without_loose_blanks(text: str, kind: str) -> None:
    value = normalise(kind, text)
    assert value == " ".join(value.split())


@given(st.integers(2, 10**6).filter(lambda n: n % 10))
def test_normalising_twice_changes_nothing(value: int) -> None:
    once = normalise("number", f"{value:,} images")
    assert normalise("number", once) == once


def test_words_that_are_no_number() -> None:
    assert [number_words(text) for text in ("a", "epochs", "", "the two", "and")] == [None, None, None, None, None]
