from __future__ import annotations

import numpy as np
from spacy.strings import hash_string
from spacy.vectors import Vectors
from thinc.api import NumpyOps

from dlextract.pipeline.hashes import long_hashes, numbers_of, spread

TEXTS = [*("moth" * 25)[:100], *(("gelée " * 40)[:size] for size in range(1, 200)), "蛾", "wing" * 1000, "a"]


def test_numbers_of_strings_are_those_of_spacy() -> None:
    assert numbers_of([text.encode() for text in TEXTS]).tolist() == [hash_string(text) for text in TEXTS]
    assert numbers_of([]).tolist() == []


def test_long_hashes_are_those_of_floret() -> None:
    vectors = Vectors(data=np.zeros((10, 2)), mode="floret", minn=3, maxn=5, hash_count=4, hash_seed=2166136261)
    wanted = [vectors._get_ngram_hashes(text) for text in TEXTS]
    assert long_hashes([text.encode() for text in TEXTS], 2166136261).tolist() == wanted
    assert long_hashes([], 7).shape == (0, 4)


def test_places_are_those_of_thinc() -> None:
    numbers = numbers_of([text.encode() for text in TEXTS])
    assert spread(numbers, 12).tolist() == NumpyOps().hash(numbers, 12).tolist()
