"""Measures whether confidences mean what they say, and prints reliability tables.

    python benchmarks/calibration.py GOLD RECORDS
    python benchmarks/calibration.py GOLD --papers FOLDER

GOLD is a folder of gold papers (*.json, as for benchmarks/accuracy.py). The records are those of ``dlextract -f
jsonl``, or the papers in FOLDER are read now. Facts: used facts with a label that the gold covers, right if they match
a value of the gold by the rules of the benchmark; hyperparameters that the gold may leave out count only where they
match. Answers: right if the gold says stated, or not stated, as well. For facts and answers that are made by a
logistic map it also prints the map that would fit these papers best, starting from the printed confidences.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dlextract import Extractor, to_dict
from dlextract.calibration import reliability
from dlextract.evaluation.matching import UNPUNISHED, labels_of, matches, same_value, settings

Pair = tuple[float, bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path, nargs="?", help="Records as JSONL.")
    parser.add_argument("--papers", type=Path, help="Folder of the PDF files, read in place of records.")
    parser.add_argument("--json", type=Path, help="Write the figures to this file.")
    arguments = parser.parse_args()
    gold = {
        Path(truth["paper"]["file"]).stem: truth
        for truth in (json.loads(file.read_text(encoding="utf-8")) for file in sorted(arguments.gold.glob("*.json")))
    }
    if not gold:
        sys.exit(f"{arguments.gold}: holds no gold paper (*.json). Give the folder of the gold.")
    if not (arguments.records or arguments.papers):
        sys.exit("benchmarks/calibration.py: there are no records. Give a JSONL file or --papers FOLDER.")
    records = stored(arguments.records) if arguments.records else dict(read(arguments.papers, gold))
    kinds: dict[str, list[Pair]] = {"names": [], "settings": [], "stated": [], "not stated": []}
    for name, truth in gold.items():
        if name in records and "error" not in records[name]:
            for kind, confidence, right in judged(records[name], truth):
                kinds[kind].append((confidence, right))
    kinds["facts"] = kinds["names"] + kinds["settings"]
    kinds["answers"] = kinds["stated"] + kinds["not stated"]
    figures = {}
    for kind, pairs in kinds.items():
        rows, error = reliability(pairs)
        right = sum(right for _, right in pairs) / max(1, len(pairs))
        figures[kind] = {"count": len(pairs), "right": round(right, 3), "error": round(error, 3), "bins": rows}
        print(f"{kind}: {len(pairs)}, right {right:.3f}, expected calibration error {error:.3f}")
        print("  confidence   count    mean   right")
        for row in rows:
            low = row["from"]
            print(f"  {low:.1f} to {low + 0.1:.1f}  {row['count']:6.0f}  {row['confidence']:6.3f}  {row['right']:6.3f}")
        if kind in ("names", "settings", "stated"):
            slope, shift = fitted(pairs)
            print(f"  best map of these confidences: slope {slope:.2f}, shift {shift:+.2f} (unchanged: 1.00, +0.00)")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def stored(path: Path) -> dict[str, Any]:
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return {Path(record["paper"]["source"]).stem: record for record in found}


def read(folder: Path, gold: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    extractor = Extractor()
    for name, truth in gold.items():
        yield name, to_dict(extractor.read(folder / truth["paper"]["file"]))


def judged(record: Any, truth: Any) -> Iterator[tuple[str, float, bool]]:
    """Yield kind, confidence and whether it is right."""
    for fact in record["facts"]:
        if fact["status"] != "used":
            continue
        for field, labels in labels_of().items():
            if fact["label"] in labels:
                right = any(matches(field, value, fact) for value in truth["fields"][field])
                yield "names", fact["confidence"], right
        name = fact["label"].lower()
        if name in settings():
            value = fact["value"] or fact["text"]
            wanted = [given for given in truth["fields"]["hyperparameters"] if given["name"] == name]
            right = any(same_value(name, value, given["value"]) for given in wanted)
            if right or name not in UNPUNISHED:
                yield "settings", fact["confidence"], right
    for answer in record["answers"]:
        if (wanted := truth["cq"].get(str(answer["cq"]))) is not None:
            kind = "stated" if answer["stated"] else "not stated"
            yield kind, answer.get("confidence", 1.0), answer["stated"] == bool(wanted["stated"])


def fitted(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Return slope and shift of the logistic map with the best likelihood, held lightly to the identity."""
    odds = [(math.log(kept / (1 - kept)), right) for kept, right in ((min(max(c, 0.02), 0.99), r) for c, r in pairs)]
    slope, shift = 1.0, 0.0
    for _ in range(3000):
        errors = [(right - 1 / (1 + math.exp(-slope * x - shift)), x) for x, right in odds]
        slope += 0.3 * (sum(error * x for error, x in errors) / max(1, len(errors)) - 0.01 * (slope - 1))
        shift += 0.3 * sum(error for error, _ in errors) / max(1, len(errors))
    return slope, shift


if __name__ == "__main__":
    main()
