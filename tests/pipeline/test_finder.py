"""What the rules find in a text, and what they leave."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import spacy

from dlextract.build import build_pipeline
from dlextract.deciding.find_settler import FindSettler
from dlextract.doc_keys import FINDS, MENTIONS, SECTIONS, SKIP, WARNINGS
from dlextract.knowledge import Knowledge, Pattern, Place, Rule
from dlextract.patterns import load_knowledge
from dlextract.pipeline.finder import PatternFinder
from dlextract.records import Mention


def knowledge(tmp_path: Path, text: str) -> Knowledge:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    return load_knowledge([tmp_path])


def read(known: Knowledge, text: str, **user_data: Any) -> tuple[Mention, ...]:
    nlp = build_pipeline(known)
    doc = nlp.make_doc(text)
    doc.user_data.update({f"dlextract.{key}": value for key, value in user_data.items()})
    doc = nlp(doc)
    assert doc.text == text
    mentions: tuple[Mention, ...] = doc.user_data[MENTIONS]
    return mentions


def printed(mentions: Iterable[Mention], text: str) -> list[tuple[str, str]]:
    return [(m.label, text[m.start : m.end]) for m in mentions]


def test_terms_and_regexes(tmp_path: Path) -> None:
    known = knowledge(
        tmp_path,
        "ARCHITECTURE:\n  terms: {U-Net: [Unet]}\n"
        "LEARNING_RATE:\n  value: number\n  regex:\n"
        "    - '(?i)learning rate of (?P<value>\\d\\S*\\d)(?: for (?P<scope>\\w+))?(?: with (?P<schedule>\\w+))?'\n",
    )
    text = "We train UNet. A learning rate of 0.1 for fine with decay was used."
    assert read(known, text) == (
        Mention("ARCHITECTURE", 9, 13, "U-Net", "x.yaml:ARCHITECTURE"),
        Mention("LEARNING_RATE", 34, 37, "", "x.yaml:LEARNING_RATE.rule_1", "fine", (("schedule", "decay"),)),
    )


def test_a_listed_spelling_wins_over_a_shorter_name_with_a_suffix(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "X:\n  terms: {Ages: [Ages-30], Kites: []}\n  extend: '-\\d+'\n")
    assert [mention.value for mention in read(known, "On Ages-30 and Kites-360.")] == ["Ages", "Kites-360"]


def test_a_value_group_that_matches_several_times(tmp_path: Path) -> None:
    known = knowledge(
        tmp_path,
        "BATCH_SIZE:\n  regex:\n"
        "    - {regex: 'from \\{(?:(?P<value>\\d+),? ?)+\\}', status: searched, kind: integer}\n",
    )
    text = "Batch sizes from {16, 32, 64} were tried."
    mentions = read(known, text)
    assert printed(mentions, text) == [("BATCH_SIZE", "16"), ("BATCH_SIZE", "32"), ("BATCH_SIZE", "64")]
    assert {(m.hint, m.kind) for m in mentions} == {("searched", "integer")}


def test_a_fixed_value_and_a_match_without_a_group(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "SCHEDULE:\n  regex: [{regex: 'cosine \\w+', value: cosine, attributes: {a: b}}]\n")
    assert read(known, "With cosine annealing.") == (
        Mention("SCHEDULE", 5, 21, "cosine", "x.yaml:SCHEDULE.rule_1", attributes=(("a", "b"),)),
    )


def test_regexes_stay_inside_sentences(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "X:\n  regex: ['learning.*?rate', '^Adam$']\n")
    text = "Deep learning. The rate is low.\nAdam\nlearning a rate"
    assert printed(read(known, text), text) == [("X", "Adam"), ("X", "learning a rate")]


def test_unless_and_when(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "X:\n  terms: [dropout]\n  unless: ['forest']\n  when: ['rate', 'layer']\n")
    text = "A dropout layer. Forest dropout rate. Random forest dropout rate. A dropout."
    assert [m.start for m in read(known, text)] == [2, 24]


def test_attributes(tmp_path: Path) -> None:
    known = knowledge(
        tmp_path,
        "GPU:\n  terms: [V100]\n  attributes:\n"
        "    count: ['(?P<value>\\w+) ⟦⟧', 'never']\n    memory: ['⟦⟧ (?:GPUs )?with (?P<value>\\d+ +GB)']\n"
        "    year: ['in (?P<value>\\d{4})']\n",
    )
    text = "We used four V100 GPUs with 16  GB in 2019 and one V100."
    assert [m.attributes for m in read(known, text)] == [
        (("count", "four"), ("memory", "16 GB"), ("year", "2019")),
        (("count", "one"), ("year", "2019")),
    ]


def test_sections(tmp_path: Path) -> None:
    known = knowledge(
        tmp_path,
        "A:\n  terms: [Adam]\n  sections: [methods]\nB:\n  terms: [Adam]\n  sections: {not: [methods]}\n",
    )
    text = "Adam. Adam. Adam."
    sections = [(0, 6, "abstract"), (6, 12, "methods")]
    assert [(m.label, m.start) for m in read(known, text, sections=sections)] == [("B", 0), ("A", 6), ("B", 12)]
    assert SECTIONS == "dlextract.sections"


def test_skipped_stretches(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "A:\n  terms: [Adam]\n  regex: ['by SGD']\n")
    text = "Adam by SGD. Adam and\nby SGD. Adam."
    assert [m.start for m in read(known, text, skip=[(13, 30)])] == [0, 5, 30]
    assert SKIP == "dlextract.skip"


def test_a_slow_regex_is_given_up_with_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.pipeline.finder.MATCH_SECONDS", 0.05)
    known = knowledge(tmp_path, "A:\n  regex: ['(?:a|aa)+b', 'c+']\n  unless: ['(?:x|xx)+y']\n")
    nlp = build_pipeline(known)
    doc = nlp("a" * 60 + " b. ccc " + "x" * 60 + " y.")
    assert [m.start for m in doc.user_data[MENTIONS]] == [64]
    first, second = doc.user_data[WARNINGS]
    assert first == (
        "patterns/x.yaml:2:11: A: this regex took more than 0.05 s on one sentence and was left out for this paper."
    )
    assert second == "patterns/x.yaml:1:1: A: '(?:x|xx)+y' took more than 0.05 s and was left out for this paper."
    assert nlp("ccc.").user_data[MENTIONS]


def test_a_broken_shipped_regex_is_left_out_with_a_warning() -> None:
    pattern = Pattern("A", "x.yaml:A", Place("x.yaml", 1, 1), rules=(Rule("(a", Place("x.yaml", 2, 3)),))
    known = Knowledge({"A": pattern}, (), (), {}, "sha256:0")
    doc = build_pipeline(known)("a")
    assert doc.user_data[WARNINGS] == ["x.yaml:2:3: A: no regex: missing ) at position 2. It was left out."]


def test_spans_lie_on_tokens(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "A:\n  terms: [U-Net]\n  regex: ['(?P<value>\\d+)M']\n")
    doc = build_pipeline(known)("The U-Net has 12M weights.")
    assert [(span.text, span.label_) for span in doc.spans["dlextract"]] == [("U-Net", "A"), ("12M", "A")]
    assert [(m.start, m.end) for m in doc.user_data[MENTIONS]] == [(4, 9), (14, 16)]


def test_no_text_and_no_patterns(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "A:\n  terms: [x]\n")
    assert read(known, "") == ()
    assert read(known, " \n ") == ()
    doc = PatternFinder()(spacy.blank("en")("We used x."))
    assert doc.user_data[FINDS] == ()
    assert FindSettler()(doc).user_data[MENTIONS] == ()


def test_case_that_changes_the_length_of_the_text(tmp_path: Path) -> None:
    known = knowledge(tmp_path, "A:\n  regex: ['(?i)learning (?P<value>\\w+)']\n")
    text = "İİİ ß LEARNING rate"
    assert printed(read(known, text), text) == [("A", "rate")]


def test_finds_of_own_folders_name_them(tmp_path: Path) -> None:
    (tmp_path / "shipped").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "shipped" / "a.yaml").write_text("A:\n  terms: [Adam]\n  regex: [SGD]\n", encoding="utf-8")
    (tmp_path / "mine" / "b.yaml").write_text("A+:\n  terms: [Lion]\n  regex: [RMSprop]\n", encoding="utf-8")
    known = load_knowledge([tmp_path / "shipped", tmp_path / "mine"])
    assert [m.found_by for m in read(known, "Adam, SGD, Lion, RMSprop")] == [
        "a.yaml:A",
        "a.yaml:A.rule_1",
        "mine/b.yaml:A",
        "mine/b.yaml:A.rule_1",
    ]


@pytest.mark.slow
def test_as_a_component_of_another_pipeline(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("MOTH:\n  terms: [Autographa gamma]\n", encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("dlextract_patterns", config={"patterns": [str(tmp_path)]})
    doc = nlp("One Autographa gamma came. We trained on an NVIDIA V100.")
    assert {("Autographa gamma", "MOTH"), ("NVIDIA V100", "GPU")} <= {
        (s.text, s.label_) for s in doc.spans["dlextract"]
    }
    (tmp_path / "model").mkdir()
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    doc = again("An Autographa gamma.")
    assert [span.text for span in doc.spans["dlextract"]] == ["Autographa gamma"]
