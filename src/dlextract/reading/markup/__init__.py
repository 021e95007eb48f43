"""JATS, TEI and HTML papers → ``Paper``: sections, tables and formulas as their tags say."""

from dlextract.reading.markup.papers import is_markup, read_markup

__all__ = ["is_markup", "read_markup"]
