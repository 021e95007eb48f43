"""Sentences as features: the words, what stands around them, and their names."""

from __future__ import annotations

import numpy as np

from dlextract.judging.features import BUCKETS, KINDS, features_of, names_of
from dlextract.judging.segments import Segment, words_of

LINES = [
    Segment(0, 20, "We recorded birds.", "methods", "Recordings", 2, ("DATA_COLLECTION",)),
    Segment(20, 50, "They sang for 30 minutes [4].", "methods", "Recordings", 2),
]


def test_words_are_lower_case_and_numbers_links_and_citations_are_kinds() -> None:
    said = "See https://zenodo.org/record/1 and [3, 4]: 0.5 of 1200 in 2019, 12 %, 7 and 85%."
    assert words_of(said) == [
        "see", "<url>", "u_zenodo", "u_org", "u_record", "and", "<cite>", ":", "<dec>", "of", "<big>", "in", "<year>",
        ",", "<n2>", "%", ",", "<n1>", "and", "<pct>", ".",
    ]  # fmt: skip


def test_a_sentence_of_any_length_has_at_most_120_words() -> None:
    assert len(words_of("word " * 500)) == 120


def test_every_feature_stands_once_in_order_and_has_a_name() -> None:
    features = features_of(LINES)
    keys = list(zip(features.line.tolist(), features.kind.tolist(), features.bucket.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert max(features.bucket) < BUCKETS
    for number in range(len(LINES)):
        assert {(kind, bucket) for line, kind, bucket in keys if line == number} == set(names_of(LINES, number))


def test_names_say_what_a_feature_is() -> None:
    named = {(KINDS[kind], name) for (kind, _), name in names_of(LINES, 0).items()}
    assert named == {
        ("word", "we"), ("word", "recorded"), ("word", "birds"), ("word", "."),
        ("pair of words", "we recorded"), ("pair of words", "recorded birds"), ("pair of words", "birds ."),
        ("stem", "recor…"),
        ("word in such a section", "we (methods)"), ("word in such a section", "recorded (methods)"),
        ("word in such a section", "birds (methods)"),
        ("heading", "recordings"),
        ("sentence after", "they"), ("sentence after", "sang"), ("sentence after", "for"), ("sentence after", "<n2>"),
        ("sentence after", "minutes"), ("sentence after", "<cite>"),
        ("place", "role methods"), ("place", "tenth 0"), ("place", "length 0"), ("place", "first of its section"),
        ("place", "begins we"),
        ("find", "DATA_COLLECTION"),
    }  # fmt: skip


def test_the_words_of_one_sentence_do_not_depend_on_the_paper() -> None:
    alone = features_of([LINES[0]])
    within = features_of(LINES)
    words = [within.bucket[(within.line == 0) & (within.kind == kind)] for kind in (0, 1, 2, 3)]
    assert all(
        np.array_equal(alone.bucket[alone.kind == kind], some) for kind, some in zip((0, 1, 2, 3), words, strict=True)
    )
