"""Measures the audit against a folder of labelled passages, and prints agreement and kappa.

    python benchmarks/audit.py FOLDER [--misses]

FOLDER holds ``labels.csv`` (``paper`` and one column per variable, y or n) and ``contexts/PAPER.txt``, the passages of
each paper. The passages are audited with the shipped patterns and model. For comparison: the same from the questions
alone, and the commonest label of each variable.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from dlextract import Extractor, to_dict
from dlextract.audit import audit, checklist
from dlextract.statistics import interval, kappa

QUESTIONS = {
    "dataset_available": (9, 11),
    "code_available": (8, 10),
    "framework_stated": (19,),
    "architecture_stated": (12,),
    "hyperparameters_stated": (13,),
    "metrics_stated": (22,),
}
"""Variable → questions, one of which must be stated."""

Pair = tuple[bool, bool]
CELLS: tuple[Pair, ...] = ((True, True), (True, False), (False, True), (False, False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="List what disagrees.")
    arguments = parser.parse_args()
    labels = arguments.folder / "labels.csv"
    if not labels.exists():
        sys.exit(f"{labels}: no such file. Name the folder of the labelled passages.")
    variables = [item.name for item in checklist().items if item.group == "study"]
    extractor = Extractor()
    audited: dict[str, list[Pair]] = {name: [] for name in variables}
    asked: dict[str, list[Pair]] = {name: [] for name in variables}
    with labels.open(encoding="utf-8", newline="") as file:
        papers = list(csv.DictReader(file))
    for paper in papers:
        record = to_dict(extractor.read(arguments.folder / "contexts" / f"{paper['paper']}.txt"))
        stated = {answer["cq"] for answer in record["answers"] if answer["stated"]}
        for finding in audit(record).findings:
            name = finding.item.name
            if name not in audited:
                continue
            wanted = paper[name] == "y"
            audited[name].append((wanted, finding.yes))
            asked[name].append((wanted, bool(stated & set(QUESTIONS[name]))))
            if arguments.misses and wanted != finding.yes:
                print(
                    f"{paper['paper']:>5}  {name:24} {'yes' if wanted else 'no ':3} in the labels: {finding.text[:90]}"
                )
    print(f"{'':24} {'audit':>6} {'asked':>6} {'common':>6}   yes/yes  yes/no  no/yes  no/no (label/audit)")
    for name, pairs in audited.items():
        counts = "  ".join(
            f"{pairs.count(pair):6d}" for pair in ((True, True), (True, False), (False, True), (False, False))
        )
        print(f"{name:24} {agreement(pairs):6.3f} {agreement(asked[name]):6.3f} {common(pairs):6.3f}  {counts}")
    whole = [pair for pairs in audited.values() for pair in pairs]
    simple = [pair for pairs in asked.values() for pair in pairs]
    floor = sum(common(pairs) for pairs in audited.values()) / len(audited)
    print(f"{'all':24} {agreement(whole):6.3f} {agreement(simple):6.3f} {floor:6.3f}")
    print(f"{'kappa':24} {kappa(whole):6.3f} {kappa(simple):6.3f}")
    by_paper = list(zip(*audited.values(), strict=True))
    low, high = interval(by_paper, lambda some: agreement([pair for pairs in some for pair in pairs]))
    print(f"95 % interval of the audit's agreement over papers: {low:.3f} to {high:.3f}")


def agreement(pairs: list[Pair]) -> float:
    return sum(one == two for one, two in pairs) / len(pairs)


def common(pairs: list[Pair]) -> float:
    yes = sum(one for one, _ in pairs)
    return max(yes, len(pairs) - yes) / len(pairs)


if __name__ == "__main__":
    main()
