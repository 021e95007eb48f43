"""Bulk calls of C functions that write what they find to given addresses."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

_PLACES = 1024


class Results:
    """Memory for the results of many calls, with pointers made once: to make one takes longer than a call.

    A result has ``width`` numbers of one ``kind``, for which the function takes ``pointers`` addresses.
    """

    def __init__(self, kind: type[np.generic], width: int, pointers: int = 1) -> None:
        self._cells = np.zeros((_PLACES, width), kind)
        first, row, step = self._cells.ctypes.data, self._cells.strides[0], self._cells.strides[0] // pointers
        self._pointers = [
            [ctypes.c_void_p(first + step * index + row * place) for place in range(_PLACES)]
            for index in range(pointers)
        ]

    def ask(self, function: Callable[..., int], items: list[Any], of: Any = None, none: int = 0) -> npt.NDArray[Any]:
        """Return the results for ``items``, numbers ``none`` where there is no result; ``of`` goes before each item."""
        results = np.full((len(items), self._cells.shape[1]), none, self._cells.dtype)
        before = [] if of is None else [repeat(of)]
        for begin in range(0, len(items), _PLACES):
            part = items[begin : begin + _PLACES]
            good = np.fromiter(map(function, *before, part, *self._pointers), np.bool_, len(part))
            results[begin : begin + len(part)][good] = self._cells[: len(part)][good]
        return results
