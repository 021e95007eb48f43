"""TEI, the XML of GROBID and of some journals → a document."""

from __future__ import annotations

import re

from dlextract.reading.markup.document import Document, Head
from dlextract.reading.markup.runs import TextRun, footnotes, words_of
from dlextract.reading.markup.tagged_tables import grid_of
from dlextract.reading.markup.trees import Element, attribute, children, first, name, raw

_KINDS = {
    "abstract": "abstract",
    "acknowledgement": "acknowledgements",
    "acknowledgment": "acknowledgements",
    "funding": "acknowledgements",
    "availability": "availability",
    "annex": "appendix",
    "appendix": "appendix",
    "references": "references",
    "bibliography": "references",
}
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_tei(root: Element, document: Document) -> Head:
    """Write the text of a TEI file, and return what its header says about it."""
    header = first(root, "teiheader")
    head = Head() if header is None else _head(header)
    if head.title:
        words = TextRun()
        words.add(head.title)
        document.title(words)
    abstract = first(header, "abstract") if header is not None else None
    if abstract is not None and raw(abstract):
        title = TextRun()
        title.add("Abstract")
        document.heading(title, 1, "abstract")
        _walk(abstract, document, 2)
    text = first(root, "text")
    for part in children(text, "front", "body", "back") if text is not None else []:
        _walk(part, document, 1)
    return head


def _head(header: Element) -> Head:
    statement = first(header, "titlestmt")
    title = first(statement, "title") if statement is not None else None
    doi = next((raw(one) for one in header.iter() if name(one) == "idno" and attribute(one, "type") == "DOI"), "")
    dates = [one for one in header.iter() if name(one) == "date"]
    told = next((found[0] for one in dates if (found := _YEAR.match(attribute(one, "when") or raw(one)))), "")
    return Head(words_of(title).text if title is not None else "", doi, int(told) if told else None)


def _heading(part: Element) -> TextRun:
    words = TextRun()
    for head in children(part, "head"):
        if number := attribute(head, "n"):
            words.add(f"{number} ")
        words.join(words_of(head), "")
    return words


def _walk(part: Element, document: Document, level: int) -> None:
    """Write what stands in a part; ``level`` is that of the headings in it."""
    for one in part:
        tag = name(one)
        if tag == "head":
            continue
        if tag == "div":
            head, kind = _heading(one), _KINDS.get(attribute(one, "type").lower(), "")
            deep = level + _dots(children(one, "head"))
            if head.length or kind:
                if kind == "references" and not head.length:
                    head.add("References")
                document.heading(head, deep, kind)
            _walk(one, document, deep + 1)
        elif tag == "listbibl":
            _references(one, document)
        elif tag == "figure":
            _figure(one, document)
        elif tag == "table":
            document.table(grid_of(one))
        elif tag in ("p", "formula", "item", "note", "ab", "quote"):
            document.paragraph(words_of(one))
            for note in footnotes(one):
                _walk(note, document, level)
        else:
            _walk(one, document, level)


def _dots(heads: list[Element]) -> int:
    """Return how deep the number of a heading is: GROBID writes all sections side by side."""
    number = attribute(heads[0], "n").strip(".") if heads else ""
    return number.count(".")


def _figure(figure: Element, document: Document) -> None:
    caption = TextRun()
    for part in children(figure, "head", "figdesc"):
        caption.join(words_of(part))
    document.caption(caption)
    for table in children(figure, "table"):
        document.table(grid_of(table))
    document.captioned()
    for note in children(figure, "note"):
        document.paragraph(words_of(note))


def _references(listed: Element, document: Document) -> None:
    if document.role != "references":
        title = TextRun()
        title.add("References")
        document.heading(title, 1, "references")
    for entry in listed:
        words = TextRun()
        words.add(" ".join(filter(str.strip, entry.itertext())))
        document.paragraph(words)
