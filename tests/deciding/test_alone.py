"""Finds of rules where the trained NER has read and found nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from dlextract.candidates import Find, Step, fresh, standing
from dlextract.deciding.alone import FIXED, Doubt, JoiningCurves, joining_curves
from dlextract.deciding.edges import Edges
from dlextract.deciding.find_settler import FindSettler, own_ids
from dlextract.deciding.joining import join
from dlextract.doc_keys import FINDS, MENTIONS, SHARE_OF
from dlextract.errors import ModelError
from dlextract.knowledge import Knowledge, Pattern, Place, Rule, Traits
from dlextract.records import Mention

CURVES = JoiningCurves({"TASK": (1.0, 1.0)}, {"TASK": 0.4})
TASK = Mention("TASK", 0, 9, "", "tasks.yaml:TASK")


def test_a_find_of_a_rule_with_a_small_share_is_doubtful() -> None:
    assert CURVES.doubt(TASK, lambda *_: 0.01) == Doubt(
        0.027, "chance 0.027: the trained model has read it and gives these words 0.01"
    )
    assert CURVES.doubt(TASK, lambda *_: 0.3) is None
    assert CURVES.doubt(TASK, lambda *_: 0.0) is not None


def test_nothing_is_doubted_that_was_not_read_or_not_measured() -> None:
    assert CURVES.doubt(TASK, lambda *_: None) is None
    assert CURVES.doubt(TASK, None) is None
    assert CURVES.doubt(Mention("GPU", 0, 9, "", "x"), lambda *_: 0.0) is None
    assert FIXED.doubt(TASK, lambda *_: 0.0) is None


def test_doubts_count_where_no_entity_speaks_for_the_name() -> None:
    text = "detection and detection or counting and counting, detection"
    finds = [Mention("TASK", at, at + size, "", "r") for at, size in ((0, 9), (14, 9), (27, 8), (40, 8), (50, 9))]
    entity = Mention("TASK", 14, 23, "", "ner:m", score=0.9)
    doubts = dict.fromkeys((0, 2, 3, 4), Doubt(0.2, "so"))
    rules = [fresh(find) for find in finds]
    found = join(rules, [entity], lambda *_: "", Edges(), {"TASK": 1}, text, doubts)
    assert [(m.start, m.score) for m in standing(found)] == [(0, 1.0), (14, 1.0), (27, 0.2), (40, 0.2), (50, 1.0)]
    assert [c.mention.start for c in found if c.steps[-1] == Step("alone", "so")] == [27, 40]


def test_a_doubtful_find_is_no_span_and_still_a_candidate() -> None:
    nlp = spacy.blank("en")
    place = Place("x", 1, 1)
    pattern = Pattern("TASK", "t.yaml:TASK", place, traits=Traits(exclusive=1))
    settler = FindSettler()
    settler.use(Knowledge({"TASK": pattern}, (), (), {}, ""), lambda *_: "", CURVES)
    doc = nlp("counting and detection")
    doc.user_data[FINDS] = tuple(Find(Mention("TASK", at, at + 8, "", "t.yaml:TASK"), 0, term="x") for at in (0, 13))
    doc.user_data[SHARE_OF] = lambda label, start, end: {0: 0.9, 13: 0.01}[start]
    settler(doc)
    assert [(span.text, span.label_) for span in doc.spans["dlextract"]] == [("counting", "TASK")]
    assert [(m.start, m.score) for m in doc.user_data[MENTIONS]] == [(0, 1.0), (13, 0.027)]


def test_what_the_user_has_written_is_not_doubted() -> None:
    place = Place("x", 1, 1)
    rules = (Rule("a", place, id="t.yaml:TASK.a"), Rule("b", place, id="mine/t.yaml:TASK.b", own=True))
    patterns = [
        Pattern("TASK", "t.yaml:TASK", place, rules=rules, own_terms={"moths": "mine/t.yaml:TASK"}),
        Pattern("CAMERA", "mine/c.yaml:CAMERA", place, own=True),
    ]
    assert set(own_ids(patterns)) == {"mine/t.yaml:TASK", "mine/t.yaml:TASK.b", "mine/c.yaml:CAMERA"}


def test_settings_of_a_model() -> None:
    assert joining_curves(None, "m") == FIXED
    written = {"alone": {"TASK": [0.4, 1]}, "least": {"TASK": 0.38}}
    assert joining_curves(written, "m") == JoiningCurves({"TASK": (0.4, 1.0)}, {"TASK": 0.38})


@pytest.mark.parametrize(
    "written",
    [[], {"other": {}}, {"alone": {"TASK": [1]}}, {"alone": {"TASK": ["a", "b"]}}, {"least": {"TASK": float("nan")}}],
)
def test_settings_that_cannot_be_read(written: object, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        joining_curves(written, str(tmp_path))
    assert str(error.value).startswith(f"{tmp_path}: dlextract_joining in meta.json cannot be read")
    assert "\n" not in str(error.value)
