"""Printed checklists: only the answers in them are the authors' words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dlextract.reading import read_text
from dlextract.records import SILENT_ROLES

Headings = Mapping[str, tuple[str, ...]]

BODY = "Naming beetles\n\nAbstract\nWe name beetles.\n\n1 Method\nThe net is trained with SGD.\n\n"
ANSWERED = (
    "Paper Checklist\n1. Error bars\nQuestion: Does the paper report bars over several seeds?\nAnswer: [Yes]\n"
    "Justification: We ran each net with 5 seeds.\nGuidelines:\n- State whether dropout is used.\n"
    "2. Code\nQuestion: Is the code open?\nAnswer: [No]\nJustification: It belongs to the museum.\n"
)
BARE = (
    "Reproducibility Checklist\n1.1 The paper says which seeds are set (yes)\n1.2 The GPU models are listed (no)\n"
    "1.3 New data are part of the appendix (NA)\n"
)
ASKED = (
    "Responsible NLP Checklist\nC1. Did you report the number of GPU hours?\nYes, section 1.\nC2. Did you tune?\nNo.\n"
)


def stated(text: str, headings: Headings) -> str:
    paper = read_text(text, source="-", headings=headings)
    assert [s.end for s in paper.sections[:-1]] == [s.start for s in paper.sections[1:]]
    assert all(s.start <= s.body <= s.end for s in paper.sections)
    return " ".join("".join(paper.text[s.start : s.end] for s in paper.sections if s.role not in SILENT_ROLES).split())


def test_only_answers_and_justifications_are_the_authors(headings: Headings) -> None:
    assert stated(BODY + ANSWERED, headings) == (
        "Naming beetles Abstract We name beetles. 1 Method The net is trained with SGD. "
        "[Yes] We ran each net with 5 seeds. [No] It belongs to the museum."
    )


@pytest.mark.parametrize("form", [BARE, ASKED])
def test_a_form_without_these_words_states_nothing(form: str, headings: Headings) -> None:
    assert stated(BODY + form, headings) == " ".join(BODY.split())


def test_what_comes_behind_the_checklist_is_the_authors(headings: Headings) -> None:
    text = stated(BODY + BARE + "\nAppendix A\n\nDropout was 0.5.\n", headings)
    assert text == " ".join(BODY.split()) + " Appendix A Dropout was 0.5."


def test_a_list_of_species_is_no_form(headings: Headings) -> None:
    text = "Naming beetles\n\nChecklist\n\nWe worked with the list of the country. It has 300 species (no moths).\n"
    assert stated(text, headings) == " ".join(text.split())
