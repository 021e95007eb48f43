"""Puts the marks in ``annotated/`` back on the texts that they were made on.

    python models/training/rejoin.py papers PDFS -o FOLDER          annotated papers, for ``dlextract train judges``
    python models/training/rejoin.py paragraphs PDFS -o FILE.jsonl  annotated paragraphs, for ``dlextract train``
    python models/training/rejoin.py unread PDFS -o FILE.jsonl      those that are only measured on
    python models/training/rejoin.py mark PDFS --model FOLDER -o FILE.jsonl  paragraphs as a model marks them
    python models/training/rejoin.py correct FILE.jsonl -o FILE.jsonl      paragraphs brought into line with MARKING.md

The texts are third parties' and are not kept here: a line of ``annotated/*.jsonl`` names repository, path and sha256 of
its PDF file, and each sentence or paragraph by the first 12 digits of the sha256 of its words. PDFS is a folder with
the files under any names. A correction names the file of the shared material and what is no mention there, and what is
one instead.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dlextract.extractor import Extractor
from dlextract.training.form import empty_form
from dlextract.training.marking import marked
from dlextract.training.selecting import paragraphs_of

HERE = Path(__file__).parent / "annotated"
_AT_ONCE = 128


def named(text: object) -> str:
    """Return what stands for ``text``: 12 hexadecimal digits."""
    return hashlib.sha256(" ".join(str(text).split()).encode()).hexdigest()[:12]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judged(mark: list[Any]) -> dict[str, Any]:
    """Return what a reader said of a fact, as the form has it."""
    return {"judgement": mark[4], "roles": mark[5], "part_of": "", "optional": bool(mark[7])}


def at_hand(folder: Path) -> dict[str, Path]:
    """Return the PDF files of ``folder`` by sha256."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.pdf"))}


def papers(folder: Path, output: Path) -> None:
    """Write the annotated papers whose PDF files are at hand."""
    extractor, files = Extractor(judges="none"), at_hand(folder)
    output.mkdir(parents=True, exist_ok=True)
    joined = missed = 0
    for row in lines(HERE / "papers.jsonl"):
        if row["sha256"] not in files:
            print(f"not here: {row['repository']} {row['path']}", file=sys.stderr)
            continue
        form = empty_form(files[row["sha256"]], extractor)
        place = {named(sentence["text"]): sentence["id"] for sentence in form["sentences"]}
        form["evidence"] = {
            question: [place[name] for name in row["evidence"].get(question, ()) if name in place]
            for question in form["evidence"]
        }
        marks = {tuple(fact[:3]): fact for fact in row["facts"]}
        for fact in form["facts"]:
            mark = marks.pop((fact["label"], named(fact["text"]), named(fact["value"])), None)
            joined, missed = joined + (mark is not None), missed + (mark is None)
            if mark is not None:
                fact |= judged(mark)
        form["facts"] = [fact for fact in form["facts"] if fact["judgement"]]
        form["facts"] += [
            {"id": f"m{number}", "label": mark[0], "text": mark[8], "value": mark[9], "scope": mark[10]}
            | {"sentences": [place[name] for name in mark[3] if name in place]}
            | judged(mark)
            | {"by": "reader", "aliases": []}
            for number, mark in enumerate((mark for mark in marks.values() if len(mark) > 8), 1)
        ]
        (output / f"{row['paper']}.json").write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    print(f"{joined} candidates have their marks, {missed} are new since", file=sys.stderr)


def paragraphs(folder: Path, output: Path, of: str = "paragraphs") -> None:
    """Write the annotated paragraphs of ``annotated/OF.jsonl`` whose PDF files are at hand."""
    extractor, files = Extractor(model="none", judges="none"), at_hand(folder)
    rows = list(lines(HERE / f"{of}.jsonl"))
    marks = {row["text"]: {key: row[key] for key in ("spans", "optional") if key in row} for row in rows}
    wanted = {row["sha256"] for row in rows}
    with output.open("w", encoding="utf-8") as file:
        for path in (files[name] for name in sorted(wanted & files.keys())):
            for text in paragraphs_of(extractor.paper(path)):
                if (found := marks.pop(named(text), None)) is not None:
                    file.write(json.dumps({"text": text} | found, ensure_ascii=False) + "\n")
    print(f"{len(marks)} paragraphs are not in these papers", file=sys.stderr)


def mark(folder: Path, model: Path, output: Path, count: int, most: int = 70) -> None:
    """Write ``count`` paragraphs, at most ``most`` of a paper, as an encoder marks them; shares where it is unsure."""
    import spacy

    extractor, nlp = Extractor(model="none", judges="none"), spacy.load(model)
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.pdf")):
        texts |= sorted((named(text), text) for text in paragraphs_of(extractor.paper(path)))[:most]
    chosen = [text for _, text in sorted(texts.items())[:count]]
    with output.open("w", encoding="utf-8") as file:
        for at in range(0, len(chosen), _AT_ONCE):
            for row in marked(nlp, chosen[at : at + _AT_ONCE]):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def correct(source: Path, output: Path) -> None:
    """Write the paragraphs of ``source``, those that are not in line with MARKING.md corrected."""
    changes = {row["text"]: row for row in lines(HERE / "corrections.jsonl") if row["file"] == source.name}
    with output.open("w", encoding="utf-8") as file:
        for row in lines(source):
            if change := changes.get(named(row["text"])):
                row["spans"] = sorted([span for span in row["spans"] if span not in change["out"]] + change["in"])
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("papers", "paragraphs", "unread", "mark", "correct"))
    parser.add_argument("source", type=Path, metavar="PDFS")
    parser.add_argument("--model", type=Path, default=HERE.parents[1] / "accurate")
    parser.add_argument("--count", type=int, default=10_000, help="how many paragraphs are marked")
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    if asked.what == "correct":
        correct(asked.source, asked.output)
        return
    if not asked.source.is_dir():
        parser.error(f"{asked.source}: there is no such folder. Name the one that holds the PDF files.")
    if asked.what == "papers":
        papers(asked.source, asked.output)
    elif asked.what in ("paragraphs", "unread"):
        paragraphs(asked.source, asked.output, asked.what)
    else:
        mark(asked.source, asked.model, asked.output, asked.count)


if __name__ == "__main__":
    main()
