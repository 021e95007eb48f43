"""Measures reading: gold quotes found in one piece, pages per CPU second, boxes read back.

python benchmarks/reading.py quotes GOLD_FOLDER PDF_FOLDER [--misses]
python benchmarks/reading.py speed PDF_OR_FOLDER... [--pdfplumber]
python benchmarks/reading.py boxes PDF_OR_FOLDER...

``speed`` also prints times per page. A page's time is what was spent on it alone (its glyphs, lines, rules and links,
and the search for tables on it) and its share, by characters of text, of all that is done for the paper as a whole.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from dlextract.errors import PaperError
from dlextract.patterns import load_knowledge
from dlextract.reading import paper as paper_stage
from dlextract.reading import read_paper, sheets
from dlextract.records import Paper
from dlextract.resources import shipped
from dlextract.words import using

ROUNDS = 3


@cache
def read(path: Path, data: bytes | None = None) -> Paper:
    """Return a paper, read with the shipped headings and words."""
    knowledge = load_knowledge([shipped("patterns")])
    with using(knowledge.words):
        return read_paper(path, headings=knowledge.sections, data=data)


def squeeze(text: str) -> str:
    """Return ``text`` without white space, marks of exponents, and differences of dashes and quotes."""
    text = re.sub(r"[\s^_\u00ad\t]", "", text)
    for old, new in (
        ("[‐‑–—−‒]", "-"),
        ("[“”„]", '"'),
        ("[‘’`´]", "'"),
        ("∼", "~"),
        ("[∗⁎]", "*"),
        ("[µ]", "μ"),
        ("[·⋅]", "·"),
    ):
        text = re.sub(old, new, text)
    return text.lower()


def quotes(node: object) -> Iterator[tuple[str, int]]:
    """Yield every quote with its page in a gold record."""
    if isinstance(node, dict):
        if isinstance(node.get("quote"), str) and node["quote"].strip() and isinstance(node.get("page"), int):
            yield node["quote"], node["page"]
        for value in node.values():
            yield from quotes(value)
    elif isinstance(node, list):
        for value in node:
            yield from quotes(value)


def why_missing(quote: str, paper: str, flat: str) -> str:
    """Return a rough cause for a quote that is not found in one piece."""
    half = len(quote) // 2
    if "..." in quote or "…" in quote or "[" in quote:
        pieces = [piece for piece in re.split(r"\.\.\.|…", quote) if piece]
        if len(pieces) > 1 and all(piece in flat for piece in pieces):
            return "quote with gaps"
    if "-" in quote and quote.replace("-", "") in flat.replace("-", ""):
        return "hyphen"
    letters = re.sub(r"[^a-z]", "", quote)
    if letters and letters in re.sub(r"[^a-z]", "", flat):
        return "digits or signs"
    if quote[:half] in flat and quote[half:] in flat:
        return "cut in two"
    if quote[: min(25, half)] in flat or quote[-min(25, half) :] in flat:
        return "part found"
    return "not found"


def but_for_marks(quote: str) -> re.Pattern[str]:
    """Return a pattern for a quote whose printed text may leave out footnote and citation marks."""
    pieces = re.split(r"(?<=[^\W\d_]|[.,;:)\]])(\d{1,3}(?:[,–-]\d{1,3})*|[*†‡])", quote)
    pattern = "".join(
        re.escape(piece) if index % 2 == 0 else f"(?:{re.escape(piece)})?" for index, piece in enumerate(pieces)
    )
    return re.compile(re.sub(r"^((?:\\d|\d){1,2})(?=https?:|[a-z])", r"(?:\1)?", pattern))


def nearest(quote: str, flat: str) -> str:
    """Return where the longest beginning of a quote that is found goes wrong: wanted against got."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in flat else (low, middle - 1)
    at = flat.find(quote[:low])
    return f"…{quote[max(0, low - 12) : low]}⟨want {quote[low : low + 25]} | got {flat[at + low : at + low + 40]}⟩"


def measure_quotes(gold: Path, pdfs: Path, misses: bool) -> None:
    """Print how many gold quotes stand in one piece in ``Paper.text``, and how many on the gold page."""
    causes: Counter[str] = Counter()
    total = found = paged = marked = 0
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        paper = read(pdfs / record["paper"]["file"])
        places = [index for index, char in enumerate(paper.text) for _ in squeeze(char)]
        flat = squeeze(paper.text)
        own = [0, 0, 0]
        for quote, page in sorted(set(quotes(record))):
            total += 1
            own[0] += 1
            bare = squeeze(quote)
            at = flat.find(bare)
            if at < 0 and (match := but_for_marks(bare).search(flat)):
                at, bare = match.start(), match.group()
                marked += 1
            if at < 0:
                cause = why_missing(bare, paper.text, flat)
                causes[cause] += 1
                if misses:
                    print(f"  {path.stem[:20]} p{page} {cause}: {quote}\n      {nearest(bare, flat)}")
                continue
            found += 1
            own[1] += 1
            on_page = False
            while at >= 0 and not on_page:
                on_page = paper.page_at(places[at]) <= page <= paper.page_at(places[at + len(bare) - 1])
                at = flat.find(bare, at + 1)
            paged += on_page
            own[2] += on_page
            if not on_page and misses:
                print(f"  {path.stem[:20]} p{page} wrong page: {quote}")
        print(f"{path.stem[:44]:44} {own[0]:4} quotes {own[1] / own[0]:7.1%} found {own[2] / own[0]:7.1%} on the page")
    print(f"all: {total} quotes, {found / total:.2%} in one piece, {paged / total:.2%} on the gold page")
    print(f"{marked} of the found ones but for a footnote or citation mark")
    print("misses:", dict(causes.most_common()))


def measure_speed(files: list[Path], beside: bool) -> None:
    """Print pages per CPU second per paper and their median."""
    knowledge = load_knowledge([shipped("patterns")])
    rates: list[float] = []
    per_page: list[float] = []
    floors: list[float] = []
    beside_rates: list[float] = []
    plain: list[float] = []
    tabled: list[float] = []
    for number, path in enumerate(files):
        data = path.read_bytes()
        try:
            paper = read(path, data)
        except PaperError as error:
            print(error)
            continue
        spent = limit = 1e9
        for _ in range(ROUNDS):  # the fastest of some rounds: what the machine does beside it is not measured
            start = time.process_time()
            floor = load_only(data)
            limit = min(limit, time.process_time() - start)
            with page_clock() as pages:
                start = time.process_time()
                with using(knowledge.words):
                    read_paper(path, headings=knowledge.sections, data=data)
                taken = time.process_time() - start
            if taken < spent:
                spent, alone = taken, pages
        if any(page.quality == "no text" for page in paper.pages):
            continue
        rates.append(len(paper.pages) / spent)
        per_page.append(1000 * spent / len(paper.pages))
        line = f"{path.name[:50]:50} {len(paper.pages):4} pages {rates[-1]:7.0f} pages/s"
        line += f" (pdfium alone {floor / limit:5.0f})"
        floors.append(floor / limit)
        with_table = {table.page for table in paper.tables}
        shared = (spent - sum(alone.values())) / max(1, len(paper.text))
        for page in paper.pages:
            own = 1000 * (alone[page.number] + shared * (page.end - page.start))
            (tabled if page.number in with_table else plain).append(own)
        if beside and number % 8 == 0:
            beside_rates.append(plumbed_rate(path))
            line += f"   pdfplumber {beside_rates[-1]:5.1f}"
        print(line)
    print(
        f"median {statistics.median(rates):.0f} pages/s, {ninth(per_page):.1f} ms/page at the 90th percentile of papers"
    )
    print(f"median of pdfium alone {statistics.median(floors):.0f} pages/s")
    if beside_rates:
        print(f"median of pdfplumber's extract_text {statistics.median(beside_rates):.1f} pages/s, every eighth paper")
    for name, times in (("pages without tables", plain), ("pages with tables", tabled)):
        if times:
            print(
                f"{len(times)} {name}: median {statistics.median(times):.1f} ms, {ninth(times):.1f} ms at the 90th"
                f" percentile, at most {max(times):.0f} ms"
            )


def ninth(values: list[float]) -> float:
    """Return the 90th percentile."""
    return sorted(values)[int(0.9 * len(values))]


@contextmanager
def page_clock() -> Iterator[Counter[int]]:
    """Count the CPU seconds that are spent on each page alone, by page number."""
    spent: Counter[int] = Counter()
    read, find = sheets._sheet, paper_stage.find_tables

    def timed_sheet(pdf: Any, number: int, *rest: Any) -> Any:
        start = time.process_time()
        try:
            return read(pdf, number, *rest)
        finally:
            spent[number] += time.process_time() - start

    def timed_tables(lines: Any, art: Any, page: int, *rest: Any) -> Any:
        start = time.process_time()
        try:
            return find(lines, art, page, *rest)
        finally:
            spent[page] += time.process_time() - start

    sheets._sheet, paper_stage.find_tables = timed_sheet, timed_tables
    try:
        yield spent
    finally:
        sheets._sheet, paper_stage.find_tables = read, find


def plumbed_rate(path: Path) -> float:
    """Return how many pages per CPU second pdfplumber's ``extract_text`` reads, by the first ten."""
    import pdfplumber

    start = time.process_time()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages[:10]:
            page.extract_text()
            page.close()
        return min(10, len(pdf.pages)) / (time.process_time() - start)


def load_only(data: bytes) -> int:
    """Load every page and its text with pdfium and do nothing else; return the number of pages."""
    import pypdfium2.raw as raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    pages = raw.FPDF_GetPageCount(document)
    for number in range(pages):
        page = raw.FPDF_LoadPage(document, number)
        text = raw.FPDFText_LoadPage(page)
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)
    raw.FPDF_CloseDocument(document)
    return max(1, pages)


def measure_boxes(files: list[Path], number: int = 200) -> None:
    """Print how many random spans are read back from the glyphs inside their boxes."""
    import pypdfium2

    chance = random.Random(7)
    good = total = 0
    papers: list[tuple[Path, Paper]] = [(path, read(path)) for path in files]
    while total < number:
        path, paper = chance.choice(papers)
        line = chance.choice(paper.lines)
        if len(line.words) < 3:
            continue
        first = chance.randrange(len(line.words) - 2)
        start, end = line.words[first][0], line.words[first + 2][1]
        (page, box), *_ = paper.boxes(start, end)
        total += 1
        pdf = pypdfium2.PdfDocument(path)
        shown = pdf[page - 1]
        left, _, _, top = shown.get_bbox()
        text = shown.get_textpage().get_text_bounded(
            left + box[0] - 1, top - box[3] - 1, left + box[2] + 1, top - box[1] + 1
        )
        pdf.close()
        ok = squeeze(paper.text[start:end]).replace("-", "") in squeeze(text).replace("-", "").replace("\ufffe", "")
        good += ok
        if not ok:
            print(f"{path.name[:30]} p{page} {paper.text[start:end]!r} read back {text!r}")
    print(f"{good} of {total} spans read back from their boxes")


def in_folders(names: list[Path]) -> list[Path]:
    """Return the files, and the PDFs in the folders."""
    return [file for name in names for file in (sorted(name.rglob("*.pdf")) if name.is_dir() else [name])]


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    names = [Path(item) for item in rest if not item.startswith("--")]
    if what == "quotes":
        measure_quotes(names[0], names[1], "--misses" in rest)
    elif what == "speed":
        measure_speed(in_folders(names), "--pdfplumber" in rest)
    else:
        measure_boxes(in_folders(names))
