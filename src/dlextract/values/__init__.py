"""Printed values to normalised ones; pure functions, no stage."""

from .printed import format_number, normalise, number_words, parse_number, parse_ratio, split_list

__all__ = ["format_number", "normalise", "number_words", "parse_number", "parse_ratio", "split_list"]
