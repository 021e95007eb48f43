"""The network architecture of the shipped model: spaCy's tok2vec, computed by NumPy's BLAS.

thinc multiplies matrices with BLIS, which on processors with AVX-512 takes about three times as long as the OpenBLAS
inside NumPy; two thirds of the time in which a CNN reads a text go into these products.

What a word looks like before its neighbours are looked at is worked out once for each distinct word of a batch, not for
each token: two thirds of the tokens of a paper are words that have occurred before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDS, ORTH
from spacy.ml.models.tok2vec import build_Tok2Vec_model
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, NumpyOps

_FACTORS = np.random.default_rng(7).integers(1, 2**63, size=16, dtype="uint64") | np.uint64(1)
"""Odd numbers by which the attributes of a token are multiplied, so that their sum tells tokens apart."""

_KEPT = 20_000
"""Words whose static vectors are kept: about those of ten papers, 10 MB."""


class BlasOps(NumpyOps):  # type: ignore[misc]
    """Array operations on the CPU with NumPy's matrix product."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return ``x @ y``, each transposed first where asked for, written to ``out`` if that is given."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


@registry.architectures("dlextract.Tok2Vec.v1")  # type: ignore[untyped-decorator]
def build_tok2vec(embed: Model[Any, Any], encode: Model[Any, Any]) -> Model[Any, Any]:
    """Return ``spacy.Tok2Vec.v2`` of the two layers; on the CPU by NumPy's products, with words embedded once."""
    model = build_Tok2Vec_model(embed, encode)
    if type(model.ops) is NumpyOps:
        ops = BlasOps()
        for node in model.walk():
            node.ops = ops
        _embed_words_once(embed)
    return model


class _KnownVectors:
    """The static vectors of a vocabulary, which for a word are put together from its parts, and kept."""

    def __init__(self, vectors: Any) -> None:
        self.vectors = self  # stands for the vocabulary, too, of which an embedding asks nothing else
        self.attr = getattr(vectors, "attr", ORTH)
        self.of = vectors
        self._rows: dict[int, int] = {}
        self._kept: Any = None

    def get_batch(self, keys: Any) -> Any:
        """Return a row for each key."""
        numbers = keys.tolist()
        new = [key for key in dict.fromkeys(numbers) if key not in self._rows]
        if self._kept is None or len(self._rows) + len(new) > len(self._kept):
            self._rows = {}
            new = list(dict.fromkeys(numbers))
            self._kept = np.empty((max(_KEPT, len(new)), self.of.shape[1]), dtype="float32")
        if new:
            first = len(self._rows)
            self._kept[first : first + len(new)] = self.of.get_batch(np.asarray(new, dtype="uint64"))
            self._rows.update(zip(new, range(first, first + len(new)), strict=True))
        return self._kept[[self._rows[key] for key in numbers]]


class _Words:
    """Some tokens in place of a Doc: as much of one as the layers of an embedding ask for."""

    def __init__(self, docs: Sequence[Doc], attrs: Sequence[str | int], vocab: Any) -> None:
        self.vocab = vocab
        self._attrs = [IDS.get(attr, attr) for attr in attrs]
        self.values = np.concatenate([doc.to_array(attrs) for doc in docs])

    def __len__(self) -> int:
        return len(self.values)

    def to_array(self, attrs: Any) -> Any:
        """Return a row of attributes per token, or a number per token where one attribute is asked for."""
        if isinstance(attrs, list | tuple):
            return self.values[:, [self._attrs.index(IDS.get(attr, attr)) for attr in attrs]]
        return self.values[:, self._attrs.index(IDS.get(attrs, attrs))]

    def distinct(self) -> Any:
        """Keep one of each kind of tokens; return for each token which of those it is."""
        mixed = (self.values * _FACTORS[: self.values.shape[1]]).sum(axis=1, dtype="uint64")
        _, first, numbers = np.unique(mixed, return_index=True, return_inverse=True)
        if not np.array_equal(self.values[first][numbers], self.values):  # two kinds of tokens with one sum
            return np.arange(len(self.values))
        self.values = self.values[first]
        return numbers


def _embed_words_once(embed: Model[Any, Any]) -> None:
    """Let ``embed`` work on distinct tokens where nothing is learned: the same attributes give the same vector."""
    nodes = list(embed.walk())
    columns = {attr for node in nodes if node.name == "extract_features" for attr in node.attrs["columns"]}
    if not columns or any(node.name == "charembed" for node in nodes):  # reads more of a Doc than attributes
        return
    whole = embed._func
    known: list[_KnownVectors] = []

    def forward(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> Any:
        if is_train or sum(map(len, docs)) < 2:
            return whole(model, docs, is_train)
        vectors = docs[0].vocab.vectors
        if not known or known[0].of is not vectors:
            known[:] = [_KnownVectors(vectors)]
        words = _Words(docs, sorted({*columns, known[0].attr}, key=str), known[0])
        numbers = words.distinct()
        vectors = whole(model, [words], False)[0][0][numbers]
        ends = np.cumsum([len(doc) for doc in docs])
        return np.split(vectors, ends[:-1]), lambda gradients: []

    embed._func = forward
