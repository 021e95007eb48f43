"""A form that is printed in the paper, beside what the rest of it states."""

from __future__ import annotations

import json
from typing import Any

from dlextract.audit import Audit, as_html, as_json, as_markdown, as_text, audit, checklist, filled
from dlextract.records import Answer, Claim, Evidence, Fact, Paper
from dlextract.report import Report
from dlextract.writing import Look, to_dict

GPU = Evidence(2, 100, 104, "We used V100 cards.", 92, "methods", "hardware.yaml:GPU")
FORM = Evidence(9, 505, 509, "We used A100 cards.", 497, "appendix", "hardware.yaml:GPU")
TIME = Evidence(9, 520, 526, "It took 3 days.", 512, "appendix", "settings.yaml:TRAINING_TIME")


def claim(number: str, title: str, answer: str, said: str = "", at: int = 490) -> Claim:
    return Claim(number, title, "", answer, said, 9, at, at + 60)


def audited(*claims: Claim, hardware: bool = True) -> Audit:
    facts = (
        Fact("f1", "GPU", "V100", "V100", "used", confidence=0.9, evidence=(GPU,)),
        Fact("f2", "GPU", "A100", "A100", "used", confidence=0.9, evidence=(FORM,)),
        Fact("f3", "TRAINING_TIME", "3 days", "3 days", "used", confidence=0.9, evidence=(TIME,)),
    )
    shown = (GPU, FORM) if hardware else (FORM,)
    names = ("f1", "f2") if hardware else ("f2",)
    answer = Answer(20, "hardware", "Which?", True, "V100; A100.", names, shown, 0.9)
    paper = Paper("a.pdf", "0" * 64, "x", claims=claims)
    return audit(to_dict(Report(paper, facts, (answer,))))


def test_what_stands_in_the_form_itself_does_not_count() -> None:
    found = audited(
        claim("8", "Compute resources", "yes", "One A100 for 3 days."),
        claim("5", "Open access", "no"),
        claim("6", "Experimental setting", "yes"),
        claim("2", "Limitations", "yes"),
        claim("99", "Favourite beetle", "na"),
    )
    assert [(one.number, one.answer, one.verdict) for one in found.claims] == [
        ("8", "yes", "found in part, without time"),
        ("5", "no", "not found, as answered"),
        ("6", "yes", "not found"),
        ("2", "yes", ""),
        ("99", "na", ""),
    ]
    assert found.claims[0].finding and found.claims[0].finding.text == "machines: V100"
    assert audited(claim("8", "Compute resources", "yes"), hardware=False).claims[0].verdict == "not found"
    assert audited(claim("8", "Compute resources", "no")).claims[0].verdict == "found, though the answer is no"


def test_every_form_shows_it() -> None:
    found = audited(claim("8", "Compute resources <x>", "yes", "One A100."))
    asked = "yes: 8 Compute resources <x>"
    beside = "in the rest of the paper: found in part, without time (machines: V100)"
    text = f"\nThe paper's own form, as its authors filled it\n  {asked}\n    p. 9 One A100.\n    {beside}\n"
    look = Look(width=100)
    assert "".join(as_text([found], look)).endswith(text)
    assert "".join(map(str, filled([found], checklist(), "table", look, several=False))).endswith(text)
    row = {
        "number": "8",
        "asked": "Compute resources <x>",
        "answer": "yes",
        "said": "One A100.",
        "page": 9,
        "boxes": [],
        "item": "compute",
        "verdict": "found in part, without time",
        "text": "machines: V100",
        "evidence": [{"page": 2, "quote": "We used V100 cards.", "boxes": []}],
    }
    for pieces in (as_json([found], several=False), filled([found], checklist(), "json", look, several=False)):
        document: Any = json.loads("".join(map(str, pieces)))
        assert document["claims"] == [row]
    for pieces in (as_html([found]), filled([found], checklist(), "html", look, several=False)):
        page = "".join(map(str, pieces))
        assert "<h2>yes: 8 Compute resources &lt;x&gt;</h2>" in page
        assert f'<p class="text">I{beside[1:]}</p>' in page
    for pieces in (as_markdown([found]), filled([found], checklist(), "md", look, several=False)):
        told = "".join(map(str, pieces))
        claimed = "**yes: 8 Compute resources \\<x\\>**\n\n> [p. 9](./a.pdf#page=9): yes. One A100."
        assert f"{claimed}\n\nI{beside[1:]}\n" in told


def test_a_paper_without_a_form_has_no_such_part() -> None:
    assert audited().claims == ()
    assert "own form" not in "".join(as_text([audited()], Look()))
    assert "claims" not in json.loads("".join(as_json([audited()], several=False)))
