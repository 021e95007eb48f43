"""Bibliographies of reference managers: what they say about papers, and which files they name."""

from .catalogue import NO_CATALOGUE, Catalogue
from .entries import Entry
from .formats import read_bibliography

__all__ = ["NO_CATALOGUE", "Catalogue", "Entry", "read_bibliography"]
