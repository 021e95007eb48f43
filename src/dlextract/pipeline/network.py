"""The network architecture of the shipped model: spaCy's tok2vec, computed by NumPy's BLAS.

thinc multiplies matrices with BLIS, which on processors with AVX-512 takes about three times as long as the OpenBLAS
inside NumPy; two thirds of the time in which a CNN reads a text go into these products.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.ml.models.tok2vec import build_Tok2Vec_model
from spacy.util import registry
from thinc.api import Model, NumpyOps


class BlasOps(NumpyOps):  # type: ignore[misc]
    """Array operations on the CPU with NumPy's matrix product."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return ``x @ y``, each transposed first where asked for, written to ``out`` if that is given."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


@registry.architectures("dlextract.Tok2Vec.v1")  # type: ignore[untyped-decorator]
def build_tok2vec(embed: Model[Any, Any], encode: Model[Any, Any]) -> Model[Any, Any]:
    """Return ``spacy.Tok2Vec.v2`` of the two layers; on the CPU its products are NumPy's."""
    model = build_Tok2Vec_model(embed, encode)
    if type(model.ops) is NumpyOps:
        ops = BlasOps()
        for node in model.walk():
            node.ops = ops
    return model
