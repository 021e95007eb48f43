"""Measures filled checklists against those that a reader filled by hand: agreement, kappa and right evidence by line.

    python benchmarks/checklists.py HAND.jsonl RECORDS.jsonl [--part NAME] [--misses]

HAND.jsonl has one line per paper: ``{"paper", "sha256", "part", "items": [{"checklist", "number", "status", "evidence":
[{"page", "quote"}]}]}``. ``status`` is filled, partly, silent or na (the line does not concern the paper; left out);
``evidence`` are all sentences that show it, ``part`` names a share of the papers (such as that which rules saw).
RECORDS.jsonl is what ``dlextract PAPERS -o RECORDS.jsonl`` writes.

A line that dlextract does not look for is counted as such and left out. Agreement is over filled, partly and silent
(not read counts as silent), "said" over silent or not. Evidence is right where the first (shown: any) sentence of
dlextract has most of its words in a sentence of the reader on the same page.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlextract.audit import ItemFinding, audit, checklist
from dlextract.statistics import interval, kappa

FAR = 0.6
"""Share of the words of the shorter sentence that two sentences have in common where they are the same."""


@dataclass
class Line:
    """One line of a checklist over papers: pairs of reader's and tool's status, and of evidence first and shown."""

    ask: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    shown: list[tuple[bool, bool]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hand", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--part", help="Only papers of this part.")
    parser.add_argument("--misses", action="store_true", help="List what disagrees.")
    arguments = parser.parse_args()
    records = {record["paper"]["sha256"]: record for record in read(arguments.records)}
    hand = [paper for paper in read(arguments.hand) if arguments.part in (None, paper.get("part"))]
    papers = [paper for paper in hand if paper["sha256"] in records]
    names = sorted({item["checklist"] for paper in hand for item in paper["items"]})
    print(f"{len(papers)} of {len(hand)} papers have a record")
    for name in names:
        measure(name, papers, records, arguments.misses)


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def measure(name: str, papers: list[dict[str, Any]], records: dict[str, Any], misses: bool) -> None:
    wanted = checklist(name)
    lines = {item.number: Line(item.ask) for item in wanted.items}
    asked = {item.number for item in wanted.items if not item.author}
    by_paper: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for paper in papers:
        found = {one.item.number: one for one in audit(records[paper["sha256"]], wanted).findings}
        for item in paper["items"]:
            number = item["number"]
            if item["checklist"] != name or item["status"] == "na" or number not in asked:
                continue
            finding = found[number]
            pair = (item["status"], "silent" if finding.status == "not read" else finding.status)
            lines[number].pairs.append(pair)
            by_paper[paper["sha256"]].append(pair)
            right = placed(finding, item["evidence"])
            if "silent" not in pair:
                lines[number].shown.append(right)
            if misses and (pair[0] != pair[1] or ("silent" not in pair and not right[0])):
                place = finding.evidence[0] if finding.evidence else {"page": 0, "quote": ""}
                print(f"{paper['paper'][:28]:28} {name} {number} {pair[0]} by hand, {pair[1]}: {finding.text[:80]!r}")
                print(f"{'':31}p. {place['page']} {' '.join(place['quote'].split())[:150]}")
                for one in item["evidence"][:1]:
                    print(f"{'':31}hand: p. {one['page']} {one['quote'][:150]}")
    report(name, lines, asked, list(by_paper.values()))


def report(name: str, lines: dict[str, Line], asked: set[str], by_paper: list[list[tuple[str, str]]]) -> None:
    print(f"\n{name}: {len(asked)} of {len(lines)} lines are looked for")
    print(f"{'':5} {'n':>3} {'agree':>6} {'kappa':>6} {'said':>6} {'first':>6} {'shown':>6}")
    for number, line in lines.items():
        if line.pairs:
            print(f"{number:5} {row(line.pairs, line.shown)}  {line.ask[:60]}")
    pairs = [pair for line in lines.values() for pair in line.pairs]
    shown = [one for line in lines.values() for one in line.shown]
    print(f"{'all':5} {row(pairs, shown)}")
    low, high = interval(by_paper, lambda some: agreement([pair for pairs in some for pair in pairs]))
    print(f"95 % interval of the agreement over papers: {low:.3f} to {high:.3f}")


def row(pairs: list[tuple[str, str]], shown: list[tuple[bool, bool]]) -> str:
    told = [(one != "silent", two != "silent") for one, two in pairs]
    cells = [agreement(pairs), kappa(pairs), agreement(told)]
    cells += [sum(one[n] for one in shown) / len(shown) if shown else float("nan") for n in (0, 1)]
    return f"{len(pairs):3d} " + " ".join(f"{cell:6.3f}" for cell in cells)


def agreement(pairs: list[Any]) -> float:
    return sum(one == two for one, two in pairs) / len(pairs)


def placed(finding: ItemFinding, evidence: list[dict[str, Any]]) -> tuple[bool, bool]:
    """Return whether the first, and whether any piece of evidence is one of the reader's."""
    right = [any(same(place, one) for one in evidence) for place in finding.evidence]
    return bool(right and right[0]), any(right)


def same(one: dict[str, Any], two: dict[str, Any]) -> bool:
    a, b = (set(re.findall(r"\w+", place["quote"].lower())) for place in (one, two))
    return one["page"] == two["page"] and len(a & b) >= FAR * max(1, min(len(a), len(b)))


if __name__ == "__main__":
    main()
