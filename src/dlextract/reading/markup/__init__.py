"""JATS, TEI and HTML papers → ``Paper``: sections, tables and formulas as their tags say."""
