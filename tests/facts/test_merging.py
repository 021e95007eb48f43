"""Several finds of one thing become one fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlextract.candidates import Candidate, Verdict
from dlextract.facts import merging
from dlextract.knowledge import Traits
from dlextract.records import Fact, Mention, Paper

TEXT = "We used a batch size of 64. Later the batch size was 64. In stage 2 it was 32."
PAPER = Paper(source="-", sha256="", text=TEXT)


TRAITS = {"BATCH_SIZE": Traits(roles=("main", "compared", "component"), one_role=True, lone_role="pretraining")}


def merge(found: list[Candidate], paper: Paper) -> list[Fact]:
    return [item.fact for item in merging.merge(found, paper, {"BATCH_SIZE"}, TRAITS)]


def found(
    start: int, end: int, value: str, scope: str = "", status: str = "used", probability: float = 0.8
) -> Candidate:
    sentence = TEXT.rfind(". ", 0, start) + 2 if ". " in TEXT[:start] else 0
    return Candidate(
        mention=Mention("BATCH_SIZE", start, end, value, "training.yaml:BATCH_SIZE", scope),
        text=TEXT[start:end],
        value=value,
        scope=scope,
        verdict=Verdict(status, probability, "test", (), 1.4 if status == "used" else -1.4),
        section="methods",
        start=sentence,
        end=TEXT.index(".", end) + 1,
        confidence=probability,
        attributes=(),
    )


def test_same_value_twice_is_one_fact_with_two_pieces_of_evidence() -> None:
    facts = merge([found(24, 26, "64"), found(53, 55, "64")], PAPER)
    assert [(f.value, f.status, [e.quote for e in f.evidence]) for f in facts] == [
        ("64", "used", ["We used a batch size of 64.", "Later the batch size was 64."])
    ]


def test_a_number_with_and_without_its_unit_is_one_value() -> None:
    facts = merge([found(24, 26, "64 images"), found(53, 55, "64"), found(75, 77, "32 images")], PAPER)
    assert [(f.value, len(f.evidence)) for f in facts] == [("64", 2), ("32 images", 1)]


def test_values_with_different_scopes_stay_apart() -> None:
    facts = merge([found(24, 26, "64", "stage 1"), found(75, 77, "32", "stage 2")], PAPER)
    assert [(f.value, f.scope) for f in facts] == [("64", "stage 1"), ("32", "stage 2")]


def test_unscoped_value_joins_the_only_scope_of_that_value() -> None:
    facts = merge([found(24, 26, "64", "stage 1"), found(53, 55, "64")], PAPER)
    assert [(f.value, f.scope, len(f.evidence)) for f in facts] == [("64", "stage 1", 2)]


def test_one_use_outweighs_mentions_and_is_shown_first() -> None:
    facts = merge([found(24, 26, "64", status="mentioned"), found(53, 55, "64")], PAPER)
    assert [(f.status, f.evidence[0].start) for f in facts] == [("used", 53)]


def with_roles(*roles: tuple[str, float]) -> Candidate:
    item = found(24, 26, "ImageNet")
    return replace(item, verdict=replace(item.verdict, roles=roles))


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((("training", 0.1), ("evaluation", 0.1)), ("evaluation", "training")),
        ((("training", 1.0), ("evaluation", 0.1)), ("training",)),
        ((("training", 1.0), ("pretraining", 1.0)), ("pretraining",)),
    ],
)
def test_strong_roles_push_weak_ones_out(roles: tuple[tuple[str, float], ...], expected: tuple[str, ...]) -> None:
    assert [f.roles for f in merge([with_roles(*roles)], PAPER)] == [expected]


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("8", 8),
        ("two", 2),
        ("a single", 1),
        ("an", 1),
        ("several", "several"),
        ("16,384", 16384),
        ("2 048", 2048),
        ("thirty-two", 32),
        ("one hundred and twenty-eight", 128),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a pair of", 2),
        ("dual", 2),
    ],
)
def test_counts_are_numbers_where_they_are_some(printed: str, count: int | str) -> None:
    item = replace(found(24, 26, "64"), attributes=(("count", printed),))
    assert [f.attributes for f in merge([item], PAPER)] == [(("count", count),)]


def test_nodes_are_multiplied_and_shown() -> None:
    item = replace(found(24, 26, "64"), attributes=(("count", "eight"), ("nodes", "16")))
    plain = replace(found(56, 58, "64"), attributes=(("count", "2"), ("nodes", "3"), ("memory", "40 GB")))
    [fact] = merge([item, plain], PAPER)
    assert fact.attributes == (("count", 128), ("memory", "40 GB"), ("nodes", 16), ("per_node", 8))


def test_groups_of_one_device_stay_apart_by_their_memory() -> None:
    def device(start: int, *attributes: tuple[str, str]) -> Candidate:
        item = found(start, start + 2, "64")
        return replace(item, mention=replace(item.mention, label="GPU"), attributes=attributes)

    large = device(3, ("count", "four"), ("memory", "80GB"))
    small = device(8, ("count", "two"), ("memory", "40 GB"))
    elsewhere, later = device(56, ("memory", "40GB")), device(60, ("training_time", "2 h"))
    assert [fact.attributes for fact in merge([large, small, elsewhere, later], PAPER)] == [
        (("count", 4), ("memory", "80GB"), ("training_time", "2 h")),
        (("count", 2), ("memory", "40 GB")),
    ]
    assert len(merge([large, elsewhere], PAPER)) == 1


def test_groups_of_one_device_stay_apart_by_their_count_in_tables() -> None:
    def device(start: int, section: str, *attributes: tuple[str, str]) -> Candidate:
        return replace(found(start, start + 2, "64"), section=section, attributes=attributes)

    small = device(3, "table", ("count", "4"))
    large = device(8, "table", ("count", "16"), ("memory", "40 GB"))
    again, told = device(56, "methods", ("count", "sixteen")), device(60, "methods", ("training_time", "2 h"))
    assert [fact.attributes for fact in merge([small, large, again, told], PAPER)] == [
        (("count", 4), ("training_time", "2 h")),
        (("count", 16), ("memory", "40 GB")),
    ]
    assert [fact.attributes for fact in merge([small, device(8, "methods", ("count", "16"))], PAPER)] == [
        (("count", 16),),
    ]


def test_of_rival_roles_the_one_that_is_said_most_stays() -> None:
    items = [with_roles(("main", 0.1), ("component", 1.0)), with_roles(("main", 0.1), ("compared", 0.8))]
    assert [f.roles for f in merge(items, PAPER)] == [("component",)]


def network(start: int, value: str) -> Candidate:
    item = found(start, start + 2, value)
    return replace(item, mention=replace(item.mention, label="ARCHITECTURE"))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["GPT-3", "GPT-3-175B", "GPT-3 175B"], ["GPT-3"]),
        (["GPT-3-175B"], ["GPT-3-175B"]),
        (["MothLM", "MothLM-7B", "MothLM-13B"], ["MothLM", "MothLM-7B", "MothLM-13B"]),
    ],
)
def test_a_network_of_one_size_is_one_thing(printed: list[str], expected: list[str]) -> None:
    assert [f.value for f in merge([network(24 + i, value) for i, value in enumerate(printed)], PAPER)] == expected
