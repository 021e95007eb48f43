from __future__ import annotations

import pytest
from pdf_maker import Read, line


def raised(base: str, mark: str, after: str) -> list[str]:
    """Return drawings of a line whose ``mark`` is small and raised, and of a line below it."""
    first = f"BT /F1 10 Tf 72 692 Td ({base}) Tj /F1 7 Tf 4 Ts ({mark}) Tj /F1 10 Tf 0 Ts ({after}) Tj ET"
    return [first, line(72, 112, "and nothing else happens in the second line of this text.")]


@pytest.mark.parametrize(
    ("base", "mark", "after", "read_as"),
    [
        ("a learning rate of 10", "-4", " was used", "a learning rate of 10^-4 was used"),
        ("a learning rate of 5 x 10", "-4", ", then less", "a learning rate of 5 x 10^-4, then less"),
        ("an area of 5 km", "2", " in all", "an area of 5 km^2 in all"),
        ("pictures of 28", "2", " pixels", "pictures of 28^2 pixels"),
        ("with these metrics", "39", " we saw", "with these metrics we saw"),
        ("as in Table 1", "*", " we saw", "as in Table 1 we saw"),
        ("the wrong one", "4", ". Then", "the wrong one. Then"),
        (r"in all papers\)", "12", " we saw", "in all papers) we saw"),
        ("the 5", "th", " moth", "the 5th moth"),
        ("a batch of 2", "n", " moths", "a batch of 2^n moths"),
        ("the data D", "a", " are", "the data D^a are"),
        ("seen in 2012", "3", ". Then", "seen in 2012. Then"),
        ("a rate of 3.0e ", "-4", " was used", "a rate of 3.0e -4 was used"),
        ("a rate ", "1", " was used", "a rate was used"),
    ],
)
def test_exponents_are_marked_and_citation_marks_left_out(
    read: Read, base: str, mark: str, after: str, read_as: str
) -> None:
    paper = read(raised(base, mark, after))
    assert paper.text.split(" and nothing")[0] == read_as


def test_raised_characters_are_known_to_the_line(read: Read) -> None:
    paper = read(raised("a learning rate of 10", "-4", " was used"))
    start, end = paper.lines[0].superscripts[0]
    assert paper.text[start:end] == "-4"
