from __future__ import annotations

from collections.abc import Mapping

import pytest
from pdf_maker import Read, column, line

from dlextract.reading.sections import HeadingRoles, SectionRoles, bare

BODY = ["We used one network for all of the pictures here.", "It was trained with a small rate until it was good."]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("1. Introduction", "introduction"),
        ("II. RELATED WORK", "related_work"),
        ("2 | MATERIALS AND METHODS", "methods"),
        ("A B S T R A C T", "abstract"),
        ("5.2 Ablation study", "results"),
        ("Data availability statement", "availability"),
        ("Code and data availability", "availability"),
        ("REFERENCES AND NOTES", "references"),
        ("Literature Cited", "references"),
        ("Appendix A. Further experiments", "appendix"),
        ("Acknowledgments", "acknowledgements"),
        ("Experimental setup", "experiments"),
        ("Results and discussion", "results"),
        ("Conclusions and future work", "conclusion"),
        ("Limitations", "discussion"),
        ("3.2 Bird song", ""),
    ],
)
def test_roles_of_headings(headings: Mapping[str, tuple[str, ...]], heading: str, role: str) -> None:
    assert HeadingRoles(headings).role(heading) == role


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("3.1.2 Training", ("3.1.2", "Training")),
        ("IV. EVALUATION", ("IV", "EVALUATION")),
        ("A. Datasets", ("A", "Datasets")),
        ("A.1 Datasets", ("A.1", "Datasets")),
        ("1 | INTRODUCTION", ("1", "INTRODUCTION")),
        ("A new method", ("", "A new method")),
        ("Methods", ("", "Methods")),
    ],
)
def test_number_and_words(heading: str, parts: tuple[str, str]) -> None:
    assert bare(heading) == parts


def test_a_heading_without_a_known_name_belongs_to_the_section_around_it(
    headings: Mapping[str, tuple[str, ...]],
) -> None:
    roles = SectionRoles(HeadingRoles(headings))
    seen = ["1 Introduction", "2 Moths at night", "2.1 Traps", "3 Results", "3.1 Rare moths", "References", "A Traps"]
    assert [roles.next(heading) for heading in seen] == [
        "introduction",
        "methods",
        "methods",
        "results",
        "results",
        "references",
        "appendix",
    ]


def test_sections_of_a_paper(read: Read) -> None:
    paper = read(
        [
            line(150, 80, "Moths and networks", 18, "F2"),
            line(72, 120, "Abstract", 12, "F2"),
            *column(72, 136, BODY),
            line(72, 180, "1. Introduction", 12, "F2"),
            *column(72, 196, BODY),
            line(72, 240, "2. Traps and pictures", 12, "F2"),
            *column(72, 256, BODY),
            line(72, 300, "Training.", 10, "F2"),
            line(116, 300, "We trained the network for a day on one card and", 10),
            line(72, 312, "stopped when it got no better. Then we tested it.", 10),
            line(72, 340, "References", 12, "F2"),
            *column(72, 356, ["1. A. Moth. A night with moths. Journal of Moths, 2001.", "2. B. Moth. Traps. 2002."]),
            line(72, 400, "Data availability", 12, "F2"),
            *column(72, 416, ["All pictures are in the archive of the museum now."]),
        ]
    )
    assert [(section.role, section.title) for section in paper.sections] == [
        ("title", ""),
        ("abstract", "Abstract"),
        ("introduction", "1. Introduction"),
        ("methods", "2. Traps and pictures"),
        ("methods", "Training"),
        ("references", "References"),
        ("availability", "Data availability"),
    ]
    assert paper.title == "Moths and networks"
    assert paper.sections[0].start == 0 and paper.sections[-1].end == len(paper.text)
    assert all(a.end == b.start for a, b in zip(paper.sections, paper.sections[1:], strict=False))


def test_bold_words_in_references_open_no_section(read: Read) -> None:
    paper = read(
        [
            line(72, 80, "Results", 12, "F2"),
            *column(72, 96, BODY),
            line(72, 140, "References", 12, "F2"),
            line(72, 156, "Moth Letters.", 10, "F2"),
            line(140, 156, "A night with moths, by one who knows, in 2001."),
            *column(72, 168, ["And what came of it in the second year, 2002."]),
        ]
    )
    assert [section.role for section in paper.sections][-2:] == ["results", "references"]
