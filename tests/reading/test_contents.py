from __future__ import annotations

from pdf_maker import Read, column, line

TEXT = [
    "Moths come to lamps at night, and nobody knows why. We",
    "count them with a small network that was trained on the",
    "pictures of one summer, and tested on those of the next.",
]
CONTENTS = [
    "1 Introduction . . . . . . . . . . . . . . . . . . . . . 1",
    "2 Methods . . . . . . . . . . . . . . . . . . . . . . . 3",
    "2.1 ResNet-50 with early stopping . . . . . . . . . . . 4",
    "2.2 Dropout and data augmentation, and all that helps",
    "against too many parameters . . . . . . . . . . . . . . 12",
]


def roles(read: Read, *pages: list[str]) -> list[tuple[str, str]]:
    paper = read(*pages)
    return [(section.role, paper.text[section.start : section.end].split("\n")[0]) for section in paper.sections]


def test_lines_with_leaders_are_contents(read: Read) -> None:
    first = [line(72, 80, "Contents", 14, "F2"), *column(72, 110, CONTENTS)]
    second = [line(72, 80, "1 Introduction", 14, "F2"), *column(72, 110, TEXT)]
    paper = read(first, second)
    assert [(section.role, section.title) for section in paper.sections][-2:] == [
        ("contents", ""),
        ("introduction", "1 Introduction"),
    ]
    found = next(section for section in paper.sections if section.role == "contents")
    assert paper.text[found.start : found.end].strip().split("\n") == CONTENTS


def test_page_numbers_without_leaders_count_under_the_heading(read: Read) -> None:
    entries = ["Introduction 1", "Networks that count 3", "What the moths did 12"]
    front = column(72, 300, TEXT)
    listed = [line(72, 80, "Table of Contents", 14, "F2"), *column(72, 110, entries), *column(72, 200, TEXT)]
    assert ("contents", entries[0]) in roles(read, front, listed)
    other = [line(72, 80, "Traps and nights", 14, "F2"), *column(72, 110, entries), *column(72, 200, TEXT)]
    assert "contents" not in dict(roles(read, front, other))


def test_abbreviations_state_nothing_but_sentences_under_them_do(read: Read) -> None:
    short = ["CNN Convolutional neural network", "GPU Graphics processing unit", "ViT Vision transformer"]
    page = [
        line(72, 60, "Introduction", 14, "F2"),
        *column(72, 80, TEXT),
        line(72, 150, "List of Abbreviations", 14, "F2"),
        *column(72, 170, short),
        line(72, 240, "We use a CNN on one GPU in all that follows, as others did."),
    ]
    found = roles(read, page)
    assert ("contents", short[0]) in found
    assert found[-1][0] != "contents"


def test_heads_of_chapters_are_running_heads(read: Read) -> None:
    names = ["INTRODUCTION", "BACKGROUND", "METHODS", "RESULTS", "CONCLUSION"]
    pages = [
        [line(72, 50, f"CHAPTER {number}. {name}"), *column(72, 100, [f"{row} {name.lower()}" for row in TEXT])]
        for number, name in enumerate(names, 1)
    ]
    paper = read(*pages)
    assert "CHAPTER" not in paper.text
    assert {item.reason for item in paper.dropped} == {"running head"}
