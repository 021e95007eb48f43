"""The headings that the reading tests know, and a reader of small PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest
from pdf_maker import Read, pdf

from dlextract.patterns import load_knowledge
from dlextract.reading import read_paper
from dlextract.records import Paper
from dlextract.resources import shipped


@pytest.fixture(scope="session")
def headings() -> Mapping[str, tuple[str, ...]]:
    """The shipped headings."""
    return load_knowledge([shipped("patterns")]).sections


@pytest.fixture
def read(headings: Mapping[str, tuple[str, ...]]) -> Read:
    """A function that reads pages of drawings as a paper."""

    def reader(*pages: Iterable[str], links: Sequence[tuple[int, tuple[float, ...], str]] = ()) -> Paper:
        return read_paper("paper.pdf", headings=headings, data=pdf(pages, links))  # type: ignore[arg-type]

    return reader
