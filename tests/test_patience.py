"""A regex that would take forever on a text is given up for the paper, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlextract import regexes
from dlextract.deciding.cues import Context
from dlextract.extractor import Extractor
from dlextract.finding.parameter_names import Headings
from dlextract.knowledge import Cue, Knowledge, Pattern, Place
from dlextract.reading.sections import HeadingRoles
from dlextract.records import Mention, Paper, Section

SLOW = r"(?:x|xx)+y"
LONG = "x" * 40
TEXT = f"""# A study of y and {LONG}

By Nobody

## Methods y {LONG}

The learning rate was set to 0.01 (by y), and {LONG} with a Tesla V100 by y and {LONG} were counted.

Table 1. Settings

y {LONG}   5
Batch size   16
"""

CUES = {
    scope: f"slow:\n  gives: mentioned\n  scope: {scope}\n  weight: 9\n  regex: '{SLOW}{end}'\n"
    for scope, end in {"sentence": "", "near": "", "before": "$"}.items()
} | {
    "after": f"slow:\n  gives: mentioned\n  scope: after\n  weight: 9\n  regex: '^.*{SLOW}'\n",
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regexes, "PATIENCE", 0.02)


def read(folder: Path, name: str, content: str) -> dict[str, str]:
    """Return the value of each label that a set of patterns with this file finds in the text."""
    (folder / name).write_text(content)
    report = Extractor(folder, "none").read_text(TEXT)
    return {fact.label: fact.value for fact in report.facts if fact.label in {"LEARNING_RATE", "GPU"}}


@pytest.mark.parametrize("scope", CUES)
def test_cue(scope: str, tmp_path: Path) -> None:
    assert read(tmp_path, "context.yaml", CUES[scope]) == {"LEARNING_RATE": "0.01", "GPU": "NVIDIA V100"}


@pytest.mark.parametrize("key", ["names", "when", "unless"])
def test_label(key: str, tmp_path: Path) -> None:
    label = f"BATCH_SIZE+:\n  {key}: ['{SLOW}']\n"
    assert read(tmp_path, "mine.yaml", label) == {"LEARNING_RATE": "0.01", "GPU": "NVIDIA V100"}


def test_heading_of_a_table() -> None:
    pattern = Pattern("LEARNING_RATE", "", Place("", 1, 1), table=(f"y {SLOW}", "learning rate"))
    headings = Headings(Knowledge({"LEARNING_RATE": pattern}, (), (), {}, ""))
    assert headings.label("Learning rate") is pattern
    assert headings.label(f"y {LONG}") is None
    assert headings.label("Learning rate:") is None  # the same heading in other words: what is known stays known


@pytest.mark.parametrize("scope", ["section", "paper"])
def test_cue_of_a_section_or_a_paper(scope: str) -> None:
    title = f"A study of y {LONG}"
    paper = Paper("", "", "One A100.", title=title, sections=(Section(0, 0, 9, title, "methods"),))
    cue = Cue("slow", "mentioned", scope, SLOW, Place("", 1, 1))
    mention = Mention("GPU", 4, 8, "A100", "gpu")
    assert Context([cue]).of(paper).judge(mention, 0, 9).reason == "no cue"


def test_heading_of_a_section() -> None:
    roles = HeadingRoles({"methods": (f"y {SLOW}", "ways")})
    assert [roles.role(heading) for heading in ("Ways", f"y {LONG}", "Other ways")] == ["methods", "", ""]
