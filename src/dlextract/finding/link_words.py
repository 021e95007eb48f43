"""The small words of statements: what links a name with its value, and what tells that a value is another's."""

from __future__ import annotations

from ..words import WordList, WordRegex

LINKS = WordList("statement_links")
"""Words and marks that may stand between a name and its value."""

SET_LINKS = WordList("statement_set_links")
"""What links a name with a list or a range, not with one value."""

OWNERS = WordList("statement_owners")
"""Words between a name and what it belongs to: "for" the decoder."""

COPULAS = WordList("statement_copulas")
"""Verbs between a name with what it belongs to and the value."""

NO_VALUE_AFTER = WordList("statement_no_value_after")
"""Words before the number of a thing: "Table 3", "version 2"."""

CHOICES = WordList("statement_choices")
"""Words between what was searched and what was taken."""

TAKEN = WordRegex("statement_taken")
"""Right behind a value that was taken: "did best"."""

HENCE = WordList("statement_hence")
"""What came of an earlier value."""

SCOPES = WordList("statement_scopes")
"""Words that say what a value belongs to."""

LATER = WordList("statement_later")

PARTS = WordList("statement_parts")
"""What parts two values of one name."""

VERBS = WordList("statement_verbs")
"""Words that end in s and are no nouns that a number counts."""

SEARCHED = WordRegex("statement_searched")
"""Words that tell that several values were tried."""

CONTRAST = WordRegex("statement_contrast")
"""How a sentence begins that sets others' choice against the authors' own."""

CHANGED = WordRegex("statement_changed")
"""Words that say that a setting has another value than elsewhere."""

BY_HOW_MUCH = WordRegex("statement_by_how_much")
"""What stands before a name whose value is changed by the number behind it."""

IN_CASE = WordRegex("statement_in_case")
"""What a value belongs to, in brackets behind it."""

NUMERIC = WordRegex("statement_numeric")
"""Something that may be a number."""

RATE = WordRegex("schedule_rate")
"""A learning rate."""

RATE_DOWN, RATE_UP = WordRegex("schedule_down"), WordRegex("schedule_up")
"""Verbs of a rate that falls, and of one that grows."""
