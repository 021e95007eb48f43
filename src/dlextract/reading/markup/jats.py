"""JATS, the XML of PubMed Central and many publishers → a document."""

from __future__ import annotations

import re

from dlextract.reading.markup.document import Document, Head
from dlextract.reading.markup.runs import TextRun, footnotes, words_of
from dlextract.reading.markup.tagged_tables import grid_of
from dlextract.reading.markup.trees import Element, attribute, children, first, name, raw

_KINDS = {
    "intro": "introduction",
    "introduction": "introduction",
    "methods": "methods",
    "materials": "methods",
    "materials|methods": "methods",
    "results": "results",
    "discussion": "discussion",
    "conclusions": "conclusion",
    "data-availability": "availability",
    "supplementary-material": "appendix",
}
"""What ``sec-type`` says of a section."""
_BESIDE = ("sub-article", "response", "bio", "object-id", "permissions", "label", "title", "processing-meta")
_PARAGRAPHS = ("p", "disp-quote", "verse-group", "preformat", "def", "attrib", "speech", "disp-formula", "statement")
_ABSTRACTS_BESIDE = re.compile(r"graphical|teaser|toc|highlight|key-?points?|web-summary|video")


def read_jats(article: Element, document: Document) -> Head:
    """Write the article, and return what its front says about it."""
    front = first(article, "front", "front-stub")
    meta = first(front, "article-meta") if front is not None else None
    meta = front if meta is None else meta
    head = Head() if meta is None else _head(meta)
    if meta is not None:
        _front(meta, document)
    for part in children(article, "body", "floats-group", "back"):
        _walk(part, document, 1)
    for part in children(article, "back"):
        for references in (one for one in part.iter() if name(one) == "ref-list"):
            _references(references, document)
    return head


def _head(meta: Element) -> Head:
    title = first(meta, "article-title")
    dois = [raw(one) for one in meta if name(one) == "article-id" and one.get("pub-id-type") == "doi"]
    years = [
        int(raw(year))
        for date in children(meta, "pub-date")
        for year in children(date, "year")
        if re.fullmatch(r"(?:19|20)\d\d", raw(year))
    ]
    return Head(words_of(title).text if title is not None else "", dois[0] if dois else "", min(years, default=None))


def _front(meta: Element, document: Document) -> None:
    title = first(meta, "article-title")
    if title is not None:
        document.title(words_of(title))
    for abstract in children(meta, "abstract"):
        if _ABSTRACTS_BESIDE.search(abstract.get("abstract-type") or ""):
            continue
        document.heading(_title(abstract), 1, "abstract", fixed=True)
        _walk(abstract, document, 2, within="abstract")
    document.close()
    for group in children(meta, "kwd-group"):
        listed = ", ".join(filter(None, map(raw, children(group, "kwd"))))
        if listed:
            words = TextRun()
            words.add(f"Keywords: {listed}")
            document.paragraph(words)


def _title(section: Element) -> TextRun:
    words = TextRun()
    for part in children(section, "label", "title"):
        words.join(words_of(part))
    return words


def _walk(part: Element, document: Document, level: int, within: str = "") -> None:
    """Write what stands in a part; ``level`` is that of the headings in it."""
    for one in part:
        tag = name(one)
        if tag in _BESIDE or tag == "ref-list":
            continue
        if tag in ("sec", "app", "ack", "notes", "glossary", "boxed-text", "fn-group"):
            kind = {"app": "appendix", "ack": "acknowledgements"}.get(tag, within)
            kind = kind or _KINDS.get(attribute(one, "sec-type").lower(), "")
            document.heading(_title(one), level, kind, fixed=bool(within))
            _walk(one, document, level + 1, within)
        elif tag in ("table-wrap", "fig", "supplementary-material"):
            _float(one, document)
        elif tag in _PARAGRAPHS:
            _paragraph(one, document, level, within)
        else:
            _walk(one, document, level, within)


def _paragraph(paragraph: Element, document: Document, level: int, within: str) -> None:
    """Write a paragraph; lists, tables and figures that stand in it come after it."""
    inside = [one for one in paragraph.iter() if name(one) in ("list", "def-list", "table-wrap", "fig", "boxed-text")]
    blocks = set(map(id, inside))
    document.paragraph(words_of(paragraph, lambda one: id(one) in blocks))
    for note in footnotes(paragraph):
        _walk(note, document, level, within)
    for block in inside:
        if not any(id(outer) in blocks for outer in block.iterancestors()):
            if name(block) in ("table-wrap", "fig"):
                _float(block, document)
            else:
                _walk(block, document, level, within)


def _float(block: Element, document: Document) -> None:
    caption = TextRun()
    for part in children(block, "label"):
        caption.join(words_of(part))
    for part in (inner for one in children(block, "caption") for inner in one):
        caption.join(words_of(part), ". " if caption.length and caption.parts[-1][-1:].isalnum() else " ")
    document.caption(caption)
    for table in (one for one in block.iter() if name(one) == "table"):
        if not any(name(outer) == "table" for outer in table.iterancestors()):
            document.table(grid_of(table))
    document.captioned()
    for foot in children(block, "table-wrap-foot"):
        for note in (one for one in foot.iter() if name(one) == "p"):
            document.paragraph(words_of(note))


def _references(references: Element, document: Document) -> None:
    title = _title(references)
    if not title.length:
        title.add("References")
    document.heading(title, 1, "references")
    for entry in children(references, "ref"):
        words = TextRun()
        for part in entry:
            if name(part) == "citation-alternatives":
                part = next(iter(part), part)
            if name(part) in ("element-citation", "nlm-citation"):
                words.add(" " + " ".join(filter(str.strip, part.itertext())))
            else:
                words.join(words_of(part))
        document.paragraph(words)
