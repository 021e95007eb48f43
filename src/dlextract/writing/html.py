"""The answer sheets as one self-contained HTML page: index, filter, anchors, and links to the pages of the papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from .quotes import MarkedQuote, printable, quotes
from .record import Record
from .shell import shell
from .shown import SAID_TWICE, also_found, beside_short, counted, gathered, is_pdf, link_to, short_of

UNSURE = 0.6
"""Confidence below which an answer is marked as unsure."""

_STYLE = """.dlextract h2 { font-size: 1rem; font-weight: normal; opacity: .75; margin: 1.5rem 0 0; }
.dlextract p { margin: .2rem 0; }
.dlextract .stated { font-weight: 600; }
.dlextract .open { opacity: .6; }
.dlextract blockquote { margin: .3rem 0 0 1rem; padding-left: .8rem; border-left: 3px solid #8886; }
.dlextract mark { background: #ffe08a; color: #000; padding: 0 .1em; }
.dlextract .error { color: #b00020; }
.dlextract .sure { font-weight: normal; font-size: .8rem; opacity: .75; }
"""
"""What an article needs wherever it stands: in a page of ours or in a notebook."""

_PAGE_STYLE = """main { display: flex; flex-direction: column; }
#top { order: -2; }
nav { order: -1; }
nav ol { padding-left: 1.6rem; max-height: 60vh; overflow: auto; }
nav.questions ol { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem; }
nav.questions a { display: block; min-width: 2rem; padding: .1rem .4rem; text-align: center; text-decoration: none;
  border: 1px solid var(--line); border-radius: .3rem; color: var(--ink); }
nav.questions .yes { background: var(--pale); }
nav.questions .low { border: 2px dashed var(--warn); background: var(--wash); }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0; }
input, select { font: inherit; color: inherit; background: var(--wash); border: 1px solid var(--line);
  border-radius: .3rem; padding: .25rem .5rem; min-width: 0; }
#find { flex: 1 1 12rem; }
[hidden] { display: none !important; }
.dlextract { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 60rem; }
.dlextract section:target { outline: 2px solid var(--blue); outline-offset: .3rem; }
.dlextract h2 a { color: inherit; text-decoration: none; }
.dlextract .unsure .sure { color: var(--warn); opacity: 1; }
.dlextract mark { background: var(--mark); color: var(--inked); }
.dlextract .error { color: var(--bad); }
.dlextract figure { margin: .8rem 0; border: 1px solid var(--line); background: #fff; }
.dlextract figure:target { outline: 3px solid var(--blue); }
.dlextract figcaption { background: var(--wash); color: var(--ink); padding: .1rem .5rem; font-size: .85rem; }
.dlextract svg { display: block; width: 100%; height: auto; }
.dlextract rect { fill: #ffe94d; fill-opacity: .45; stroke: #b26a00; stroke-width: .5; mix-blend-mode: multiply; }
.dlextract svg a:target rect { fill: #ff9d2e; stroke-width: 1.5; }
.dlextract text { font: bold 8px sans-serif; fill: #9a4d00; stroke: #fff; stroke-width: 2px; paint-order: stroke;
  text-anchor: end; }
"""

_FILTER = """<div id="top">
<form id="filter" data-counts="{noun}" hidden><input id="find" type="search"
placeholder="Filter papers, {noun}s, quotes" aria-label="Filter papers, {noun}s and quotes"><select id="show"
aria-label="Which {noun}s">
{options}</select><output id="count" class="soft"></output></form>
</div>
"""

_KINDS = {".yes": "stated", ".unsure": "unsure", ".no": "not stated", ".twice": SAID_TWICE.lower()}
"""Selector of what the filter can leave → what it is called."""

_SCRIPT = """const get = (id) => document.getElementById(id);
const articles = [...document.querySelectorAll("article")];
const entries = new Map([...document.querySelectorAll("nav.papers li")].map((li) => [li.dataset.to, li]));
function apply() {
  const words = get("find").value.toLowerCase().trim(), kind = get("show").value;
  let papers = 0, answers = 0;
  for (const article of articles) {
    const named = article.querySelector("header").textContent.toLowerCase().includes(words);
    let any = 0;
    for (const section of article.querySelectorAll("section")) {
      const shown = (!kind || section.matches(kind)) && (named || section.textContent.toLowerCase().includes(words));
      section.hidden = !shown;
      any += shown;
    }
    article.hidden = !any && (kind !== "" || !named);
    if (entries.has(article.id)) entries.get(article.id).hidden = article.hidden;
    papers += !article.hidden;
    answers += any;
  }
  const counted = (number, name) => number + " " + name + (number === 1 ? "" : "s");
  get("count").textContent = counted(papers, "paper") + ", " + counted(answers, get("filter").dataset.counts);
}
get("filter").hidden = false;
get("filter").addEventListener("input", apply);
get("filter").addEventListener("submit", (event) => event.preventDefault());
apply();
"""


class Picture(NamedTuple):
    """A page as a picture: its address (or "data:…"), and the size of the page in points, in which boxes are."""

    address: str
    width: float
    height: float


Pictures = Callable[[Record], Mapping[int, Picture]]
"""Gives the pictures of some pages of the paper of a record, by their numbers."""


def html(
    records: Iterable[Record], base: str | None = "", pictures: Pictures | None = None, images: str = ""
) -> Iterator[str]:
    """Yield one HTML page with an article per record, an index and a filter. It loads nothing from elsewhere.

    Args:
        records: the records; each is written before the next one is asked for.
        base: the folder in which the page will stand, from which links lead to the papers; "" for the working folder,
            None for no links.
        pictures: gives the pictures of the pages on which evidence stands, to which links then lead.
        images: where their addresses lead: "data:" or "'self'".
    """
    style = _STYLE + _PAGE_STYLE
    yield from shell("dlextract", style, _body(records, base, pictures), _SCRIPT, images if pictures else "")


class _Entry(NamedTuple):
    """What the index says of a paper; ``answers`` are held for the first one alone."""

    name: str
    title: str
    told: str
    answers: Sequence[Record]


def _body(records: Iterable[Record], base: str | None, pictures: Pictures | None) -> Iterator[str]:
    yield "<main>\n" + filter_form("answer", _KINDS)
    entries: list[_Entry] = []
    for number, record in enumerate(records, start=1):
        name = anchor_of(record, number)
        found = pictures(record) if pictures and record.get("answers") else {}
        yield "\n".join(_article(record, base, name, found)) + "\n"
        entries.append(_entry(record, name, first=not entries))
    yield "\n".join(_index(entries)) + "\n</main>\n"


def _entry(record: Record, name: str, *, first: bool) -> _Entry:
    paper = record["paper"]
    told = "the same as another" if "duplicate_of" in record else "not read"
    if "answers" in record:
        told = counted(record)
    told = f"{paper['year']}, {told}" if paper.get("year") else told
    answers = record.get("answers", ()) if first else ()
    return _Entry(name, safe(paper.get("title", "")) or safe(paper["source"]), told, answers)


def anchor_of(record: Record, number: int) -> str:
    """Return the id of the article of ``record``, the ``number``-th: by the content of the paper, where it has one."""
    digest = record["paper"]["sha256"]
    return f"p{digest[:10]}" if digest and "duplicate_of" not in record else f"p-{number}"


def _index(entries: Sequence[_Entry]) -> Iterator[str]:
    """Yield the index, which the style shows at the top: of the questions of the only paper, or of the papers."""
    if len(entries) == 1 and entries[0].answers:
        yield '<nav class="questions" aria-label="Questions"><ol>'
        for answer in entries[0].answers:
            kind = _kind(answer).replace("yes unsure", "low")
            place = f'href="#{entries[0].name}q{answer["cq"]}" title="{safe(answer["ask"])}"'
            yield f'<li><a class="{kind}" {place}>{answer["cq"]}</a></li>'
        yield "</ol></nav>"
        return
    yield from paper_links([entry[:3] for entry in entries])


def paper_links(entries: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the index of papers: anchor, title as HTML, and what is told of each."""
    yield f'<nav class="papers" aria-label="Papers"><h2>{len(entries)} papers</h2><ol>'
    for name, title, told in entries:
        yield f'<li data-to="{name}"><a href="#{name}">{title}</a> <span class="soft">{safe(told)}</span></li>'
    yield "</ol></nav>"


def filter_form(noun: str, kinds: Mapping[str, str]) -> str:
    """Return the form that filters sections by their words and kinds; ``kinds`` maps a CSS selector to its name."""
    every = {"": f"all {noun}s", **kinds}
    options = "\n".join(f'<option value="{selector}">{name}</option>' for selector, name in every.items())
    return _FILTER.format(noun=noun, options=options)


def filtered_page(title: str, body: Iterable[str], style: str = "") -> Iterator[str]:
    """Yield a whole page around ``body``, whose articles the filter form filters."""
    yield from shell(title, _STYLE + _PAGE_STYLE + style, body, _SCRIPT)


def page(articles: Iterable[str], style: str = "") -> Iterator[str]:
    """Yield a whole page around ``articles``."""
    yield from shell("dlextract", _STYLE + _PAGE_STYLE + style, articles)


def fragment(record: Record) -> str:
    """Return one article with its style, to stand in a page of somebody else's."""
    return f"<style>\n{_STYLE}</style>\n" + "\n".join(_article(record, "", "", {})) + "\n"


def _article(record: Record, base: str | None, name: str, pictures: Mapping[int, Picture]) -> Iterator[str]:
    paper = record["paper"]
    place = f' id="{name}"' if name else ""
    yield f'<article class="dlextract"{place}>'
    yield "<header>"
    yield f"<h1>{safe(paper.get('title', '')) or safe(paper['source'])}</h1>"
    about = [paper["source"], str(paper.get("year") or ""), f"doi:{paper['doi']}" if paper.get("doi") else ""]
    yield f'<p class="source">{" · ".join(map(safe, filter(None, about)))}</p>'
    if "error" in record:
        yield f'<p class="error">Not read: {safe(record["error"]["message"])}</p>'
    elif "duplicate_of" in record:
        yield f"<p>The same file as {safe(record['duplicate_of'])}</p>"
    else:
        yield f"<p>{counted(record)}</p>"
    yield "</header>"
    if "answers" in record:
        link = _Link(paper["source"], base, name, pictures)
        for answer in record["answers"]:
            yield from _section(answer, link)
        for one in record.get("contradictions", ()):
            yield f'<section class="twice">\n<h2>{SAID_TWICE}</h2>\n<p class="stated">{safe(one["text"])}</p>'
            yield from _quoted(one["evidence"], link)
            yield "</section>"
        for also in also_found(record):
            yield '<section class="yes">'
            yield f"<h2>Also found: {safe(also.label)}</h2>"
            yield f'<p class="stated">{safe(also.text)}</p>'
            yield from _quoted(also.evidence, link)
            yield "</section>"
        if record["warnings"]:
            yield "<h2>Warnings</h2>"
            yield from (f"<p>{safe(warning)}</p>" for warning in gathered(record["warnings"]))
        for number, picture in sorted(pictures.items()):
            yield from _figure(record, number, picture, name)
    yield "</article>"


class _Link(NamedTuple):
    """Where the pages of a paper are: on this page, or in the PDF."""

    source: str
    base: str | None
    name: str
    pictures: Mapping[int, Picture]

    def to(self, page: int, answer: Record | None) -> str:
        text = f"p. {page}"
        if page in self.pictures:
            boxed = answer is not None and any(_is_boxed(answer, place, page) for place in answer["evidence"])
            question = f"q{answer['cq']}" if answer and boxed else ""
            return f'<a href="#{self.name}{question}page{page}">{text}</a>'
        if self.base is None or not is_pdf(self.source):
            return text
        return f'<a href="{escape(link_to(self.source, page, self.base))}">{text}</a>'


def _is_boxed(answer: Record, place: Record, page: int) -> bool:
    return bool(answer["stated"] and place["page"] == page and place.get("boxes"))


def _kind(answer: Record) -> str:
    if not answer["stated"]:
        return "no"
    return "yes unsure" if answer.get("confidence", 1.0) < UNSURE else "yes"


def _section(answer: Record, link: _Link) -> Iterator[str]:
    place = f"{link.name}q{answer['cq']}"
    yield f'<section class="{_kind(answer)}"' + (f' id="{place}">' if link.name else ">")
    ask = f"{answer['cq']}. {safe(answer['ask'])}"
    yield f'<h2><a href="#{place}">{ask}</a></h2>' if link.name else f"<h2>{ask}</h2>"
    sure = answer.get("confidence")
    told = f' <span class="sure">confidence {sure:.2f}</span>' if sure is not None else ""
    yield f'<p class="{"stated" if answer["stated"] else "open"}">{safe(short_of(answer))}{told}</p>'
    if more := beside_short(answer):
        yield f'<p class="text">{safe(more)}</p>'
    yield from _quoted(answer["evidence"], link, answer)
    if answer.get("pointer"):
        yield f"<p>{safe(answer['pointer'])}</p>"
    yield "</section>"


def _figure(record: Record, number: int, picture: Picture, name: str) -> Iterator[str]:
    """Yield a page as a picture with its evidence boxed, each box with the number of its question."""
    yield f'<figure id="{name}page{number}"><figcaption>p. {number}</figcaption>'
    yield f'<svg viewBox="0 0 {picture.width} {picture.height}" role="img" aria-label="page {number}">'
    yield f'<image href="{escape(picture.address)}" width="{picture.width}" height="{picture.height}"/>'
    for answer in record["answers"]:
        boxes = [
            [float(side) for side in box]
            for place in answer["evidence"]
            if _is_boxed(answer, place, number)
            for box in place["boxes"]
        ]
        if not boxes:
            continue
        place = f'id="{name}q{answer["cq"]}page{number}" href="#{name}q{answer["cq"]}"'
        yield f"<a {place}><title>{answer['cq']}. {safe(short_of(answer))}</title>"
        for x0, y0, x1, y1 in boxes:
            yield f'<rect x="{x0}" y="{y0}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"/>'
        yield f'<text x="{boxes[0][0] - 2:.1f}" y="{boxes[0][3] - 2:.1f}">{answer["cq"]}</text></a>'
    yield "</svg></figure>"


def quoted(evidence: Sequence[Record], source: str, base: str | None) -> Iterator[str]:
    """Yield the quotes of ``evidence``, each with a link to its page."""
    return _quoted(evidence, _Link(source, base, "", {}))


def _quoted(evidence: Sequence[Record], link: _Link, answer: Record | None = None) -> Iterator[str]:
    for quote in quotes(evidence):
        yield f"<blockquote>{link.to(quote.page, answer)}: {marked(quote)}</blockquote>"


def marked(quote: MarkedQuote) -> str:
    """Return the words of ``quote`` with the found ones marked."""
    return "".join(f"<mark>{escape(part)}</mark>" if found else escape(part) for part, found in quote.parts).strip()


def safe(text: str) -> str:
    """Return ``text`` on one line, its special characters escaped."""
    return escape(printable(text))
