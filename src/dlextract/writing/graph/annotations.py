"""Evidence as annotations of the Web Annotation vocabulary: quote, position in the text, page and box."""

from __future__ import annotations

from ..record import Record
from .triples import Literal, Resource, Statements, number, term, text

_PDF_FRAGMENTS = Resource("http://tools.ietf.org/rfc/rfc3778")
"""What says how a fragment of a PDF is written, as the Web Annotation model names it."""


def annotate(made: Statements, body: Resource, found: Record, paper: Resource, reading: Resource) -> None:
    """State where ``found``, a fact or an answer that ``body`` stands for, is printed, how sure it is and who found it.

    The quoted words are those of the place itself; what the sentence has before and after them is prefix and suffix.
    """
    note = Resource(f"{body.name}-annotation")
    made.add(note, "rdf:type", term("oa:Annotation"))
    made.add(note, "oa:hasBody", body)
    if "confidence" in found:
        made.add(note, "itsrdf:taConfidence", Literal(f"{found['confidence']:.3f}", "xsd:decimal"))
        made.add(note, "itsrdf:taAnnotatorsRef", reading)  # ITS asks for it beside a confidence
    made.add(note, "prov:wasGeneratedBy", reading)
    for place, one in enumerate(found["evidence"], start=1):
        target = Resource(f"{body.name}-e{place}")
        made.add(note, "oa:hasTarget", target)
        made.add(target, "rdf:type", term("oa:SpecificResource"))
        made.add(target, "oa:hasSource", paper)
        made.add(target, "dlx:page", number(one["page"]))
        made.add(target, "dlx:section", *map(text, filter(None, [one.get("section", "")])))
        made.add(target, "dlx:foundBy", *map(text, filter(None, [one.get("found_by", "")])))
        made.add(target, "oa:hasSelector", *_selectors(made, target, one))


def _selectors(made: Statements, target: Resource, place: Record) -> list[Resource]:
    quote, position = Resource(f"{target.name}-quote"), Resource(f"{target.name}-position")
    sentence, selectors = place["quote"], [quote]
    begin, end = 0, len(sentence)
    if {"quote_start", "start", "end"} <= place.keys():  # a reader's place has none
        first = place["start"] - place["quote_start"]
        last = first + place["end"] - place["start"]
        if 0 <= first < last <= end:
            begin, end = int(first), int(last)
        selectors.append(position)
    made.add(quote, "rdf:type", term("oa:TextQuoteSelector"))
    made.add(quote, "oa:exact", text(sentence[begin:end]))
    if begin:
        made.add(quote, "oa:prefix", text(sentence[:begin]))
    if end < len(sentence):
        made.add(quote, "oa:suffix", text(sentence[end:]))
    if position in selectors:
        made.add(position, "rdf:type", term("oa:TextPositionSelector"))
        made.add(position, "oa:start", Literal(str(int(place["start"])), "xsd:nonNegativeInteger"))
        made.add(position, "oa:end", Literal(str(int(place["end"])), "xsd:nonNegativeInteger"))
    boxes = []
    drawn = [box for box in place.get("boxes", ()) if box[2] > box[0]]  # a text has none
    for count, (x0, y0, x1, y1) in enumerate(drawn, start=1):
        box = Resource(f"{target.name}-box{count}")
        sides = ",".join(number(round(side, 1)).text for side in (x0, y0, x1 - x0, y1 - y0))
        made.add(box, "rdf:type", term("oa:FragmentSelector"))
        made.add(box, "rdf:value", text(f"page={place['page']}&viewrect={sides}"))
        made.add(box, "dcterms:conformsTo", _PDF_FRAGMENTS)
        boxes.append(box)
    return [*selectors, *boxes]
