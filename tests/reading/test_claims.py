"""What authors answered in forms that are printed in their papers."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from dlextract.reading import read_text
from dlextract.reading.claims import read_claims
from dlextract.records import Paper, Section

Headings = Mapping[str, tuple[str, ...]]
Row = tuple[str, str, str, str, str]

BODY = "Naming beetles\n\nAbstract\nWe name beetles.\n\n1 Method\nThe net is trained with SGD.\n\n"


def claims(form: str, headings: Headings) -> list[Row]:
    paper = read_text(BODY + form, source="-", headings=headings)
    for claim in paper.claims:
        assert claim.page == 1
        assert claim.said in " ".join(paper.text[claim.start : claim.end].split())
    return [(claim.number, claim.title, claim.question, claim.answer, claim.said) for claim in paper.claims]


@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_question_answer_and_justification(gap: str, headings: Headings) -> None:
    form = gap.join(
        (
            "Beetle Paper Checklist\n",
            "1. Error bars",
            "Question: Does the paper report bars over several seeds?",
            "Answer: [Yes]",
            "Justification: We ran each net with 5 seeds.",
            "Guidelines:",
            "• The answer NA means that nothing was run.",
            "2. Compute Resources",
            "Question: For each run, is the GPU named? Its memory?",
            "Answer: [No]",
            "Justification: It belongs to the museum.",
            "Guidelines:",
            "• Say whether it is a GPU.",
            "3. Safeguards",
            "Question: Are there any?",
            "Answer: [N/A]",
            "Justification: [N/A]",
        )
    )
    assert claims(form, headings) == [
        ("1", "Error bars", "Does the paper report bars over several seeds?", "yes", "We ran each net with 5 seeds."),
        (
            "2",
            "Compute Resources",
            "For each run, is the GPU named? Its memory?",
            "no",
            "It belongs to the museum.",
        ),
        ("3", "Safeguards", "Are there any?", "na", ""),
    ]


def test_answers_behind_questions(headings: Headings) -> None:
    form = (
        "Checklist\n\n1. For all authors...\n(a) Do the claims reflect the scope? [Yes]\n"
        "(b) Did you tell the limits? [No] We will.\n2. If you ran any...\n(a) Did you include the code? [N/A]\n"
    )
    assert claims(form, headings) == [
        ("a", "", "Do the claims reflect the scope?", "yes", ""),
        ("b", "", "Did you tell the limits?", "no", "We will."),
        ("a", "", "Did you include the code?", "na", ""),
    ]
    form = "Beetle Checklist\n\nA1. Did you tell the limits? Section 7\n\nC1. Did you name the GPU? Left blank.\n"
    assert claims(form, headings) == [
        ("A1", "", "Did you tell the limits?", "yes", "Section 7"),
        ("C1", "", "Did you name the GPU?", "", ""),
    ]


def test_marks_before_questions(headings: Headings) -> None:
    form = (
        "Beetle Checklist\n\n✓ A1. Did you tell the limits? Section 7\n\n"
        "✓ A2. Did you tell the size of the data? Even for usual data, give the number of examples. Appendix B\n\n"
        "B ✗ Did you ask people? Left blank.\n\n✗ B1. Did you pay them? No response.\n"
    )
    assert claims(form, headings) == [
        ("A1", "", "Did you tell the limits?", "yes", "Section 7"),
        ("A2", "", "Did you tell the size of the data?", "yes", "Appendix B"),
        ("B", "", "Did you ask people?", "no", ""),
        ("B1", "", "Did you pay them?", "no", ""),
    ]


def test_answers_in_brackets(headings: Headings) -> None:
    form = (
        "Reproducibility Checklist\n1.1 The paper says which seeds are set (yes)\n1.2 The GPU models are listed (NA)\n"
    )
    assert claims(form, headings) == [
        ("1.1", "The paper says which seeds are set", "", "yes", ""),
        ("1.2", "The GPU models are listed", "", "na", ""),
    ]
    form = (
        "Reproducibility Checklist\n4.1 All code is in an appendix (yes/partial/no) yes\n"
        "4.2 The paper lists all settings (yes/partial/no/NA) partial\n"
    )
    assert claims(form, headings) == [
        ("4.1", "All code is in an appendix", "", "yes", ""),
        ("4.2", "The paper lists all settings", "", "partial", ""),
    ]


def test_lines_with_bullets_or_dots_behind_their_numbers(headings: Headings) -> None:
    form = (
        "Reproducibility Checklist\nThis paper:\n• Says which seeds are set (yes/partial/no/NA) yes\n"
        "• Lists GPUs (yes/no) no\n"
    )
    assert claims(form, headings) == [("", "Says which seeds are set", "", "yes", ""), ("", "Lists GPUs", "", "no", "")]
    form = (
        "Reproducibility Checklist\n1.1. All code is in an appendix (yes/no) yes\n"
        "1.2. Settings are listed (yes/no/NA): NA\n"
    )
    assert claims(form, headings) == [
        ("1.1", "All code is in an appendix", "", "yes", ""),
        ("1.2", "Settings are listed", "", "na", ""),
    ]


@pytest.mark.parametrize("gap", [": ", " – ", ". ", ": ["])
def test_answers_behind_what_is_asked(headings: Headings, gap: str) -> None:
    end = "]" if "[" in gap else ""
    form = (
        f"Reproducibility Checklist\n1.1 All code is in an appendix{gap}yes{end}. See Section 2.\n"
        f"1.2 Settings are listed{gap}NA{end}\n\n1.3 Is the GPU named? No\n"
    )
    assert claims(form, headings) == [
        ("1.1", "All code is in an appendix", "", "yes", "See Section 2."),
        ("1.2", "Settings are listed", "", "na", ""),
        ("1.3", "", "Is the GPU named?", "no", ""),
    ]


def test_answers_behind_lines_without_numbers(headings: Headings) -> None:
    form = "Beetle Checklist\n\nCode is in an appendix: yes\n\nGPUs are named: partial\n\n• Settings are listed: N/A\n"
    assert claims(form, headings) == [
        ("", "Code is in an appendix", "", "yes", ""),
        ("", "GPUs are named", "", "partial", ""),
        ("", "Settings are listed", "", "na", ""),
    ]


def test_answers_in_cells() -> None:
    rows = (
        "#\tQuestion\tAnswer\tWhere",
        "1\tIs code given?\tYes\tSection 2",
        "2\tSeeds are set\tNo\t",
        "3\tGPUs are named\tNA",
    )
    title = "Beetle Checklist\n"
    text = title + "\n".join(rows) + "\n"
    form = Section(0, len(title), len(text), title.strip(), "checklist")
    paper = Paper("test", "", text, sections=(form,))
    assert [(claim.number, claim.title, claim.question, claim.answer, claim.said) for claim in read_claims(paper)] == [
        ("1", "", "Is code given?", "yes", "Section 2"),
        ("2", "Seeds are set", "", "no", ""),
        ("3", "GPUs are named", "", "na", ""),
    ]


def test_a_list_with_colons_is_no_form(headings: Headings) -> None:
    assert claims("Checklist\n\n1. Ponds: none\n2. Beetles: no more than two\n3. Nets: yes, many\n", headings) == []


def test_a_letter_alone_is_a_number(headings: Headings) -> None:
    form = "Beetle Checklist\n\nA1. Did you tell the limits? Section 7\n\nB. Did you make beetles? Section 3\n"
    assert claims(form, headings) == [
        ("A1", "", "Did you tell the limits?", "yes", "Section 7"),
        ("B", "", "Did you make beetles?", "yes", "Section 3"),
    ]


def test_a_paper_without_a_form_claims_nothing(headings: Headings) -> None:
    assert claims("2 Results\nDid beetles fly? Yes. Did they land? No.\n", headings) == []


def test_a_hostile_form_is_read_quickly(headings: Headings) -> None:
    form = "Checklist\n\n" + "(a) Did you do it? [Yes] " * 5000
    assert len(claims(form, headings)) == 200


def test_a_form_in_which_nothing_is_asked_claims_nothing(headings: Headings) -> None:
    form = "Beetle Checklist\n\nQuestion: Claims\nGuidelines: Say so.\nJustification: They hold.\n"
    assert claims(form, headings) == []


@pytest.mark.parametrize(
    "line",
    [
        "Beetle Checklist\n\n1. Claims\nQuestion: Is it so?\nAnswer: [Yes]\nJustification: Yes.\n\n",
        "Beetle Checklist\n\nQuestion: Is it so?\nAnswer: [Yes]\n\nReferences\n\n",
        "Answer: [Yes]\n",
    ],
)
def test_many_forms_and_answers_are_read_in_time_that_grows_with_the_text(headings: Headings, line: str) -> None:
    text = "Beetle Checklist\n\nQuestion: Is it so?\n" + line * (60_000 // len(line))
    began = time.process_time()
    claims(text, headings)
    assert time.process_time() - began < 3  # it was 5 s and more
