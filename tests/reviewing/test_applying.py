"""Records with the values of readers."""

from __future__ import annotations

import json

import jsonschema
import pytest
from reviewed_paper import GPU, SHA, act, failure, record

from dlextract.reviewing import Act, fold
from dlextract.reviewing.applying import cells_of, homeless, reviewed
from dlextract.writing import schema_text

SHORT = "2 × NVIDIA TITAN X (training)"
REVIEW = {"who": "anna", "when": "2026-03-01T10:00:00.000Z", "how": "page"}


def after(*acts: Act) -> dict:
    new = reviewed(record(), fold(acts))
    jsonschema.validate(new, json.loads(schema_text()))
    return new


def hardware(*acts: Act) -> dict:
    return after(*acts)["answers"][0]


def test_without_acts_all_is_the_tools() -> None:
    new = after()
    assert {one.pop("by") for one in (*new["facts"], *new["answers"])} == {"tool"}
    assert new == record()


def test_an_accepted_answer_stands_and_is_the_readers() -> None:
    told = hardware(act("accept", value=SHORT, tool=SHORT, note="sure"))
    assert told == {
        **record()["answers"][0],
        "confidence": 1.0,
        "by": "reader",
        "review": {**REVIEW, "verdict": "accept", "note": "sure"},
    }


def test_a_corrected_answer_has_the_readers_value_and_place() -> None:
    told = hardware(act("edit", value="3 × Titan X", tool=SHORT, page=3, quote="Three cards.", boxes=((1, 2, 3, 4),)))
    assert (told["stated"], told["short"], told["text"], told["by"]) == (True, "3 × Titan X", "3 × Titan X", "reader")
    assert told["evidence"] == [{"page": 3, "quote": "Three cards.", "boxes": [[1, 2, 3, 4]]}]


def test_a_place_of_the_tool_that_the_reader_chose_stays_whole() -> None:
    place = record()["answers"][0]["evidence"][0]
    told = hardware(act("edit", value="2 cards", tool=SHORT, page=2, quote=place["quote"]))
    assert told["evidence"] == [place]


def test_what_is_really_not_stated() -> None:
    told = hardware(act("absent", tool=SHORT))
    assert (told["stated"], told["short"], told["evidence"], told["facts"]) == (False, "not stated", [], [])


def test_what_was_missed_is_stated() -> None:
    told = after(act("missed", "randomness", value="seed 1", page=3, quote="We fix seed 1."))["answers"][1]
    assert (told["stated"], told["short"], told["evidence"][0]["page"]) == (True, "seed 1", 3)
    assert "searched" not in told


def test_a_rejected_answer_is_no_longer_stated_and_says_why() -> None:
    told = hardware(act("reject", reason="wrong role", tool=SHORT))
    assert (told["stated"], told["short"]) == (False, "rejected (wrong role)")
    assert told["review"]["reason"] == "wrong role"


def test_a_wrong_place_takes_the_place_and_leaves_the_value() -> None:
    told = hardware(act("reject", reason="wrong place", value=SHORT, tool=SHORT))
    assert (told["stated"], told["short"], told["evidence"]) == (True, SHORT, [])


def test_a_rejected_fact_is_gone_from_facts_and_answers() -> None:
    new = after(act("reject", GPU, reason="wrong value", tool="NVIDIA TITAN X"))
    assert new["facts"] == []
    assert new["answers"][0]["facts"] == []


def test_a_corrected_fact() -> None:
    [fact] = after(act("edit", GPU, value="TITAN Xp", tool="NVIDIA TITAN X"))["facts"]
    assert (fact["value"], fact["label"], fact["by"], len(fact["evidence"])) == ("TITAN Xp", "GPU", "reader", 1)


def test_a_fact_that_only_the_reader_knows() -> None:
    missed = act("missed", "RANDOM_SEED=7 @ stage 2", value="7", page=3, quote="Seed 7.", words="7", role="training")
    fact = after(missed)["facts"][1]
    assert (fact["id"], fact["label"], fact["value"], fact["scope"]) == ("r2", "RANDOM_SEED", "7", "stage 2")
    assert (fact["roles"], fact["evidence"][0]["quote"], fact["by"]) == (["training"], "Seed 7.", "reader")


@pytest.mark.parametrize(
    ("one", "said", "changed"),
    [
        (act("accept", value="1 card", tool="1 card"), "1 card", f"the tool now says {SHORT!r}"),
        (act("edit", value="1 card", tool=None), "1 card", f"the tool now says {SHORT!r}"),
        (
            act("accept", value=SHORT, tool=SHORT, page=9, quote="Gone."),
            SHORT,
            "the sentence that was accepted is no longer among the evidence",
        ),
        (act("accept", value=SHORT, tool=SHORT), SHORT, None),
        (act("edit", value="1 card", tool=SHORT), "1 card", None),
    ],
)
def test_a_new_version_never_overwrites_a_reader_and_what_it_changed_is_said(
    one: Act, said: str, changed: str | None
) -> None:
    old = Act(**{**{name: getattr(one, name) for name in one.__slots__}, "fingerprint": "1.1 sha256:old none"})
    told = hardware(old)
    assert (told["short"], told["review"].get("changed")) == (said, changed)


def test_a_fact_that_a_new_version_no_longer_finds_stays_the_readers() -> None:
    gone = act("accept", "GPU=Tesla K80", value="Tesla K80", tool="Tesla K80", fingerprint="1.1 sha256:old none")
    fact = after(gone)["facts"][1]
    assert (fact["value"], fact["review"]["changed"]) == ("Tesla K80", "the tool no longer finds this")


def test_acts_that_no_record_has_a_place_for() -> None:
    fact, question = act("accept", "GPU=K80", value="K80"), act("edit", "colour", value="red")
    other = act("absent", paper="f" * 64)
    acts = fold([act("absent"), fact, question, other])
    assert homeless(cells_of(record()), acts) == [question, other]


def test_papers_that_were_not_read_stay_as_they_are() -> None:
    assert reviewed(failure(), fold([act("absent", paper=SHA)])) == failure()
