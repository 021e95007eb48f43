"""Records as a knowledge graph: FAIR4ML, ML-Schema, PROV, schema.org and Web Annotation, in RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..record import Record

__all__ = ["GRAPHS", "SHAPES", "VOCABULARY", "graph"]

GRAPHS = ("ttl", "jsonld", "nq")
"""The forms of a graph: Turtle, JSON-LD and N-Quads."""

SHAPES = Path(__file__).parent / "shapes.ttl"
"""Shapes (SHACL) that every graph of dlextract fits."""

VOCABULARY = Path(__file__).parent / "vocabulary.ttl"
"""The terms of dlextract's own (``dlx:``), each with what it means."""


def graph(records: Iterable[Record], form: str, *, everything: bool = False) -> Iterator[str]:
    """Yield the graph of ``records`` in pieces, each paper written before the next record is asked for.

    Args:
        records: may be a generator.
        form: one of ``GRAPHS``.
        everything: also what the authors only mention, searched or left out.
    """
    from .describe import describe
    from .serialised import write
    from .vocabulary import terms

    mapping = terms()
    return write((describe(record, mapping, everything=everything) for record in records), form, mapping.prefixes)
