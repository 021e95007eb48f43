"""Used or only mentioned, by all finds of a thing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judged import weights_for

from dlextract.candidates import Candidate, Verdict
from dlextract.judging.bench import Judges
from dlextract.judging.segments import Segment
from dlextract.judging.status import STATUS, rows
from dlextract.knowledge import Knowledge
from dlextract.records import Evidence, Fact, Mention, Page, Paper

NOTHING = Knowledge({}, (), (), {}, "")
TEXT = "We train MothNet. OwlNet [3] is known."
PAPER = Paper("p.pdf", "", TEXT, title="MothNet: moths", pages=(Page(1, 0, len(TEXT)),))
LINES = (Segment(0, 18, TEXT[:18]), Segment(18, 38, TEXT[18:]))


def make_find(start: int, end: int, odds: float, section: str = "methods") -> Candidate:
    verdict = Verdict("used" if odds >= 0 else "mentioned", 0.7, "cue", (), odds)
    sentence = (0, 18) if start < 18 else (18, 38)
    mention = Mention("ARCHITECTURE", start, end, "", "ner:dl_ner", score=0.6)
    return Candidate(
        mention,
        text=TEXT[start:end],
        value=TEXT[start:end],
        verdict=verdict,
        section=section,
        start=sentence[0],
        end=sentence[1],
        confidence=0.5,
    )


MOTH, OWL = make_find(9, 16, 1.0), make_find(18, 24, -1.5, "related_work")


def make_fact(find: Candidate, status: str, **more: object) -> Fact:
    at = find.mention.start
    piece = Evidence(1, at, find.mention.end, TEXT[find.start : find.end], find.start, find.section, "ner:dl_ner")
    return Fact("", "ARCHITECTURE", find.text, find.value, status, confidence=0.7, evidence=(piece,), **more)


def test_rows_say_what_the_finds_of_a_thing_have_in_common() -> None:
    facts = [make_fact(MOTH, "used"), make_fact(OWL, "mentioned")]
    moth, owl = rows(facts, [MOTH, OWL], PAPER, LINES, None, NOTHING)
    said = [{name: float(value) for name, value in zip(STATUS, row, strict=True) if value} for row in (moth, owl)]
    assert (said[0]["cues in all"], said[1]["cues in all"]) == (1.0, -1.5)
    assert "part of the title" in said[0] and "part of the title" not in said[1]
    assert "first person beside it" in said[0] and "first person beside it" not in said[1]
    assert (said[0].get("cited each time", 0), said[1]["cited each time"]) == (0, 1)
    assert said[1]["in related work"] == said[0]["in methods"] == pytest.approx(0.693, abs=0.001)
    assert said[0]["certainty of the trained model"] == 0.6


def test_the_sum_decides_and_says_what_spoke_most_for_it() -> None:
    weights = weights_for({}, LINES)  # the sum of the cues alone
    facts = [make_fact(MOTH, "mentioned", reason="cited"), make_fact(OWL, "used", reason="own")]
    (moth, moth_steps), (owl, owl_steps) = Judges(weights).settle(facts, [MOTH, OWL], PAPER, LINES, None, NOTHING)
    assert (moth.status, moth.confidence, moth.reason) == ("used", 0.731, "cues in all")
    assert (owl.status, owl.confidence, owl.reason) == ("mentioned", 0.818, "cues in all")
    assert [(step.name, step.effect) for step in (*moth_steps, *owl_steps)] == [
        ("status judge", "decides: used 0.73 = +1.0 cues in all"),
        ("networks judge", "main, not component: +0.0 = "),
        ("status judge", "decides: mentioned 0.82 = -1.5 cues in all"),
    ]


@pytest.mark.parametrize(("label", "status", "chance"), [("ARCHITECTURE", "mentioned", 0.599), ("GPU", "used", 0.401)])
def test_the_cues_decide_for_devices_and_the_sum_says_how_sure_they_are(label: str, status: str, chance: float) -> None:
    find = make_find(9, 16, -0.4)
    find = replace(find, mention=replace(find.mention, label=label))
    fact = replace(make_fact(find, "used"), label=label)
    ((settled, steps),) = Judges(weights_for({}, LINES)).settle([fact], [find], PAPER, LINES, None, NOTHING)
    assert (settled.status, settled.confidence) == (status, chance)
    assert [step.effect.split(":")[0] for step in steps] == ["decides" if label == "ARCHITECTURE" else "says how sure"]


@pytest.mark.parametrize("status", ["searched", "negated"])
def test_what_is_searched_over_or_negated_stays_so(status: str) -> None:
    fact = make_fact(MOTH, status)
    assert Judges(weights_for({}, LINES)).settle([fact], [MOTH], PAPER, LINES, None, NOTHING) == ((fact, ()),)


def test_a_doubt_about_a_value_remains() -> None:
    fact = make_fact(MOTH, "used", attributes=(("likely", "0.1"),))
    ((settled, _),) = Judges(weights_for({}, LINES)).settle([fact], [MOTH], PAPER, LINES, None, NOTHING)
    assert settled.confidence == 0.7


@pytest.mark.parametrize(("odds", "status", "chance"), [(-0.2, "used", 0.45), (-0.3, "mentioned", 0.574)])
def test_the_verdict_of_the_cues_stands_where_the_sum_hardly_leans(odds: float, status: str, chance: float) -> None:
    find = make_find(9, 16, odds)
    ((settled, (step, *_)),) = Judges(weights_for({}, LINES)).settle(
        [make_fact(find, "used")], [find], PAPER, LINES, None, NOTHING
    )
    assert (settled.status, settled.confidence) == (status, chance)
    assert step.effect.split(":")[0] == ("says how sure" if odds == -0.2 else "decides")
