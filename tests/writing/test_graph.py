"""Records as a knowledge graph: read back by rdflib, fitting the shapes, and answering questions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from graphed import Record, made, queries
from sample import FAILURE, REPORT

from dlextract.doc_keys import MENTIONS
from dlextract.report import Duplicate
from dlextract.writing import GRAPHS, stream, to_dict
from dlextract.writing.graph import SHAPES, VOCABULARY, graph
from dlextract.writing.graph.triples import address, slug
from dlextract.writing.graph.vocabulary import terms

rdflib = pytest.importorskip("rdflib", reason="the extra graph is not installed")

# rdflib warns of its own old names.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")

PAPERS = [
    made(1, seed=True),
    made(2, seed=False),
    made(3, seed=False, data="MS COCO", year=2023, citation_key="Doe2023"),
]
OTHERS = [to_dict(FAILURE), to_dict(Duplicate("again.pdf", f"{1:064x}", "in/1.pdf"))]
PAPER = "urn:sha256:" + "0" * 63

# As in the vocabularies' own files, which are read where they lie beside the others: admin/ns/oa.ttl of
# github.com/w3c/web-annotation at 74992e5d, its-rdf.rdf of github.com/w3c/itsrdf at 4b71ad29.
OA = "Annotation SpecificResource TextQuoteSelector TextPositionSelector FragmentSelector hasBody hasTarget hasSource "
OA += "hasSelector exact prefix suffix start end"
LISTED = {"oa": OA.split(), "itsrdf": ["taConfidence", "taAnnotatorsRef"]}
FILES = {"oa": "oa.ttl", "itsrdf": "its-rdf.rdf"}


def text(records: list[Record], form: str, **more: bool) -> str:
    return "".join(graph(records, form, **more))


def loaded(records: list[Record], **more: bool) -> Any:
    return rdflib.Graph().parse(data=text(records, "ttl", **more))


@pytest.fixture(scope="module")
def three() -> Any:
    return loaded(PAPERS)


def answers(found: Any, query: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(cell and cell.toPython() for cell in row) for row in found.query(query)), key=repr)


def test_the_three_forms_say_the_same_and_always_in_the_same_bytes() -> None:
    records = [*PAPERS, *OTHERS]
    turtle = loaded(records, everything=True)
    json_ld = rdflib.Graph().parse(data=text(records, "jsonld", everything=True), format="json-ld")
    quads = rdflib.Dataset()
    quads.parse(data=text(records, "nq", everything=True), format="nquads")
    triples = {quad[:3] for quad in quads.quads()}
    assert set(turtle) == set(json_ld) == triples
    assert len(turtle) > 1000
    graphs = {str(quad[3]) for quad in quads.quads()}
    assert len(graphs) == 5  # a reading of each paper, what is known of the failure, and the duplicate's other name
    for form in GRAPHS:
        again = b"".join(stream(iter(json.loads(json.dumps(records))), form, several=True)).decode()
        assert again == text(records, form)


def test_a_paper_is_written_before_the_next_is_asked_for() -> None:
    asked = 0

    def records() -> Iterator[Record]:
        nonlocal asked
        for record in PAPERS:
            asked += 1
            yield record

    for form in GRAPHS:
        asked = 0
        pieces = graph(records(), form)
        while PAPER + "1" not in next(pieces):
            pass
        assert asked == 1


def test_all_graphs_fit_the_shapes() -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the extra graph is not installed")
    shapes = rdflib.Graph().parse(SHAPES)
    for everything in (False, True):
        fits, _, said = pyshacl.validate(loaded([*PAPERS, *OTHERS], everything=everything), shacl_graph=shapes)
        assert fits, said


@pytest.mark.parametrize(
    ("taken", "put"),
    [
        ('mls:hasValue "16"^^xsd:integer', 'rdfs:comment "16"'),
        ('taConfidence "0.900"', 'taConfidence "1.900"'),
        ('schema:name "images"', 'schema:name "not stated"'),
        ('oa:start "108"', 'oa:start "999"'),
        ("viewrect=10,20.5,20,19.8", "viewrect=10"),
        ("a dlx:NotStated", 'schema:name "x" ;\n  a dlx:NotStated'),
        ("dlx:status dlx:used", "dlx:status dlx:owned"),
        ("a dlx:Fact, schema:Dataset, mls:Dataset", "a dlx:Fact, mls:Dataset"),
    ],
)
def test_the_shapes_see_what_is_wrong(taken: str, put: str) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the extra graph is not installed")
    right = text(PAPERS[1:2], "ttl")
    assert taken in right
    wrong = rdflib.Graph().parse(data=right.replace(taken, put))
    assert not pyshacl.validate(wrong, shacl_graph=rdflib.Graph().parse(SHAPES))[0]


def test_the_queries_of_the_manual(three: Any, root: Path) -> None:
    _, (no_seed, batch_sizes, silent) = queries(root)
    assert answers(three, no_seed) == [(PAPER + "2", "Paper 2")]
    box = "page=2&viewrect=10,20.5,20,19.8"
    assert answers(three, batch_sizes) == [(16, Decimal("0.9"), "We have 16 here.", box)] * 3
    assert answers(three, silent) == []
    assert answers(three, silent.replace("hardware", "randomness")) == [
        (PAPER + "2", Decimal("0.875")),
        (PAPER + "3", Decimal("0.875")),
    ]


def test_thirteen_questions_are_answered_from_the_graph(root: Path) -> None:
    numbered, _ = queries(root)
    one = loaded([*PAPERS[:1], *OTHERS], everything=True)
    found = {number: [row[1:] for row in answers(one, query)] for number, query in numbered.items()}
    assert found == {
        2: [("images",)],
        4: [("horizontal flip",)],
        5: [("ImageNet", "pretraining"), ("NightScreen", "evaluation"), ("NightScreen", "training")],
        6: [('scaled to "unit" range\nby \\ hand',)],
        10: [("https://example.org/a b<c>",)],
        12: [("CSPDarknet", "compared"), ("FPN", "component"), ("ResNet-50", "main")],
        13: [
            ("stage 1", "batch size", 16),
            ("stage 1", "learning rate", found[13][1][2]),
            ("stage 2", "batch size", 8),
            (None, "optimizer", "AdamW"),
            (None, "random seed", 42),
            (None, "weight decay", found[13][5][2]),
        ],
        15: [("AdamW",)],
        17: [("weight decay", None), (found[13][5][2], "weight decay")],
        19: [("PyTorch", "1.13")],
        20: [("NVIDIA V100", 8)],
        22: [("mAP",)],
        25: [("object detection",), ("present a detector",)],
    }
    assert [str(found[13][place][2]) for place in (1, 5)] == ["0.00001", "0.01"]


@pytest.mark.slow
def test_twenty_papers_fit_the_shapes_and_answer_every_query(root: Path) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the extra graph is not installed")
    twenty = loaded([made(n, seed=n % 2 == 0, data=("ImageNet", "MS COCO")[n % 5 == 0]) for n in range(1, 21)])
    fits, _, said = pyshacl.validate(twenty, shacl_graph=rdflib.Graph().parse(SHAPES))
    assert fits, said
    numbered, (no_seed, batch_sizes, silent) = queries(root)
    papers = {f"urn:sha256:{n:064x}" for n in range(1, 21)}
    assert {cq for cq, query in numbered.items() if {str(row[0]) for row in twenty.query(query)} != papers} == set()
    assert [paper[-1] for paper, _ in answers(twenty, no_seed)] == list("1379bd13")  # odd, but for 5 and 15
    assert len(answers(twenty, batch_sizes)) == 20
    assert len(answers(twenty, silent.replace("hardware", "randomness"))) == 10


def test_what_was_not_used_has_properties_of_its_own() -> None:
    dlx = rdflib.Namespace(terms().prefixes["dlx"])
    used, everything = loaded(PAPERS[:1]), loaded(PAPERS[:1], everything=True)
    assert not {dlx.mentions, dlx.leavesOut, dlx.searches} & set(used.predicates())
    names = rdflib.URIRef("http://schema.org/name")
    for name, expected in (("mentions", "Iris"), ("leavesOut", "dropout"), ("searches", "0.1")):
        assert [str(everything.value(node, names)) for node in everything.objects(None, dlx[name])] == [expected]
    added = set(everything) - set(used)
    hung = {predicate for subject, predicate, _ in added if (subject, None, None) in used}
    assert hung == {dlx.mentions, dlx.leavesOut, dlx.searches}


def test_names_that_a_list_knows_have_a_page_and_others_have_none(three: Any) -> None:
    known = rdflib.URIRef("http://schema.org/sameAs")
    name = rdflib.URIRef("http://schema.org/name")
    pages = {(str(three.value(node, name)), str(page)) for node, page in three.subject_objects(known)}
    assert {page for page in pages if "doi.org" not in page[1]} == {
        ("ImageNet", "https://www.image-net.org/"),
        ("MS COCO", "https://cocodataset.org/"),
        ("ResNet-50", "https://arxiv.org/abs/1512.03385"),
    }
    shipped, own = made(4, seed=False), made(4, seed=False)
    for fact in own["facts"]:
        for place in fact["evidence"]:
            place["found_by"] = place["found_by"].replace(".yaml:", ".yml:")
    assert own != shipped
    assert set(loaded([own]).objects(None, known)) == set(loaded([shipped]).objects(None, known))
    guessed = made(4, seed=False)
    for fact in guessed["facts"]:
        fact["evidence"][0]["found_by"] = "ner:dl_ner"
    assert {str(page) for page in loaded([guessed]).objects(None, known)} == {"https://doi.org/10.1000/4"}


def test_known_names_are_those_of_the_pattern_files(extractor: Any) -> None:
    for label, pages in terms().known.items():
        ruled = set(pages) - set(extractor.knowledge.patterns[label].terms)
        doc = extractor.nlp(" ".join(f"We trained {name} on our images." for name in sorted(ruled)))
        mentions = [mention for mention in doc.user_data[MENTIONS] if not mention.trained]
        found = {mention.value or doc.text[mention.start : mention.end] for mention in mentions}
        assert ruled <= found, label


def test_every_label_is_treated(extractor: Any) -> None:
    mapping = terms()
    assert set(extractor.knowledge.patterns) == set(mapping.labels) | mapping.left_out


def test_year_and_citation_key() -> None:
    said = text(PAPERS[2:], "ttl")
    assert 'schema:datePublished "2023"^^xsd:gYear' in said
    assert 'dlx:citationKey "Doe2023"' in said
    assert 'schema:identifier "10.1000/3"' in said


def test_a_failure_and_a_report_of_the_program() -> None:
    found = loaded([to_dict(REPORT), to_dict(FAILURE)], everything=True)
    dlx = rdflib.Namespace(terms().prefixes["dlx"])
    assert [str(one) for one in found.objects(None, dlx.error)] == ["bad.pdf: it is no PDF. Give a PDF."]
    assert (rdflib.URIRef("urn:sha256:" + "0" * 64 + "#model"), dlx.trainedOnHardware, None) in found


def test_hostile_words_stay_words() -> None:
    evil = made(5, seed=False, title='" . <urn:x> <urn:y> "\ud800\u2028\x00\x7f\\', doi='10.1/<>" x', language="")
    evil["paper"]["source"] = "a\nb.pdf"
    for fact in evil["facts"]:
        fact["label"] = fact["label"] if fact["label"] in terms().labels else 'X> . <urn:x> "'
        fact["roles"] = ['main"> <urn:x>']
        fact["scope"] = 'Stage <1> "\\'
        fact["attributes"] = {'a"b': '"\n', "version": "\\"}
    sane = loaded([made(5, seed=False)])
    found = loaded([evil])
    assert rdflib.URIRef("urn:x") not in set(found.all_nodes())
    assert len(set(found.subjects())) >= len(set(sane.subjects())) - 3
    quads = rdflib.Dataset()
    quads.parse(data=text([evil], "nq"), format="nquads")
    assert {quad[:3] for quad in quads.quads()} == set(found)
    assert set(rdflib.Graph().parse(data=text([evil], "jsonld"), format="json-ld")) == set(found)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://example.org/a?b=1&c=%20#d", "https://example.org/a?b=1&c=%20#d"),
        ('https://example.org/ü<>"{}|^`[x]%zz', "https://example.org/%C3%BC%3C%3E%22%7B%7D%7C%5E%60%5Bx%5D%25zz"),
        ("javascript:alert(1)", None),
        ("example.org", None),
        ("https://exam ple.org/", None),
        ("GSE12345", None),
    ],
)
def test_addresses(given: str, expected: str | None) -> None:
    found = address(given)
    assert (found and found.name) == expected


def test_slugs() -> None:
    assert slug("Stage 1") == slug("stage  1") == "stage-1"
    assert slug("stage (1)") != slug("stage [1]") != "stage-1"
    assert slug("β") != slug("γ") != ""
    assert len(slug("x" * 500)) < 60


def test_every_term_exists_in_its_vocabulary(root: Path) -> None:
    folder = root.parent / "shared" / "vocab"
    if not folder.is_dir():
        pytest.skip("../shared with the vocabularies is not here")
    fair4ml = json.loads((folder / "fair4ml-0.1.0.jsonld").read_text())["@graph"]
    defined = {"fair4ml": {node["@id"].partition(":")[2] for node in fair4ml if "@id" in node}}
    ml_schema = rdflib.Graph().parse(folder / "mlschema.ttl")
    defined["mls"] = {str(one).rpartition("#")[2] for one in ml_schema.subjects() if "/ns/mls#" in str(one)}
    own = rdflib.Graph().parse(VOCABULARY)
    defined["dlx"] = {str(one).rpartition(":")[2] for one in own.subjects()}
    spaces = rdflib.namespace
    for prefix, space in (
        ("prov", spaces.PROV),
        ("schema", spaces.SDO),
        ("dcterms", spaces.DCTERMS),
        ("rdf", spaces.RDF),
        ("rdfs", spaces.RDFS),
        ("xsd", spaces.XSD),
    ):
        defined[prefix] = set(dir(space)) | set(space.__annotations__)
    for prefix, names in LISTED.items():
        defined[prefix] = set(names)
        if (path := folder / FILES[prefix]).is_file():
            subjects = rdflib.Graph().parse(path).subjects()
            assert set(names) <= {str(one).rpartition("#")[2] for one in subjects}
    named = terms_written()
    assert {prefix for prefix, _ in named} - {"label"} == set(defined)
    assert {f"{prefix}:{name}" for prefix, name in named if prefix != "label" and name not in defined[prefix]} == set()
    assert {name for prefix, name in named if prefix == "dlx"} | {"Status"} == defined["dlx"]


def terms_written() -> set[tuple[str, str]]:
    """Return prefix and name of every term in a graph of everything, in the mapping and in the shapes."""
    folder = SHAPES.parent
    files = [folder / name for name in ("terms.yaml", "describe.py", "annotations.py", "triples.py", "shapes.ttl")]
    prefixes = "|".join(terms().prefixes)
    words = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = set(re.findall(rf"(?<![\w:-])({prefixes}):([A-Za-z]\w*)", words))
    return found | {("dlx", status) for status in ("used", "searched", "mentioned", "negated")}
