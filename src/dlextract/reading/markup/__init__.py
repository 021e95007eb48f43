"""JATS, TEI and HTML papers → ``Paper``: sections, tables and formulas as their tags say."""

from dlextract.reading.markup.marked_up import is_markup, read_markup

__all__ = ["is_markup", "read_markup"]
