"""Abbreviations and what they stand for."""

from __future__ import annotations

import pytest

from dlextract.short_forms import is_short_form, long_form, stands_for


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("DBN", "We use deterministic binary neurons ", "deterministic binary neurons"),
        ("DBN", "A deep deterministic binary net ", "deterministic binary net"),
        ("MN2", "the moth net 2 ", "moth net 2"),
        ("DBN", "binary neurons ", ""),
        ("OWL", "howl ", ""),
        ("OW", "old a b c d e f g wood ", ""),
    ],
)
def test_the_shortest_long_form_is_found(short: str, before: str, long: str) -> None:
    assert long_form(short, before) == long


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("GAMO", "Generative Adversarial Minority Oversampling", True),
        ("GAMO", "A Generative Adversarial Minority Oversampling", False),
        ("GAMX", "Generative Adversarial Minority Oversampling", False),
        ("TCON", "Tree Crown Oversampling Network", True),
        ("Tcon", "Tree Crown Oversampling Network", False),
        ("TN", "T N", False),
        ("TCN", "TreeCrownNetwork", False),
    ],
)
def test_letters_stand_for_words_in_their_order(short: str, long: str, fits: bool) -> None:
    assert stands_for(short, long) is fits


def test_a_short_form_has_two_capitals() -> None:
    assert [is_short_form(printed) for printed in ("UNet", "Unet", "unet")] == [True, False, False]
