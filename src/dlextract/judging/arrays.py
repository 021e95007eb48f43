"""The arrays that judges reckon with, named for the type checker; nothing to be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy as np
    import numpy.typing as npt

    Floats: TypeAlias = npt.NDArray[np.float64]
    """Scores, features and weights."""

    Integers: TypeAlias = npt.NDArray[np.int64]
    """Numbers of lines, of buckets, of kinds."""

    Singles: TypeAlias = npt.NDArray[np.float32]
    """Whole numbers that products of matrices add up exactly, and what a network learns with."""

    Bytes: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.int8]
    """Weights in small numbers."""

    Flags: TypeAlias = npt.NDArray[np.bool_]
    """What holds of each line."""

    Codes: TypeAlias = npt.NDArray[np.uint64]
    """Hashes before they are folded to buckets."""
