"""HTML of publishers, preprint servers and LaTeXML → a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dlextract.reading.markup.document import Document, Head
from dlextract.reading.markup.runs import TextRun, into, words_of
from dlextract.reading.markup.tagged_tables import grid_of
from dlextract.reading.markup.trees import Element, name, raw

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2"
    " h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_TEXT = "script style noscript template nav aside footer form iframe svg button select dialog head"
_LEFT_OUT = frozenset(_NO_TEXT.split())
_ROLES_LEFT_OUT = ("navigation", "banner", "complementary", "search", "dialog", "alert", "menu", "contentinfo")
_CLASSES_LEFT_OUT = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|cookies?|share|social|toolbar|sidebar|advert\w*|sr-only|metrics"
    r"|related-(?:articles?|content|links)|recommend\w*|table-of-contents|ltx_toc|ltx_note|visually-hidden|login|modal"
    r"|screen-reader\w*|html-table-wrap|ltx_page_(?:navbar|header|footer)|ltx_authors|ltx_dates|ltx_pagination)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:^|[\s_-])captions?(?:$|\s)", re.IGNORECASE)
_WRAPPER = re.compile(
    r"(?:^|\s)(?:table-wrap|table-expansion|ltx_table|ltx_figure|tw|fig|figure|html-table_show|html-fig-wrap|c-article-table)"
    r"(?:\s|$)",
    re.IGNORECASE,
)
_EQUATION = re.compile(r"ltx_(?:equation|eqn|align)|(?:^|\s)(?:disp-?formula|equation|formula)", re.IGNORECASE)
_REFERENCES = re.compile(
    r"ltx_bibliography|(?:^|\s)(?:ref-list|references|c-article-references)(?:\s|$)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DOI = re.compile(r"10\.\d{4,9}/\S+")

_TITLES = ("citation_title", "dc.title", "dcterms.title", "prism.title", "og:title")
_DOIS = ("citation_doi", "dc.identifier", "dcterms.identifier", "prism.doi", "publication_doi", "dc.source")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "citation_year",
    "prism.publicationdate",
    "dc.date",
    "dcterms.issued",
)


@dataclass(slots=True)
class WebPage:
    """A page of the web that is being written as a document.

    ``told`` is whether the page itself says that it shows a paper.
    """

    root: Element
    document: Document
    told: bool = False
    _words: TextRun = field(default_factory=TextRun)
    _captioned: set[Element] = field(default_factory=set)

    def read(self) -> Head:
        """Write the paper, and return what the page says about it."""
        head, self.told = _head(self.root)
        body = _body(self.root)
        self.told = self.told or "ltx_document" in (body.get("class") or "")
        if not head.title:
            title = next((one for one in body.iter("h1") if raw(one)), None)
            head.title = words_of(title, _left_out).text if title is not None else ""
        if head.title:
            words = TextRun()
            words.add(head.title)
            self.document.title(words)
        self._walk(body, head.title)
        self._flush()
        return head

    def _walk(self, element: Element, title: str) -> None:
        self._words.add(element.text or "")
        for child in element:
            if not _left_out(child):
                self._one(child, title)
            self._words.add(child.tail or "")

    def _one(self, element: Element, title: str) -> None:
        tag, kind = name(element), element.get("class") or ""
        if tag in _HEADINGS:
            self._flush()
            words = words_of(element, _left_out)
            if words.text != title:
                given = "abstract" if "abstract" in kind else ""
                self.document.heading(words, 1 if given else int(tag[1]), given)
        elif tag == "table":
            self._table(element, kind)
        elif element in self._captioned:
            return
        elif tag == "figure" or _WRAPPER.search(kind):
            self._float(element, title)
        elif tag in ("figcaption", "caption") or _CAPTION.search(kind):
            self._flush()
            self.document.caption(words_of(element, _left_out))
        elif tag in _BLOCKS or any(name(one) in _BLOCKS for one in element.iter()):
            self._flush()
            if _REFERENCES.search(kind) and self.document.role != "references":
                self.document.references_if_none(_first_heading(element))
            self._walk(element, title)
            self._flush()
        else:
            into(self._words, element, _left_out)

    def _float(self, element: Element, title: str) -> None:
        """Write a table or figure: its caption first, wherever it stands."""
        self._flush()
        caption = TextRun()
        for one in element.iter():
            outer = one in self._captioned or not self._captioned.isdisjoint(one.iterancestors())
            tag = name(one)
            if not outer and (tag in (*_HEADINGS, "figcaption", "caption") or _CAPTION.search(one.get("class") or "")):
                self._captioned.add(one)
                caption.join(words_of(one, _left_out))
        self.document.caption(caption)
        for child in element:
            if not _left_out(child) and child not in self._captioned:
                self._one(child, title)
        self._flush()
        self.document.captioned()

    def _table(self, element: Element, kind: str) -> None:
        self._flush()
        if _EQUATION.search(kind) or element.get("role") == "presentation":
            self.document.paragraph(words_of(element, _left_out))
            return
        for caption in element.iterchildren("caption"):
            if caption not in self._captioned:
                self.document.caption(words_of(caption, _left_out))
        self.document.table(grid_of(element, _left_out))

    def _flush(self) -> None:
        self.document.paragraph(self._words)
        self._words = TextRun()


def _left_out(element: Element) -> bool:
    tag = name(element)
    if tag in _LEFT_OUT:
        return tag != "script" or not (element.get("type") or "").startswith("math/")
    if element.get("hidden") is not None or element.get("role") in _ROLES_LEFT_OUT:
        return True
    return bool(_CLASSES_LEFT_OUT.search(element.get("class") or ""))


def _first_heading(element: Element) -> bool:
    return any(name(one) in _HEADINGS for one in element.iter())


def _head(root: Element) -> tuple[Head, bool]:
    """Return what the page's metadata say, and whether they are those of a paper."""
    told: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        told.setdefault(key, " ".join((meta.get("content") or "").split()))
    doi = next((found[0] for key in _DOIS if (found := _DOI.search(told.get(key, "")))), "")
    year = next((found[0] for key in _DATES if (found := _YEAR.search(told.get(key, "")))), "")
    title = next((told[key] for key in _TITLES if told.get(key)), "")
    return Head(title, doi, int(year) if year else None), "citation_title" in told


def _body(root: Element) -> Element:
    """Return the element that holds the paper: the longest article, or the main part of the page."""
    body = next(root.iter("body"), root)
    for kinds in (
        [one for one in body.iter("article", "div") if "ltx_document" in (one.get("class") or "")],
        [one for one in body.iter("main") if raw(one)] or [one for one in body.iter() if one.get("role") == "main"],
    ):
        if kinds:
            body = kinds[0]
            break
    articles = list(body.iter("article"))
    longest = max(articles, key=lambda one: len(raw(one)), default=body)
    return longest if len(raw(longest)) > len(raw(body)) / 2 else body
