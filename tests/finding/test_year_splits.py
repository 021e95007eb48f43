"""Data that are split by time, read from one sentence each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.finding.year_splits import read_year_splits

SPLITS = [
    ("Nests of 2004 to 2011 were used for training, those of 2012 for validation.", "2004-2011 2012 -"),
    ("The network was trained on the summers 2010–2015 and tested on 2016.", "2010-2015 - 2016"),
    (
        "Counts of 1998–2009 (training) and 2010–13 (validation), and 2014 and 2015 as test set",
        "1998-2009 2010-2013 2014,2015",
    ),
    ("We train on calls from January 2010 to December 2015 and test on calls from 2016.", "2010-2015 - 2016"),
    ("Calls between 2003 and 2007 were taken for training, while 2008 is the test year.", "2003-2007 - 2008"),
    ("The 2016 nests were used for training and the 2017 nests, seen in 2017, for testing.", "- - -"),
    ("Nests of 2016 were used for training and nests from 2017 for testing.", "2016 - 2017"),
    ("The nests of 2018 were held out for testing.", "- - 2018"),
]
NONE = [
    "The nests of 2018 were used for testing.",
    "Nests were counted in 2019 and revised in 2021.",
    "The network was trained in 2018 and tested in 2019.",
    "The network of Owlsen (2017) was trained, that of Heron (2019) tested.",
    "It was trained on OwlCount 2014 and tested on OwlCount 2016.",
    "The training data of the 2012 challenge and the test data of the 2013 challenge were merged.",
    "Nests of 2012 and 2013 were used for training, validation and testing.",
    "We took 2000 nests for training and 2010 nests for testing.",
    "We took 2000 for training and 2010 for testing.",
    "The 2012 challenge gave nests for training, the 2013 challenge those for testing.",
    "Training took 2000 steps and testing 2010 steps.",
]
LABELS = ("TRAIN_SPLIT", "VALIDATION_SPLIT", "TEST_SPLIT")


def split(sentence: str) -> str:
    found = {mention.label: mention.value for mention in read_year_splits(sentence)}
    return " ".join(found.get(label, "-").replace(" ", "") for label in LABELS)


@pytest.mark.parametrize(("sentence", "expected"), SPLITS)
def test_years_belong_to_parts(sentence: str, expected: str) -> None:
    assert split(sentence) == expected


@pytest.mark.parametrize("sentence", NONE)
def test_other_years_split_nothing(sentence: str) -> None:
    assert read_year_splits(sentence) == []


def test_a_find_covers_the_years() -> None:
    sentence = "The network was trained on the summers 2010–2015 and tested on 2016."
    assert [sentence[one.start : one.end] for one in read_year_splits(sentence)] == ["2010–2015", "2016"]


@given(st.text(alphabet="train test 2010–2015 and,(for) ", max_size=60))
def test_any_text_is_read(sentence: str) -> None:
    for one in read_year_splits(sentence):
        assert 0 <= one.start < one.end <= len(sentence)
