"""Statements as Turtle, JSON-LD and N-Quads: the same bytes for the same records, one paper in memory at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from .triples import Literal, Object, Resource, Statements

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029]')
_LOCAL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def write(papers: Iterable[Statements], form: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the graph of ``papers`` as ``form`` (ttl, jsonld, nq), a piece for each paper.

    In N-Quads each paper's statements stand in a graph of their own, that of its reading.
    """
    return {"ttl": _turtle, "jsonld": _json_ld, "nq": _n_quads}[form](papers, prefixes)


def _quoted(words: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), words) + '"'


def _n_quads(papers: Iterable[Statements], prefixes: Mapping[str, str]) -> Iterator[str]:
    for paper in papers:
        graph = _full(paper.graph, prefixes)
        lines = (
            f"{_full(subject, prefixes)} {_full(Resource(name, True), prefixes)} {_full(one, prefixes)} {graph} .\n"
            for subject, name, one in paper
        )
        yield "".join(lines)


def _full(one: Object, prefixes: Mapping[str, str]) -> str:
    if isinstance(one, Literal):
        datatype = f"^^{_full(Resource(one.datatype, True), prefixes)}" if one.datatype else ""
        return _quoted(one.text) + datatype
    return f"<{_iri(one, prefixes)}>"


def _iri(node: Resource, prefixes: Mapping[str, str]) -> str:
    if not node.prefixed:
        return node.name
    prefix, _, name = node.name.partition(":")
    return prefixes[prefix] + name


def _turtle(papers: Iterable[Statements], prefixes: Mapping[str, str]) -> Iterator[str]:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    for paper in papers:
        blocks = [f"{head}\n@prefix p: <{paper.base}> .\n"]
        for subject, properties in paper.by_subject.items():
            lines = []
            for name, objects in properties.items():
                said = ", ".join(_short(one, paper.base) for one in objects)
                lines.append(f"  {'a' if name == 'rdf:type' else name} {said}")
            blocks.append(f"{_short(subject, paper.base)}\n" + " ;\n".join(lines) + " .\n")
        yield "\n".join(blocks) + "\n"
        head = ""
    if head:
        yield head


def _short(one: Object, base: str) -> str:
    if isinstance(one, Literal):
        return _quoted(one.text) + (f"^^{one.datatype}" if one.datatype else "")
    if one.prefixed:
        return one.name
    name = one.name.removeprefix(base)
    return f"p:{name}" if name != one.name and _LOCAL.fullmatch(name) else f"<{one.name}>"


def _json_ld(papers: Iterable[Statements], prefixes: Mapping[str, str]) -> Iterator[str]:
    comma = head = '{"@context": ' + json.dumps(dict(prefixes)) + ',\n"@graph": [\n'
    for paper in papers:
        pieces = []
        for subject, properties in paper.by_subject.items():
            node: dict[str, object] = {"@id": subject.name}
            for name, objects in properties.items():
                said = [_json(one, plain=name == "rdf:type") for one in objects]
                node["@type" if name == "rdf:type" else name] = said if len(said) > 1 else said[0]
            pieces.append(comma + json.dumps(node, ensure_ascii=False))
            comma = ",\n"
        yield "".join(pieces)
    yield (head if comma == head else "") + "\n]}\n"


def _json(one: Object, *, plain: bool = False) -> object:
    if isinstance(one, Resource):
        return one.name if plain else {"@id": one.name}
    return {"@value": one.text, "@type": one.datatype} if one.datatype else one.text
