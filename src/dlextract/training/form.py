"""The empty form of a paper: its sentences, numbered, and the candidates, to be filled by a reader."""

from __future__ import annotations

import json
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..judging.segments import QUESTIONS, segments_of

if TYPE_CHECKING:
    from ..extractor import Extractor


def empty_form(source: Path, extractor: Extractor) -> dict[str, Any]:
    """Return the form of the paper in ``source``.

    ``evidence`` is null for each question until a reader lists sentences (none: ``[]``), ``judgement`` is "" until a
    reader judges the candidate.

    Raises:
        PaperError: the paper cannot be read.
    """
    paper = extractor.paper(source)
    doc = extractor.nlp(extractor.make_doc(paper))
    facts = [item.fact for item in extractor.decide(doc, paper).facts]
    lines = segments_of(doc)
    starts = [line.start for line in lines]
    return {
        "paper": source.stem,
        "sha256": paper.sha256,
        "title": paper.title,
        "sentences": [
            {"id": number, "page": line.page, "role": line.role, "section": line.heading, "text": line.text}
            for number, line in enumerate(lines)
        ],
        "evidence": {str(cq): None for cq in range(1, QUESTIONS + 1)},
        "facts": [
            {
                "id": fact.id,
                "label": fact.label,
                "text": fact.text,
                "value": fact.value,
                "scope": fact.scope,
                "sentences": sorted({max(0, bisect_right(starts, e.start) - 1) for e in fact.evidence}),
                "judgement": "",
                "roles": [],
                "part_of": "",
                "optional": False,
                "by": "tool",
                "aliases": [],
            }
            for fact in facts
        ],
        "note": "",
    }


def write_form(form: dict[str, Any], path: Path) -> None:
    """Write ``form`` to ``path``, a line for each sentence and candidate.

    Raises:
        FileExistsError: the file is there already.
    """
    parts = []
    for key, value in form.items():
        if isinstance(value, list):
            items = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f" {json.dumps(key)}: [\n  {items}\n ]")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    with path.open("x", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
