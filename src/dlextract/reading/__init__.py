"""PDF or text → ``Paper``: what the pages say, in the order a person reads them."""

from dlextract.reading.paper import read_paper
from dlextract.reading.plain_text import read_text

__all__ = ["read_paper", "read_text"]
