"""A record → the statements of the graph about its paper."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from ...knowledge import rule_of
from ..record import Record
from ..shown import short_of
from .annotations import annotate
from .triples import Literal, Resource, Statements, address, digest, number, slug, term, text, value
from .vocabulary import Terms, Treatment


def describe(record: Record, terms: Terms, *, everything: bool = False) -> Statements:
    """Return the statements about the paper of ``record``.

    Args:
        record: of a paper that was read, could not be read, or has the content of another file.
        terms: what becomes of which fact.
        everything: facts of all statuses; otherwise only those that the authors used.
    """
    paper = _paper_node(record)
    made = Statements(paper, f"{paper.name}#")
    made.add(paper, "rdf:type", *map(term, terms.subjects["paper"].classes))
    made.add(paper, "dlx:source", text(record["paper"]["source"]))
    if "error" in record:
        made.add(paper, "rdf:type", term("dlx:UnreadPaper"))
        made.add(paper, "dlx:error", text(record["error"]["message"]))
    if "facts" not in record:
        return made
    reading = _reading(made, paper, record)
    made.graph = reading
    _bibliography(made, paper, record["paper"])
    nodes: dict[str, Resource] = {}
    seen: Counter[str] = Counter()
    for fact in record["facts"]:
        if fact["label"] in terms.left_out or (fact["status"] != "used" and not everything):
            continue
        nodes[fact["id"]] = _fact(made, fact, paper, reading, seen, terms)
    for answer in record["answers"]:
        _answer(made, answer, paper, reading, nodes)
    return made


def _paper_node(record: Record) -> Resource:
    paper = record["paper"]
    return Resource(
        f"urn:sha256:{paper['sha256']}" if paper["sha256"] else f"urn:dlextract:source:{slug(paper['source'])}"
    )


def _bibliography(made: Statements, paper: Resource, given: Record) -> None:
    if given.get("title"):
        made.add(paper, "schema:name", text(given["title"]))
    if given.get("doi"):
        made.add(paper, "schema:identifier", text(given["doi"]))
        page = address(f"https://doi.org/{given['doi']}")
        made.add(paper, "schema:sameAs", *filter(None, [page]))
    if given.get("year"):
        made.add(paper, "schema:datePublished", Literal(f"{int(given['year']):04}", "xsd:gYear"))
    if given.get("language"):
        made.add(paper, "schema:inLanguage", text(given["language"]))
    if given.get("citation_key"):
        made.add(paper, "dlx:citationKey", text(given["citation_key"]))
    if given.get("sha256"):
        made.add(paper, "dlx:sha256", text(given["sha256"]))


def _reading(made: Statements, paper: Resource, record: Record) -> Resource:
    """State which version, patterns and model read the paper; return the node of that reading."""
    maker = record["dlextract"]
    version, patterns, model = (str(maker.get(name, "")) for name in ("version", "patterns", "model"))
    reading = made.own(f"reading-{digest(version, patterns, model)}")
    agent = Resource(f"urn:dlextract:software:{quote(version, safe='', errors='replace')}")
    plan = Resource(f"urn:dlextract:knowledge:{digest(patterns, model)}")
    association = Resource(f"{reading.name}-association")
    made.add(reading, "rdf:type", term("prov:Activity"))
    made.add(reading, "prov:used", paper)
    made.add(reading, "prov:wasAssociatedWith", agent)
    made.add(reading, "prov:qualifiedAssociation", association)
    made.add(association, "rdf:type", term("prov:Association"))
    made.add(association, "prov:agent", agent)
    made.add(association, "prov:hadPlan", plan)
    made.add(agent, "rdf:type", term("prov:SoftwareAgent"))
    made.add(agent, "schema:name", text("dlextract"))
    made.add(agent, "schema:softwareVersion", text(version))
    made.add(plan, "rdf:type", term("prov:Plan"))
    made.add(plan, "dlx:patterns", text(patterns))
    made.add(plan, "dlx:model", text(model))
    return reading


def _fact(
    made: Statements, fact: Record, paper: Resource, reading: Resource, seen: Counter[str], terms: Terms
) -> Resource:
    label, name, status = fact["label"], fact["value"] or fact["text"], fact["status"]
    treatment = terms.treatment(label)
    key = f"{slug(label)}-{digest(label, name, status, *sorted(fact['roles']), fact['scope'].casefold())}"
    seen[key] += 1
    node = made.own(key if seen[key] == 1 else f"{key}-{seen[key]}")
    made.add(node, "rdf:type", term("dlx:Fact"), *map(term, treatment.classes))
    made.add(node, "dlx:label", text(label))
    made.add(node, "dlx:status", term(f"dlx:{status}"))
    made.add(node, "schema:name", text(name))
    if fact["text"] and fact["text"] != name:
        made.add(node, "dlx:printed", text(fact["text"]))
    made.add(node, "dlx:role", *map(text, fact["roles"]))
    _attributes(made, node, fact["attributes"], terms)
    if treatment.setting:
        _set(made, node, fact)
    elif treatment.url and (page := address(name)):
        made.add(node, treatment.url, page)
    if known := _known(fact, name, terms):
        made.add(node, "schema:sameAs", Resource(known))
    if status == "used":
        _hang(made, node, fact, paper, treatment, terms)
    else:
        made.add(paper, terms.unused[status], node)
    annotate(made, node, fact, paper, reading)
    return node


def _attributes(made: Statements, node: Resource, attributes: Record, terms: Terms) -> None:
    for name, given in attributes.items():
        if name in terms.attributes:
            made.add(node, terms.attributes[name], text(given) if isinstance(given, str) else number(given))
        else:
            made.add(node, "dlx:attribute", text(f"{name}={given}"))


def _known(fact: Record, name: str, terms: Terms) -> str:
    listed = any(rule_of(place["found_by"]) for place in fact["evidence"])
    return terms.known.get(fact["label"], {}).get(name, "") if listed else ""


def _set(made: Statements, node: Resource, fact: Record) -> None:
    parameter = Resource(f"label:{fact['label']}", prefixed=True)
    made.add(node, "mls:specifiedBy", parameter)
    made.add(node, "mls:hasValue", value(fact["value"] or fact["text"]))
    made.add(parameter, "rdf:type", term("mls:HyperParameter"))
    made.add(parameter, "rdfs:label", text(fact["label"].replace("_", " ").lower()))


def _hang(made: Statements, node: Resource, fact: Record, paper: Resource, treatment: Treatment, terms: Terms) -> None:
    """Hang the node of a fact that the authors used where it belongs."""
    if treatment.setting:
        made.add(_run(made, fact["scope"], paper, terms), "mls:hasInput", node)
        return
    for link in treatment.links_for(fact["roles"]):
        subject = _subject(made, link.subject, paper, node, terms)
        made.add(subject, link.property, text(fact["value"] or fact["text"]) if link.literal else node)
    if treatment.usage:
        _usage(made, node, fact["roles"], paper, terms)


def _subject(made: Statements, name: str, paper: Resource, fact: Resource, terms: Terms) -> Resource:
    """Return the subject called ``name``, stated with what leads to it the first time."""
    if name == "paper":
        return paper
    subject = terms.subjects[name]
    node = made.own(f"{name}-{fact.name.rpartition('#')[2]}" if subject.each else name)
    if node not in made:
        made.add(node, "rdf:type", *map(term, subject.classes))
        made.add(node, "schema:subjectOf", paper)
        if subject.link:
            source = _subject(made, subject.link.subject, paper, fact, terms)
            made.add(source, subject.link.property, node)
            if subject.back:
                made.add(node, subject.back, source)
    return node


def _run(made: Statements, scope: str, paper: Resource, terms: Terms) -> Resource:
    """Return the run of ``scope``, in which the paper's model was trained."""
    run = made.own(f"run-{slug(scope)}" if scope else "run")
    if run not in made:
        made.add(run, "rdf:type", term("mls:Run"))
        made.add(run, "schema:subjectOf", paper)
        if scope:
            made.add(run, "rdfs:label", text(scope.casefold()))
        made.add(run, "mls:hasOutput", _subject(made, "model", paper, run, terms))
    return run


def _usage(made: Statements, node: Resource, roles: list[str], paper: Resource, terms: Terms) -> None:
    """State that the work used a thing, in which role."""
    usage = Resource(f"{node.name}-usage")
    made.add(_subject(made, "work", paper, node, terms), "prov:qualifiedUsage", usage)
    made.add(usage, "rdf:type", term("prov:Usage"))
    made.add(usage, "prov:entity", node)
    for role in roles:
        made.add(usage, "prov:hadRole", named := Resource(f"urn:dlextract:roles:{slug(role)}"))
        made.add(named, "rdf:type", term("prov:Role"))
        made.add(named, "rdfs:label", text(role))


def _answer(made: Statements, answer: Record, paper: Resource, reading: Resource, nodes: dict[str, Resource]) -> None:
    """State the answer to a question, or that the paper does not give one."""
    stated = answer["stated"]
    node = made.own(f"{'answer' if stated else 'not-stated'}-{answer['cq']}")
    made.add(node, "rdf:type", term("dlx:Answer" if stated else "dlx:NotStated"))
    made.add(node, "schema:about", paper)
    made.add(node, "dlx:question", number(answer["cq"]))
    made.add(node, "dlx:questionName", text(answer["question"]))
    if stated:
        made.add(node, "schema:text", text(short_of(answer)))
        made.add(node, "dlx:restsOn", *(nodes[name] for name in answer["facts"] if name in nodes))
    else:
        searched = answer["searched"]
        made.add(node, "dlx:searchedSection", *map(text, searched["sections"]))
        made.add(node, "dlx:searchedPattern", *map(text, searched["patterns"]))
        made.add(node, "dlx:unreadablePage", *map(number, searched["unreadable_pages"]))
    annotate(made, node, answer, paper, reading)
