"""What a paper calls its names, and what becomes of finds that it calls something else."""

from __future__ import annotations

import pytest

from dlextract.candidates import fresh
from dlextract.deciding.acronyms import definitions
from dlextract.deciding.called import called_otherwise, is_like_network
from dlextract.deciding.decide import decide
from dlextract.knowledge import Knowledge, Pattern, Place, Traits
from dlextract.records import Mention, Paper

PLACE = Place("patterns/test.yaml", 1, 1)
PATTERNS = {
    "ARCHITECTURE": Pattern("ARCHITECTURE", "test.yaml:ARCHITECTURE", PLACE),
    "DATASET": Pattern("DATASET", "test.yaml:DATASET", PLACE),
    "BATCH_SIZE": Pattern("BATCH_SIZE", "test.yaml:BATCH_SIZE", PLACE, value="integer", traits=Traits(kind="setting")),
}
KNOWLEDGE = Knowledge(patterns=PATTERNS, questions=(), cues=(), sections={}, fingerprint="")


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("We tag the entities WING, LEG-L and LEG-R by hand.", {"WING", "LEG-L", "LEG-R"}),
        ("The entity types are wings (WNG), legs (LGX) and ends of legs (LGE).", {"WNG", "LGX", "LGE"}),
        ("The OPX score rose, and OPX was high. We report OPX and QRX.", {"OPX", "QRX"}),
        ("Wardens use remote owl monitoring (ROM). With ROM and the OPX model nothing is lost.", {"ROM"}),
        ("The OPX score rose. The OPX model was trained.", set()),
        ("We compare OPX, QRX and SRX, of which QRX is a label and the SRX model is ours.", set()),
    ],
)
def test_nouns_long_forms_and_lists_tell_what_is_no_network(text: str, others: set[str]) -> None:
    assert called_otherwise(text, definitions(text))["ARCHITECTURE"] == others


def test_data_are_what_the_paper_calls_data() -> None:
    text = "The labels OPX and QRX come from the OPX corpus."
    assert called_otherwise(text, definitions(text)) == {"ARCHITECTURE": {"OPX", "QRX"}, "DATASET": {"QRX"}}


def test_only_networks_end_so() -> None:
    assert [is_like_network(name) for name in ("MothNet", "OwlBERT-2", "OPX")] == [True, True, False]


def aside(text: str, printed: str, label: str, value: str = "", own: tuple[str, ...] = ()) -> str:
    """Return why the first find of ``printed`` in ``text``, one sentence, is set aside, "" where it stands."""
    at = text.index(printed)
    mention = Mention(label, at, at + len(printed), value, "test.yaml:RULE")
    paper = Paper("p", "", text)
    (candidate,) = decide([fresh(mention)], (), (), [(0, len(text))], own, paper, KNOWLEDGE)
    return candidate.steps[-1].name if candidate.aside else ""


def test_a_name_without_a_known_value_is_what_the_paper_calls_it() -> None:
    text = "The labels OPX and OwlNet are rare."
    assert aside(text, "OPX", "ARCHITECTURE") == "called"
    assert aside(text, "OPX", "DATASET") == "called"
    assert aside(text, "OwlNet", "ARCHITECTURE") == ""
    assert aside(text, "OPX", "ARCHITECTURE", value="OPX network") == ""
    assert aside(text, "OPX", "ARCHITECTURE", own=("OPX",)) == ""


def test_a_number_among_bare_numbers_is_a_tick_of_an_axis() -> None:
    assert aside("Batch size 16 32 64", "16", "BATCH_SIZE", "16") == "ticks"
    assert aside("Batch size 16, 32 or 64", "16", "BATCH_SIZE", "16") == ""
    assert aside("Batch size 16 32", "16", "BATCH_SIZE", "16") == ""
