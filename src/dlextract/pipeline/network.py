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


class _Words:
    """Some tokens in place of a Doc: as much of one as the layers of an embedding ask for."""

    def __init__(self, docs: Sequence[Doc], attrs: Sequence[str | int]) -> None:
        self.vocab = docs[0].vocab
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

    def forward(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> Any:
        if is_train or sum(map(len, docs)) < 2:
            return whole(model, docs, is_train)
        words = _Words(docs, sorted({*columns, getattr(docs[0].vocab.vectors, "attr", ORTH)}, key=str))
        numbers = words.distinct()
        vectors = whole(model, [words], False)[0][0][numbers]
        ends = np.cumsum([len(doc) for doc in docs])
        return np.split(vectors, ends[:-1]), lambda gradients: []

    embed._func = forward
