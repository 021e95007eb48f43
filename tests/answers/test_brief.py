"""A sentence as a cell of a table says it, in fewer words and in their order."""

from __future__ import annotations

import pytest

from dlextract.answers.brief import brief
from dlextract.answers.options import Options
from dlextract.knowledge import Knowledge
from dlextract.patterns import load_knowledge
from dlextract.regexes import Limited
from dlextract.resources import shipped
from dlextract.words import using


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge([shipped("patterns")])


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The masks were drawn by hand.", "masks drawn by hand"),
        ("All goats were washed.", "washed"),
        ("All goats were first washed and then combed with oil.", "first washed and then combed with oil"),
        ("We then cut all bells, and they were kept.", "cut all bells, and they were kept"),
        ("We can hear bells.", "We can hear bells"),
        ("In this study, we rang bells (Hill et al., 2011; Dale, 2012).", "rang bells"),
        ("We kept the (Hill et al., 2011) bell of (Dale, 2012).", "kept the (Hill et al., 2011) bell of (Dale, 2012)"),
        ("We rang the Tuned Bell (BELL 2018).", "rang the Tuned Bell (BELL 2018)"),
        ("Bells were counted, and the ropes were cut.", "Bells counted, and the ropes cut"),
        ("Across both hills, bells are rung twice.", "Across both hills, bells are rung twice"),
        ("Across both hills, bells are tuned twice.", "Across both hills, bells tuned twice"),
        ("Ropes that were torn were cut.", "Ropes that were torn were cut"),
        ("When bells were tuned, ropes were old.", "When bells were tuned, ropes were old"),
        ("The set has bells, and were cut from brass.", "The set has bells, and were cut from brass"),
        ("The bells were washed, and were then tuned.", "bells washed, and then tuned"),
        ("The bells were washed in oil and were tuned.", "bells washed in oil and tuned"),
        ("These were cut.", "These were cut"),
        ("These ropes were cut.", "These ropes cut"),
        ("The ropes are long.", "The ropes are long"),
        ("All goats were fed. They were then shorn and combed.", "fed. They were then shorn and combed"),
        ("All goats were fed. They were then combed.", "fed; then combed"),
    ],
)
def test_what_a_cell_does_not_need_is_left_out(knowledge: Knowledge, sentence: str, said: str) -> None:
    with using(knowledge.words):
        assert brief(sentence, Options(subjects=Limited("(?i)all goats"))) == said
