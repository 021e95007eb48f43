"""What reads like a sentence, and what is a heading, a formula or a row of a table."""

from __future__ import annotations

_LEAST_WORDS = 6


def is_prose(sentence: str) -> bool:
    """Tell whether ``sentence`` reads like one; in headings, formulas and table rows a trained model guesses."""
    words = sentence.split()
    return len(words) >= _LEAST_WORDS and sum(word.isalpha() and word.islower() for word in words) >= len(words) / 2
