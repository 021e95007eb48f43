"""Which data were left out, and why, read from one sentence each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.left_out import read_left_out

LEFT_OUT = [
    ("Photographs that were blurred were removed.", ["Photographs that were blurred were removed"]),
    ("We excluded 34 nests because of rain.", ["excluded 34 nests because of rain"]),
    ("After removing duplicate songs, 612 were left.", ["removing duplicate songs"]),
    ("Only songs longer than 5 s were retained.", ["Only songs longer than 5 s were retained"]),
    ("Owls were not included if their ring was lost.", ["Owls were not included if their ring was lost"]),
    ("Of these, 12 were discarded due to fog.", ["12 were discarded due to fog"]),
    ("We only kept recordings of adults.", ["only kept recordings of adults"]),
    ("From the 1,200 songs, two recordings were left out.", ["two recordings were left out"]),
    ("Burrows with fewer than 20 eggs were ignored.", ["Burrows with fewer than 20 eggs were ignored"]),
    ("Songs were filtered by hand to remove noisy recordings.", ["remove noisy recordings"]),
    ("We removed songs that were short, e.g. calls.", ["removed songs that were short"]),
    (
        "The songs were cut by hand and recordings without owls were removed.",
        ["recordings without owls were removed"],
    ),
]
NOTHING = [
    "The last layers were removed.",
    "No owls were excluded.",
    "Burrows were removed.",
    "It cannot be excluded that owls sleep.",
    "Recordings could be removed.",
    "The score drops if recordings are omitted.",
    "We removed the attention of the network.",
    "We removed the anchor and represent owls as points.",
    "As in “the owl and its recordings were removed”.",
    "Rows of the attention matrix are masked out.",
    "It indicates that a nest was removed.",
    "Recordings were discarded by the network.",
    "They removed recordings (Owl et al., 2019).",
]


@pytest.mark.parametrize(("sentence", "phrases"), LEFT_OUT)
def test_what_was_left_out_is_read_with_its_reason(sentence: str, phrases: list[str]) -> None:
    found = read_left_out(sentence)
    assert [sentence[find.start : find.end] for find in found] == phrases
    assert [find.value for find in found] == phrases


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_no_data_or_was_not_left_out_is_left_alone(sentence: str) -> None:
    assert read_left_out(sentence) == []


@given(st.text(alphabet="we removed owls, (1.2) were not used;that\n", max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= find.start < find.end <= len(text) for find in read_left_out(text))
