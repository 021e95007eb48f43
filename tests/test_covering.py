"""Offsets in stretches of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dlextract.covering import covered


@given(st.lists(st.integers(0, 60), unique=True, max_size=12).map(sorted), st.integers(0, 60))
def test_an_offset_is_covered_where_one_of_the_stretches_holds_it(bounds: list[int], offset: int) -> None:
    stretches = list(zip(bounds[::2], bounds[1::2], strict=False))
    assert covered(offset, stretches) == any(start <= offset < end for start, end in stretches)
