"""Numbers of more digits than any quantity has, which Python does not turn into integers or floats."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dlextract.extractor import Extractor
from dlextract.facts.counts import number
from dlextract.values.lexer import tokens_of
from dlextract.writing import dump_line, to_dict


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(model="none")


def test_a_number_that_is_too_long_is_a_word() -> None:
    [long] = tokens_of("9" * 5000)
    [short] = tokens_of("9" * 60)
    assert (long.kind, long.number, short.kind, short.number) == ("word", 0, "number", Fraction("9" * 60))
    assert number("9" * 5000) == "9" * 5000


@pytest.mark.parametrize("digits", [330, 5000])
def test_a_paper_with_very_long_numbers_is_read(extractor: Extractor, digits: int) -> None:
    nines, eights = "9" * digits, "8" * digits
    text = (
        f"# Methods\n\nWe trained our network for {nines} epochs, 1e{nines} and a rate of 0.{nines}.\n\n"
        f"The data set has {nines} images.\n\nTable 1. Settings\n\nEpoch   Rate\n{nines}   0.1\n{eights}   0.2\n\n"
        f"# Results\n\nWe trained our network for {eights} epochs. The data set has {eights} images.\n"
    )
    report = extractor.read_text(text)
    assert len(report.answers) == 28
    assert dump_line(to_dict(report))
