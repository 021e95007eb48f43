"""The network's embedding: once for each distinct word, and as if it were done for each token."""

from typing import Any

import numpy as np
import spacy
from spacy.ml.models.tok2vec import CharacterEmbed, MaxoutWindowEncoder, MultiHashEmbed
from spacy.tokens import Doc

from dlextract.pipeline import network

NLP = spacy.blank("en")
COLUMNS = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"]


def docs() -> list[Doc]:
    made = [NLP.make_doc(text) for text in ("moths in a trap, moths in a box", "", "Moths in a trap")]
    made[2][0].tag_ = "B"
    made[2][3].norm_ = "box"
    return made


def built(embed: Any) -> Any:
    encode = MaxoutWindowEncoder(width=8, window_size=1, maxout_pieces=2, depth=1)
    model = network.build_tok2vec(embed, encode)
    model.initialize(X=docs())
    return model


def test_tokens_get_the_vectors_that_learning_sees() -> None:
    model = built(MultiHashEmbed(8, COLUMNS, [50] * 5, include_static_vectors=False))
    learning, _ = model.begin_update(docs())
    reading = model.predict(docs())
    assert [part.shape for part in reading] == [(9, 8), (0, 8), (4, 8)]
    for ours, theirs in zip(reading, learning, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)
    assert not np.allclose(reading[0][3], reading[2][3])  # "trap", with another norm


def test_each_distinct_word_is_embedded_once() -> None:
    words = network._Words(docs(), COLUMNS, None)
    numbers = list(words.distinct())
    assert len(words) == 8  # moths in a trap , box; Moths with a tag; trap with another norm
    assert [numbers.count(number) for number in numbers] == [2, 3, 3, 1, 1, 2, 3, 3, 1, 1, 3, 3, 1][: len(numbers)]


def test_an_embedding_of_characters_is_left_alone() -> None:
    model = built(CharacterEmbed(8, 50, 4, 4, include_static_vectors=False, feature="NORM"))
    assert [part.shape for part in model.predict(docs())] == [(9, 8), (0, 8), (4, 8)]


def test_static_vectors_are_kept() -> None:
    class Vectors:
        """Counts what it is asked."""

        shape = (3, 2)
        asked: list[int] = []  # noqa: RUF012

        def get_batch(self, keys: Any) -> Any:
            self.asked.extend(keys.tolist())
            return np.stack([keys, keys * 2], axis=1).astype("float32")

    vectors = Vectors()
    known = network._KnownVectors(vectors)
    for keys in ([3, 4, 3], [4, 5]):
        expected = [[key, 2 * key] for key in keys]
        np.testing.assert_array_equal(known.get_batch(np.asarray(keys, dtype="uint64")), expected)
    assert vectors.asked == [3, 4, 5]
    many = list(range(10, network._KEPT + 9))
    assert known.get_batch(np.asarray(many, dtype="uint64"))[-1].tolist() == [many[-1], 2 * many[-1]]
    assert known.get_batch(np.asarray([3], dtype="uint64")).tolist() == [[3, 6]]
