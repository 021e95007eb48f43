"""Papers in JATS, TEI and HTML, as publishers, preprint servers and LaTeXML write them; the papers are made up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dlextract import Extractor
from dlextract.errors import PaperError
from dlextract.reading import read_paper
from dlextract.records import Paper

lxml = pytest.importorskip("lxml", reason="the extra markup is not installed")

from dlextract.reading.markup.formulas import tex  # noqa: E402

Headings = Mapping[str, tuple[str, ...]]
FOLDER = Path(__file__).parent / "markup"
JATS = (
    b'<?xml version="1.0"?>%s<article><front><article-meta><title-group><article-title>T</article-title></title-group>'
    b"</article-meta></front><body><sec><title>Methods</title><p>%s</p></sec></body></article>"
)
PAGE = "<html><head>{}</head><body><article><h1>T</h1><h2>Methods</h2>{}<h2>Results</h2><p>Good.</p></article></body>"


def paper(name: str, headings: Headings) -> Paper:
    found = read_paper(FOLDER / name, headings=headings)
    assert_whole(found)
    return found


def assert_whole(found: Paper) -> None:
    """Check that sections follow one another over the whole text, and that tables stand where they say."""
    assert found.sections[0].start == 0
    assert found.sections[-1].end == len(found.text)
    for one, following in zip(found.sections, found.sections[1:], strict=False):
        assert one.start <= one.body <= one.end == following.start
        assert found.text[one.start : one.body] in (one.title, "")
    for table in found.tables:
        for row in table.rows:
            for cell in row:
                assert table.start <= cell.start <= cell.end <= table.end
                assert found.text[cell.start : cell.end] == cell.text
    assert (len(found.pages), found.pages[0].end, found.lines) == (1, len(found.text), ())
    assert found.boxes(0, len(found.text)) == ()


def sections(found: Paper) -> list[tuple[str, str, list[str]]]:
    """Return role, heading and paragraphs of each section."""
    return [
        (one.role, one.title, [part for part in found.text[one.body : one.end].split("\n\n") if part])
        for one in found.sections
    ]


def test_jats(headings: Headings) -> None:
    found = paper("jats.nxml", headings)
    assert (found.title, found.title_from) == ("Hearing crickets with a small network", "metadata")
    assert (found.doi, found.year, found.year_from, found.warnings) == ("10.99999/jni.2021.17", 2021, "metadata", ())
    settings = (
        "We trained the network with Adam and a learning rate of 5 × 10^−4 on one NVIDIA V100, with a weight decay of "
    )
    settings += "10^−6. The settings are listed in Table 1:"
    assert sections(found) == [
        ("title", "", ["Hearing crickets with a small network"]),
        ("abstract", "Abstract", []),
        ("abstract", "Background", ["Crickets sing at night and are hard to count by ear."]),
        ("abstract", "Methods", ["A ResNet-50 that was pre-trained on ImageNet was fine-tuned on spectrograms."]),
        ("other", "", ["Keywords: crickets, deep learning"]),
        (
            "introduction",
            "1. Introduction",
            ["Earlier studies used VGG-16 for birds [1], and others listened to frogs [2,3]."],
        ),
        ("methods", "2. What we did", []),
        (
            "methods",
            "2.1. Recordings",
            [
                "We recorded 1,200 hours in 10 m2 plots. The data were split into 80% for training and 20% for "
                "testing.",
                "Recorders were a gift of nobody.",
            ],
        ),
        (
            "methods",
            "2.2. Training",
            [settings, "the batch size was 32, and", "training ran for 40 epochs.", "L = 1/n∑li"],
        ),
        ("caption", "", ["Table 1. Hyperparameters of both stages."]),
        ("table", "", ["Setting\tStage\nStage 1\tStage 2\nBatch size\t32\t16\nEpochs\t40"]),
        ("methods", "2.2. Training", ["Stage 2 was short."]),
        ("results", "3. Results", ["The network reached an F1 score of 0.91."]),
        ("caption", "", ["Figure 1. Songs of five crickets."]),
        ("acknowledgements", "", ["We thank the crickets."]),
        ("availability", "Data availability", ["The recordings are available at Zenodo."]),
        ("appendix", "Stations", ["There were nine stations."]),
        (
            "references",
            "References",
            ["1 Poe B. Birds with AlexNet. J Birds. 2018.", "2 Roe C Frogs on a GTX 1080 2019"],
        ),
    ]
    (table,) = found.tables
    assert table.heading_rows == 2
    assert found.text[slice(*table.caption)] == "Table 1. Hyperparameters of both stages."
    assert [[(cell.text, cell.column, cell.span) for cell in row] for row in table.rows] == [
        [("Setting", 0, 1), ("Stage", 1, 2)],
        [("Stage 1", 1, 1), ("Stage 2", 2, 1)],
        [("Batch size", 0, 1), ("32", 1, 1), ("16", 2, 1)],
        [("Epochs", 0, 1), ("40", 1, 1)],
    ]
    assert [(found.text[link.start : link.end], link.uri) for link in found.links] == [
        ("Zenodo", "https://doi.org/10.5281/zenodo.7")
    ]


def test_tei_of_grobid(headings: Headings) -> None:
    found = paper("grobid.xml", headings)
    assert (found.title, found.doi, found.year) == ("Counting bats by their calls", "10.99999/bats.4", 2020)
    assert sections(found) == [
        ("title", "", ["Counting bats by their calls"]),
        ("abstract", "Abstract", ["Bats call too high for us. A network counts them."]),
        ("introduction", "1 Introduction", ["Others used YOLOv3 [1]."]),
        ("methods", "2 The network", ["We trained a ResNet-18 in PyTorch.", "p = 1/n (1)"]),
        ("methods", "2.1 Settings", ["We used SGD with a learning rate of 10 -3 and a batch size of 64."]),
        ("caption", "", ["Figure 1 . A call."]),
        ("caption", "", ["Table 1 : Settings of the training"]),
        ("table", "", ["Setting\tValue\nOptimizer\tSGD\nBatch size\t64"]),
        ("methods", "2.1 Settings", ["One run."]),
        ("acknowledgements", "Acknowledgements", ["We thank NVIDIA for a Titan Xp."]),
        ("references", "References", ["Boxes at night A Moe J Boxes 2018"]),
    ]
    assert [found.text[slice(*table.caption)] for table in found.tables] == ["Table 1 : Settings of the training"]


def test_html_of_latexml(headings: Headings) -> None:
    found = paper("latexml.html", headings)
    assert (found.title, found.doi, found.warnings) == ("Seeing owls in the dark", "", ())
    training = "We train with AdamW, β1 = 0.9, and a learning rate of 2 × 10^−4 on 4 NVIDIA A100 GPUs. Our code is at "
    assert sections(found) == [
        ("title", "", ["Seeing owls in the dark"]),
        ("abstract", "Abstract", ["Owls are seen by a network at night, and we count them."]),
        ("introduction", "1 Introduction", ["Others used Faster R-CNN [1]."]),
        ("methods", "2 Our detector", []),
        ("methods", "2.1 Optimisation", [f"{training}https://github.com/nobody/owls.", "L = 1/2 (1)"]),
        ("caption", "", ["Table 1: Settings of the training."]),
        ("table", "", ["Epochs\t90\nDropout\t0.1"]),
        ("references", "References", ["[1]B. Poe. Owls on a TPU."]),
        ("appendix", "Appendix A Further runs", ["We also trained with seed 7."]),
    ]
    assert [found.text[slice(*table.caption)] for table in found.tables] == ["Table 1: Settings of the training."]
    assert [link.uri for link in found.links] == ["https://github.com/nobody/owls"]


def test_html_of_a_publisher(headings: Headings) -> None:
    found = paper("publisher.html", headings)
    assert (found.title, found.doi, found.year) == ("Mapping mosses from the air", "10.99999/moss.9", 2019)
    network = "We trained a U-Net with a learning rate of 10^-3 and a batch size of 8 (Table 1)."
    assert sections(found) == [
        ("title", "", ["Mapping mosses from the air"]),
        ("other", "", ["Ada Doe"]),
        ("abstract", "Abstract", ["Mosses were mapped by a U-Net."]),
        ("introduction", "Introduction", ["Others mapped lichens [1] with SegNet."]),
        ("methods", "Methods", []),
        ("methods", "Network", [network]),
        ("caption", "", ["Table 1 Split of the plots."]),
        ("table", "", ["Part\tPlots\nTraining\t70\nTest\t30"]),
        ("caption", "", ["Fig. 1"]),
        ("methods", "Network", ["A moss from above."]),
        ("availability", "Data availability", ["See here."]),
        ("references", "References", ["Poe, B. Lichens with AlexNet. J Lichen (2016)."]),
    ]
    assert [link.uri for link in found.links] == ["https://zenodo.org/record/5"]


def test_facts_stand_in_their_sections_and_have_no_boxes(extractor: Extractor) -> None:
    report = extractor.read(FOLDER / "jats.nxml")
    found = {
        (fact.label, fact.value, fact.scope): fact.evidence[0].section for fact in report.facts if fact.status == "used"
    }
    assert {
        ("LEARNING_RATE", "0.0005", ""): "methods",
        ("WEIGHT_DECAY", "0.000001", ""): "methods",
        ("GPU", "NVIDIA V100", ""): "methods",
        ("BATCH_SIZE", "16", "Stage Stage 2"): "table",
        ("EPOCHS", "40", "Stage Stage 1"): "methods",
        ("TRAIN_SPLIT", "0.8", ""): "methods",
        ("DATA_LINK", "https://doi.org/10.5281/zenodo.7", ""): "availability",
    }.items() <= found.items()
    assert not {"AlexNet", "NVIDIA GTX 1080"} & {fact.value for fact in report.facts}
    for fact in report.facts:
        for evidence in fact.evidence:
            assert (evidence.page, evidence.boxes) == (1, ())
            assert report.paper.text[evidence.quote_start :].startswith(evidence.quote)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\(10^{-3}\)", "10^-3"),
        (r"$5\times 10^{-4}$", "5 × 10^-4"),
        (r"\beta_{1}=0.9", "β1 = 0.9"),
        (r"\frac{1}{2}\mathrm{lr}", "1/2lr"),
        (r"\documentclass{a}\begin{document}$$x^{2}$$\end{document}", "x2"),
        (r"80\,\%", "80 %"),
        ("x" * 30_000, ""),
    ],
)
def test_formulas_in_tex(source: str, expected: str) -> None:
    assert tex(source) == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<p>An area of 4 m<sup>2</sup> and 10<sup>4</sup> steps, soft\xadware.</p>",
            "An area of 4 m2 and 10^4 steps, software.",
        ),
        ("<div>Loose <b>words</b><p>A paragraph.</p>more</div>", "Loose words\n\nA paragraph.\n\nmore"),
        ("<p hidden>Not shown.</p><p>Shown.<script>no()</script></p>", "Shown."),
        ("<span><div>One</div><div>two</div></span>", "One\n\ntwo"),
        ("<p>a<br>b&nbsp;&nbsp;c &lt;d&gt;</p>", "a b c <d>"),
        ("<table><tr><td>x<table><tr><td>y</td></tr></table></td></tr></table>", "x y"),
        ("<p><math><mi>a</mi><mo>=</mo><msup><mn>10</mn><mn>5</mn></msup></math> steps</p>", "a = 10^5 steps"),
    ],
)
def test_pieces_of_html(headings: Headings, body: str, text: str) -> None:
    found = read_paper("a.html", headings=headings, data=PAGE.format("", body).encode())
    assert found.text == f"T\n\nMethods\n\n{text}\n\nResults\n\nGood."


def test_encodings(headings: Headings) -> None:
    page = PAGE.format('<meta charset="iso-8859-1">', "<p>Müller ± 1</p>")
    assert "Müller ± 1" in read_paper("a.html", headings=headings, data=page.encode("latin-1")).text
    assert "Müller ± 1" in read_paper("a.html", headings=headings, data=PAGE.format("", "Müller ± 1").encode()).text
    jats = '<?xml version="1.0" encoding="UTF-16"?>'
    jats += "<article><body><sec><title>Methods</title><p>Ü.</p></sec></body></article>"
    assert read_paper("a.xml", headings=headings, data=jats.encode("utf-16")).text == "Methods\n\nÜ."


def test_an_abstract_alone_is_said(headings: Headings) -> None:
    page = '<html><head><meta name="citation_title" content="T"></head><body><h2>Abstract</h2><p>Moths.</p></body>'
    found = read_paper("a.html", headings=headings, data=page.encode())
    assert "the file holds no more than title and abstract: the paper itself is elsewhere" in found.warnings


LAUGHS = b'<!DOCTYPE article [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(10)
)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.html", b"<html><body><form>Sign in</form><p>Please log in.</p></body></html>", "this page is no paper"),
        ("a.xml", b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "its outermost element is <svg>"),
        ("a.xml", (JATS % (b"", b"x"))[:-12], "its markup is damaged"),
        ("a.xml", b"<article><front/><body/></article>", "there is no text in it"),
        ("a.xml", JATS % (b"", b"<b>" * 200 + b"</b>" * 200), "nested more than 150 deep"),
        ("a.xml", JATS % (b"", b"<b>" * 5000 + b"</b>" * 5000), "its markup is damaged"),
        ("a.html", b"<html><body>" + b"<div>" * 50_000, "nested more than 150 deep"),
        ("a.xml", JATS % (LAUGHS + b"]>", b"&a9;"), "its markup is damaged"),
        ("a.pdf", b"<!DOCTYPE html><html><body>Sign in</body></html>", "this is an HTML page, not a PDF"),
        ("a.pdf", JATS % (b"", b"x"), "this is an XML file, not a PDF"),
        ("-", PAGE.encode(), "this is an HTML page, not a PDF"),
        ("a.html", b"<!DOCTYPE html><html><head><title>dlextract</title>", "this is an output of dlextract"),
    ],
)
def test_what_is_refused_in_one_line(headings: Headings, name: str, data: bytes, message: str) -> None:
    with pytest.raises(PaperError) as error:
        read_paper(name, headings=headings, data=data)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_nothing_is_fetched_or_opened(headings: Headings, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("opensesame")
    uri = secret.as_uri().encode()
    doctype = (
        b'<!DOCTYPE article SYSTEM "http://127.0.0.1:1/a.dtd" [<!ENTITY x SYSTEM "' + uri + b'"><!ENTITY y "own">]>'
    )
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="' + uri + b'" parse="text"/>'
    found = read_paper("a.xml", headings=headings, data=JATS % (doctype, b"Moths &x;&y; fly.&nbsp;" + include))
    assert found.text == "T\n\nMethods\n\nMoths fly."


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr>", 1),
        ("<tr><td/><td colspan=2>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr><tr><td>1</td><td>2</td></tr>", 2),
        ("<tr><th>a</th></tr><tr><td colspan=2>b</td></tr><tr><td>1</td><td>2</td></tr>", 1),
        ("<tr><td colspan=2>a</td></tr>", 1),
    ],
)
def test_headings_of_tables_that_mark_none(headings: Headings, rows: str, count: int) -> None:
    data = PAGE.format("", f"<table>{rows}</table>").encode()
    [table] = read_paper("page.html", data=data, headings=headings).tables
    assert table.heading_rows == count


def test_tables_without_end_are_cut(headings: Headings) -> None:
    wide = "<table>" + ("<tr>" + "<td colspan=99999999999 rowspan=9999>x</td>" * 300) * 20 + "</table>"
    found = read_paper("a.html", headings=headings, data=PAGE.format("", wide).encode())
    (table,) = found.tables
    assert [[(cell.column, cell.span) for cell in row] for row in table.rows] == [[(0, 200)]]


def test_pages_cannot_be_chosen(headings: Headings) -> None:
    with pytest.raises(PaperError, match="XML and HTML have no pages"):
        read_paper(FOLDER / "jats.nxml", headings=headings, pages=(1, 2))
