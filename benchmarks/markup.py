"""Compares reading a paper as JATS, TEI or HTML with reading its PDF: which used facts are found, and which are right.

python benchmarks/markup.py [COUNT] [--keep DIR] [--misses]

COUNT papers (12) are made up, each with values that are known, and are written in four kinds of markup and, by headless
Chromium (playwright), as a PDF: one or two columns, running heads, words broken at line ends, words in figures, every
third with line numbers. All say the same.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlextract import Extractor
from dlextract.report import Report

Fact = tuple[str, str]
Block = tuple[str, Any]

GPUS = {"NVIDIA V100": "Tesla V100", "NVIDIA A100": "NVIDIA A100", "NVIDIA GeForce RTX 3090": "GeForce RTX 3090"}
NETWORKS = ("ResNet-50", "DenseNet-121", "U-Net", "Faster R-CNN", "MobileNetV2")
OTHERS = ("VGG-16", "AlexNet", "Inception-v3")
DATA = ("ImageNet", "MS COCO", "CIFAR-10")
FRAMEWORKS = (("PyTorch", "1.13"), ("TensorFlow", "2.9"), ("Keras", "2.4"))
OPTIMIZERS = ("Adam", "AdamW", "SGD", "RMSprop")
LABELS = (
    *("ARCHITECTURE", "BATCH_SIZE", "CODE_LINK", "DATA_LINK", "DATASET", "DROPOUT", "EPOCHS", "FRAMEWORK", "GPU"),
    *("INPUT_SIZE", "LEARNING_RATE", "OPTIMIZER", "RANDOM_SEED", "TEST_SPLIT", "TRAIN_SPLIT", "VALIDATION_SPLIT"),
    *("WEIGHT_DECAY",),
)
FORMS = ("nxml", "tei.xml", "latexml.html", "publisher.html", "pdf")


@dataclass(frozen=True)
class Made:
    """A made-up paper: sections of ``(heading, blocks)``.

    A block is ``("p", text)``, ``("table", (caption, rows))``, ``("figure", caption)`` or ``("formula", TeX)``; in
    texts ``^…^`` is a superscript and ``{…}`` a footnote, and a cell ``text//2`` is two columns wide. ``facts`` are
    those of the authors, ``scoped`` those that hold for one stage or network: ``(label, value, scope)``.
    """

    title: str
    abstract: str
    sections: tuple[tuple[str, tuple[Block, ...]], ...]
    references: tuple[str, ...]
    facts: frozenset[Fact]
    scoped: frozenset[tuple[str, str, str]]
    columns: int
    numbered: bool


def made(number: int) -> Made:
    """Return paper ``number``."""
    rng = random.Random(number)
    gpu, network, other = rng.choice(sorted(GPUS)), rng.choice(NETWORKS), rng.choice(OTHERS)
    data, (framework, version), optimizer = rng.choice(DATA), rng.choice(FRAMEWORKS), rng.choice(OPTIMIZERS)
    rates = [(rng.randint(1, 9), power) for power in rng.sample(range(2, 6), 2)]
    batches, epochs = rng.sample((8, 12, 16, 24, 32, 48, 64), 2), rng.sample((15, 30, 45, 60, 90, 120), 2)
    decays, drops = rng.sample(range(3, 7), 2), rng.sample((0.1, 0.2, 0.3, 0.4, 0.5), 2)
    seed, side = rng.randint(1, 99), rng.choice((224, 299, 512))
    train, check = rng.choice(((70, 15), (80, 10), (60, 20)))
    name = f"{rng.choice(('Fen', 'Reed', 'Gorse', 'Larch'))}{rng.choice(('Cam', 'Scan', 'Lights'))}"
    code = f"https://github.com/example-{name.lower()}/net{number}"
    doi = f"https://doi.org/10.5281/zenodo.{1000000 + number}"
    powers = [f"{digit} × 10^−{power}^" for digit, power in rates]
    values = [f"{digit * 10.0**-power:.{power}f}" for digit, power in rates]
    intro = (
        f"Counting animals by hand takes weeks, and the results depend on who counts. Poe and others trained {other} "
        "on eight Tesla K80 GPUs with a batch size of 256 and a learning rate of 0.1 [1], but only for single animals. "
        "Photographs of many animals that lie over one another are harder, and few networks were tried on them [2]."
    )
    photos = (
        f"We collected {rng.randint(2, 9)},{rng.randint(100, 999)} photographs at nine stations and call them {name}."
        f"{{The stations were chosen by lot.}} The photographs were divided at random: {train}% for training, {check}% "
        f"for validation and {100 - train - check}% for testing. All were resized to {side} × {side} pixels."
    )
    net = (
        f"Our network is a {network} that was pre-trained on {data}. The last layer was replaced by one with twelve "
        f"outputs, behind a dropout layer. For comparison we trained {other} in the same way. The loss is"
    )
    training = (
        f"We trained the networks in two stages with {optimizer}; the learning rate was {powers[0]} in the first "
        f"stage. Table 1 lists what differs between the stages, and Table 2 what differs between the networks. "
        f"Everything was written in {framework} {version} and ran on one {GPUS[gpu]} GPU. The random seed was fixed at "
        f"{seed}."
    )
    stages = (
        "Settings of the two stages.",
        (
            ("Setting", "Stage 1", "Stage 2"),
            ("Learning rate", *powers),
            ("Batch size", *map(str, batches)),
            ("Epochs", *map(str, epochs)),
        ),
    )
    networks = (
        "Settings of each network.",
        (
            ("", "Regularisation//2", "Augmentation"),
            ("Network", "Weight decay", "Dropout", "Rotation"),
            *(
                (one, f"10^−{decay}^", str(drop), f"{rng.randint(5, 45)}°")
                for one, decay, drop in zip((network, other), decays, drops, strict=True)
            ),
        ),
    )
    results = (
        "Results on the photographs for testing.",
        (
            ("Network", "Precision", "Recall"),
            *((one, f"{rng.uniform(0.6, 0.9):.2f}", f"{rng.uniform(0.6, 0.9):.2f}") for one in (network, other)),
        ),
    )
    pairs = [("LEARNING_RATE", values), ("BATCH_SIZE", list(map(str, batches))), ("EPOCHS", list(map(str, epochs)))]
    scoped = {(label, value, f"stage {at}") for label, both in pairs for at, value in enumerate(both, start=1)}
    for one, decay, drop in zip((network, other), decays, drops, strict=True):
        scoped |= {("WEIGHT_DECAY", f"{10.0**-decay:.{decay}f}", one), ("DROPOUT", str(drop), one)}
    plain = {
        *(("ARCHITECTURE", network), ("ARCHITECTURE", other), ("CODE_LINK", code), ("DATA_LINK", doi)),
        *(("DATASET", name), ("DATASET", data), ("FRAMEWORK", framework), ("GPU", gpu), ("OPTIMIZER", optimizer)),
        *(("INPUT_SIZE", f"{side}x{side}"), ("RANDOM_SEED", str(seed)), ("TRAIN_SPLIT", str(train / 100))),
        *(("VALIDATION_SPLIT", str(check / 100)), ("TEST_SPLIT", str((100 - train - check) / 100))),
    }
    future = "Small networks are enough for this. In future work we will try a Vision Transformer."
    return Made(
        title=f"Counting animals on photographs of {name} with a small network",
        abstract=f"A {network} counts animals on {name}, a set of photographs that we made, as well as people do.",
        sections=(
            ("Introduction", (("p", intro),)),
            ("Photographs", (("p", photos), ("figure", "A photograph of the first station."))),
            ("Network", (("p", net), ("formula", r"L=-\sum_{i} y_{i}\log p_{i}"))),
            ("Training", (("p", training), ("table", stages), ("table", networks))),
            ("Results", (("p", "Our network was better (Table 3)."), ("table", results), ("figure", "Loss by epoch."))),
            ("Discussion", (("p", future),)),
            (
                "Data availability",
                (("p", f"The code is available at {code}. The photographs are available at {doi}."),),
            ),
        ),
        references=("Poe B. Birds with AlexNet. J Birds 2018.", "Roe C. Frogs on a GTX 1080. J Frogs 2019."),
        facts=frozenset(plain | {(label, value) for label, value, _ in scoped}),
        scoped=frozenset(scoped),
        columns=1 + number % 2,
        numbered=number % 3 == 2,
    )


def _inline(text: str, high: str, note: str) -> str:
    """Return ``text`` as markup; ``high`` and ``note`` are what superscripts and footnotes become."""
    out = html.escape(text, quote=False)
    parts = out.split("^")
    out = "".join(high % part if at % 2 else part for at, part in enumerate(parts))
    return out.replace("{", note.partition("%s")[0]).replace("}", note.partition("%s")[2])


def _rows(rows: Any, row: str, head: str, cell: str, span: str, high: str) -> str:
    """Return the rows of a table: the one named like columns, and those above it, as ``head``, all others as ``cell``.

    ``span`` is the attribute of a cell that is several columns wide.
    """
    heads = 2 if any("//" in text for text in rows[0]) else 1

    def one(text: str, kind: str) -> str:
        said, _, wide = text.partition("//")
        return kind % (f' {span}="{wide}"' if wide else "", _inline(said, high, "%s"))

    return "".join(
        row % "".join(one(text, head if number < heads else cell) for text in cells)
        for number, cells in enumerate(rows)
    )


def jats(paper: Made) -> str:
    """Return the paper as JATS."""
    high, note, tables, body = "<sup>%s</sup>", "<fn><p>%s</p></fn>", 0, ""
    for title, blocks in paper.sections:
        body += f"<sec><title>{title}</title>"
        for kind, content in blocks:
            if kind == "p":
                body += f"<p>{_inline(content, high, note)}</p>"
            elif kind == "formula":
                body += f"<disp-formula><label>(1)</label><tex-math>{content}</tex-math></disp-formula>"
            elif kind == "figure":
                body += f"<fig><caption><p>{content}</p></caption><graphic/></fig>"
            else:
                tables += 1
                caption, rows = content
                body += f"<table-wrap><label>Table {tables}</label><caption><p>{caption}</p></caption><table>"
                body += _rows(rows, "<tr>%s</tr>", "<th%s>%s</th>", "<td%s>%s</td>", "colspan", high)
                body += "</table></table-wrap>"
        body += "</sec>"
    references = "".join(f"<ref><mixed-citation>{one}</mixed-citation></ref>" for one in paper.references)
    return (
        "<article><front><article-meta><title-group><article-title>"
        f"{paper.title}</article-title></title-group><abstract><p>{paper.abstract}</p></abstract></article-meta></front>"
        f"<body>{body}</body><back><ref-list><title>References</title>{references}</ref-list></back></article>"
    )


def tei(paper: Made) -> str:
    """Return the paper as TEI."""
    high, note, body, tables = '<hi rend="superscript">%s</hi>', '<note place="foot">%s</note>', "", ""
    count = 0
    for title, blocks in paper.sections:
        body += f"<div><head>{title}</head>"
        for kind, content in blocks:
            if kind == "p":
                body += f"<p>{_inline(content, high, note)}</p>"
            elif kind == "formula":
                body += f"<formula>{content}</formula>"
            elif kind == "figure":
                tables += f"<figure><figDesc>{content}</figDesc></figure>"
            else:
                count += 1
                caption, rows = content
                tables += f'<figure type="table"><head>Table {count}</head><figDesc>{caption}</figDesc><table>'
                tables += _rows(rows, "<row>%s</row>", "<cell%s>%s</cell>", "<cell%s>%s</cell>", "cols", high)
                tables += "</table></figure>"
        body += "</div>"
    references = "".join(f"<biblStruct><note>{one}</note></biblStruct>" for one in paper.references)
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title level="a" type="main">'
        f"{paper.title}</title></titleStmt></fileDesc><profileDesc><abstract><p>{paper.abstract}</p></abstract>"
        f"</profileDesc></teiHeader><text><body>{body}{tables}</body><back>"
        f'<div type="references"><listBibl>{references}</listBibl></div></back></text></TEI>'
    )


def web(paper: Made, latexml: bool, printed: bool = False) -> str:
    """Return the paper as LaTeXML or a publisher writes it; ``printed``: what becomes a PDF."""

    def mark(name: str) -> str:
        return f' class="ltx_{name}"' if latexml else ""

    high, note, count, body = "<sup>%s</sup>", f"<span{mark('note')}><small> %s </small></span>", 0, ""
    for number, (title, blocks) in enumerate(paper.sections, start=1):
        tag = f'<span class="ltx_tag">{number} </span>' if latexml else f"{number}. "
        body += f"<section{mark('section')}><h2{mark('title')}>{tag}{title}</h2>"
        for kind, content in blocks:
            if kind == "p":
                said = _inline(content, high, note)
                body += f"<p{mark('p')}>{_broken(said) if printed else said}</p>"
            elif kind == "formula":
                body += f'<p><math display="block" alttext="{content}">{_FORMULA}</math></p>'
            elif kind == "figure":
                body += f"<figure>{_FIGURE if printed else '<img>'}<figcaption>{content}</figcaption></figure>"
            else:
                count += 1
                caption, rows = content
                body += f"<figure{mark('table')}><figcaption>Table {count}: {caption}</figcaption>"
                body += f"<table{mark('tabular')}>"
                body += _rows(
                    rows,
                    "<tr>%s</tr>",
                    "<th%s>%s</th>" if latexml else "<td%s>%s</td>",
                    "<td%s>%s</td>",
                    "colspan",
                    high,
                )
                body += "</table></figure>"
        body += "</section>"
    references = "".join(f"<li{mark('bibitem')}>[{at}] {one}</li>" for at, one in enumerate(paper.references, start=1))
    lines = '<div class="lines">' + "<br>".join(map(str, range(1, 60))) + "</div>" if printed and paper.numbered else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{paper.title}</title><style>{_STYLE}'
        f"article {{ columns: {paper.columns}; }}</style></head><body>{lines}<article{mark('document')}>"
        f"<h1{mark('title_document')}>{paper.title}</h1>"
        f"<div{mark('abstract')}><h6>Abstract</h6><p>{paper.abstract}</p></div>"
        f"{body}<section{mark('bibliography')}><h2>References</h2><ul>{references}</ul></section></article></body></html>"
    )


def _broken(text: str) -> str:
    """Return ``text`` with places where its long words may be broken."""
    return re.sub(
        r"(?<![/.\w<-])[A-Za-z]{7,}(?![\w./>-]*[/>])", lambda found: _SYLLABLES.sub("\\1\u00ad", found[0]), text
    )


_SYLLABLES = re.compile(r"([a-z]{3})(?=[a-z]{3})")
_FORMULA = (
    "<mi>L</mi><mo>=</mo><mo>−</mo><mo>∑</mo><msub><mi>y</mi><mi>i</mi></msub><mi>log</mi>"
    "<msub><mi>p</mi><mi>i</mi></msub>"
)
_FIGURE = (
    '<svg viewBox="0 0 200 90" width="60mm">'
    + "".join(f'<text x="{20 + 45 * at}" y="85" font-size="8">{10 * at}</text>' for at in range(5))
    + "".join(f'<text x="2" y="{70 - 20 * at}" font-size="8">0.{at}</text>' for at in range(4))
    + '<text x="90" y="20" font-size="8">batch size 256</text><text x="90" y="40" font-size="8">batch size 4</text>'
    + '<path d="M20 70 L180 20" stroke="black" fill="none"/></svg>'
)
_STYLE = """body { font: 9.5pt/1.3 serif; margin: 0; } article { column-gap: 7mm; text-align: justify; }
h1 { column-span: all; font-size: 16pt; } h2 { font-size: 10.5pt; }
table { border-collapse: collapse; font-size: 8.5pt; } td { padding: 0 3mm 0 0; text-align: left; }
figure { margin: 6mm 0; border-top: .3mm solid; border-bottom: .3mm solid; break-inside: avoid; }
tr:first-child td { border-bottom: .2mm solid; } sup { line-height: 0; font-size: 70%; }
.lines { position: fixed; left: -9mm; top: 0; font-size: 6pt; line-height: 12.35pt; text-align: right; width: 6mm; }
"""


def write(papers: list[Made], folder: Path) -> dict[str, list[Path]]:
    """Write every form of every paper, and return the files by form."""
    from playwright.sync_api import sync_playwright

    files: dict[str, list[Path]] = {form: [] for form in FORMS}
    for number, paper in enumerate(papers):
        texts = {"nxml": jats(paper), "tei.xml": tei(paper)}
        texts |= {"latexml.html": web(paper, latexml=True), "publisher.html": web(paper, latexml=False)}
        for form, text in texts.items():
            files[form].append(folder / f"{number:02}.{form}")
            files[form][-1].write_text(text, encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    head = '<div style="font-size:7pt;width:100%;text-align:center">Letters in Made-up Ecology 3 (2022)</div>'
    foot = '<div style="font-size:7pt;width:100%;text-align:center"><span class="pageNumber"></span></div>'
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        for number, paper in enumerate(papers):
            page.set_content(web(paper, latexml=False, printed=True))
            path = folder / f"{number:02}.pdf"
            page.pdf(path=path, format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"),
                     display_header_footer=True, header_template=head, footer_template=foot)  # fmt: skip
            files["pdf"].append(path)
    return files


def plain(value: str) -> str:
    """Return a form in which equal numbers and equal names are equal."""
    try:
        return format(float(value), "g")
    except ValueError:
        return value.casefold()


def found(report: Report) -> tuple[set[Fact], set[tuple[str, str, str]]]:
    """Return the used facts of a report, and those with a scope."""
    used = [fact for fact in report.facts if fact.status == "used" and fact.label in LABELS]
    scoped = {(fact.label, plain(fact.value), fact.scope.casefold()) for fact in used if fact.scope}
    return {(fact.label, plain(fact.value)) for fact in used}, scoped


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=12)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    papers = [made(number) for number in range(given.count)]
    extractor = Extractor()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        files = write(papers, folder)
        print(f"{given.count} papers, {sum(len(paper.facts) for paper in papers)} facts of {len(LABELS)} labels")
        print(f"{'':16} {'found':>7} {'right':>7} {'F1':>6} {'by scope':>9}")
        for form in FORMS:
            counts = Counter[str]()
            for paper, path in zip(papers, files[form], strict=True):
                report = extractor.read(path)
                assert isinstance(report, Report), report
                got, scoped = found(report)
                want = {(label, plain(value)) for label, value in paper.facts}
                wanted = {(label, plain(value), scope.casefold()) for label, value, scope in paper.scoped}
                counts.update(hit=len(got & want), got=len(got), want=len(want))
                counts.update(scope_hit=len(scoped & wanted), scope=len(wanted))
                if given.misses:
                    print(f"  {path.name}: missed {sorted(want - got)}, wrong {sorted(got - want)}")
            recall, precision = counts["hit"] / counts["want"], counts["hit"] / counts["got"]
            f1 = 2 * recall * precision / (recall + precision)
            print(f"{form:16} {recall:7.1%} {precision:7.1%} {f1:6.3f} {counts['scope_hit'] / counts['scope']:9.1%}")


if __name__ == "__main__":
    main()
