"""A file in XML or HTML → ``Paper``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dlextract.errors import PaperError
from dlextract.reading.markup.document import Document
from dlextract.reading.markup.jats import read_jats
from dlextract.reading.markup.tei import read_tei
from dlextract.reading.markup.trees import name, parse
from dlextract.reading.markup.web_articles import WebPage
from dlextract.reading.sections import HeadingRoles
from dlextract.records import Paper

_HTML = re.compile(rb"\W{0,4}\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,999}?-->\s*)?<(?:!doctype\s+)?html\b", re.I | re.S)
_LOOKED_AT = 4096
_TELLING = frozenset(
    {"abstract", "introduction", "related_work", "methods", "experiments", "results", "discussion", "conclusion"}
)
_LOG_IN = "Save the page that shows the paper's text, or give the PDF: such a page often asks to log in first"


def read_markup(data: bytes, source: str, *, headings: Mapping[str, tuple[str, ...]]) -> Paper:
    """Return the paper in a file of JATS, TEI or HTML. It has one page, and no boxes.

    Raises:
        PaperError: it is damaged, is none of these, or holds no paper.
    """
    html = source.lower().endswith((".html", ".htm")) or _HTML.match(data[:_LOOKED_AT].replace(b"\0", b"")) is not None
    root = parse(data, source, html=html)
    document = Document(HeadingRoles(headings))
    if html:
        page = WebPage(root, document)
        head = page.read()
        if not page.told and len({section.role for section in document.sections if section.title} & _TELLING) < 2:
            raise PaperError(source, "this page is no paper: no sections of one stand on it", _LOG_IN)
        return document.paper(source, data, head)
    if name(root) in ("tei", "teicorpus"):
        return document.paper(source, data, read_tei(root, document))
    article = next((one for one in root.iter() if name(one) == "article"), None)
    if article is None or not any(name(one) in ("front", "body") for one in article):
        what = f"this XML is no paper: its outermost element is <{name(root)[:40]}>"
        raise PaperError(source, what, "Papers in JATS, TEI and HTML are read")
    return document.paper(source, data, read_jats(article, document))
