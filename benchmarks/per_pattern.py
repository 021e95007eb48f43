"""Precision and recall of every label, and how often each rule is right, on papers with gold facts.

    python benchmarks/per_pattern.py PAPERS GOLD [--model NAME] [--worst N] [--json FILE]

PAPERS is a folder of PDFs, GOLD the folder with a JSON file of the same name for each. Only facts with the status used
count. A rule is right where a fact that it is evidence for matches a value of the gold; values that the gold calls
optional are neither required nor punished.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dlextract import Extractor
from dlextract.evaluation.matching import UNPUNISHED, labels_of, matches, same_value, settings
from dlextract.records import Fact, Paper

FIELD_OF = {label: field for field, labels in labels_of().items() for label in labels}


def gold_values(gold: dict[str, Any], label: str) -> list[dict[str, Any]]:
    """Return what the gold says for a label (for all labels of its field)."""
    if label in FIELD_OF:
        return list(gold["fields"][FIELD_OF[label]])
    return [value for value in gold["fields"]["hyperparameters"] if value["name"] == label.lower()]


def fits(label: str, value: dict[str, Any], fact: Fact) -> bool:
    """Tell whether a fact states a value of the gold."""
    if label in FIELD_OF:
        return matches(FIELD_OF[label], value, {"value": fact.value, "text": fact.text})
    return same_value(label.lower(), fact.value or fact.text, value["value"])


def read(extractor: Extractor, paper: Paper) -> tuple[tuple[Fact, ...], dict[tuple[str, int, int], str]]:
    """Return the facts, and the rule that made each find."""
    doc = extractor.nlp(extractor.make_doc(paper))
    decided = extractor.decide(doc, paper)
    rules: dict[tuple[str, int, int], str] = {}
    for candidate in decided.candidates:
        if not candidate.aside:
            mention, place = candidate.mention, candidate.steps[0].place
            made = f"{place.file}:{place.line}" if place else mention.found_by
            rules[mention.label, mention.start, mention.end] = made
    return tuple(item.fact for item in decided.facts), rules


def pairs(papers: Path, gold: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the papers that have gold."""
    for file in sorted(gold.glob("*.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        paper = papers / Path(truth["paper"]["file"]).name
        if paper.exists():
            yield paper, truth


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", default="dl_ner")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    extractor = Extractor(model=arguments.model)
    measured = [x for x in extractor.knowledge.patterns if x in FIELD_OF or x.lower() in settings()]
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    for path, truth in pairs(arguments.papers, arguments.gold):
        facts, rules = read(extractor, extractor.paper(path))
        for label in measured:
            values = gold_values(truth, label)
            hit: set[int] = set()
            for fact in facts:
                if fact.label != label or fact.status != "used":
                    continue
                hits = [number for number, value in enumerate(values) if fits(label, value, fact)]
                required = [number for number in hits if not values[number].get("optional")]
                hit.update(required)
                verdict = "right" if required else "optional" if hits else "wrong"
                if verdict == "wrong" and label.lower() in UNPUNISHED:
                    verdict = "optional"
                wrong[label] += verdict == "wrong"
                for made in {rules.get((label, e.start, e.end), e.found_by) for e in fact.evidence}:
                    by_rule[f"{label} {made}"][verdict] += 1
            right[label] += len(hit)
            if label not in FIELD_OF or len(labels_of()[FIELD_OF[label]]) == 1:
                missed[label] += sum(not v.get("optional") and n not in hit for n, v in enumerate(values))

    table = []
    for label in measured:
        r, w, m = right[label], wrong[label], missed[label]
        if r + w + m:
            precision, recall = r / (r + w) if r + w else 1.0, r / (r + m) if r + m else 1.0
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            table.append((label, precision, recall, f1, r, w, m))
    print(f"{'label':30} precision  recall     F1  right  wrong  missed")
    for label, precision, recall, f1, r, w, m in sorted(table, key=lambda row: (row[3], row[0])):
        print(f"{label:30} {precision:9.3f} {recall:7.3f} {f1:6.3f} {r:6} {w:6} {m:7}")
    print(f"\nThe {arguments.worst} worst rules (facts that they support: right, wrong)")
    failing = [(rule, counts) for rule, counts in by_rule.items() if counts["wrong"]]
    ranked = sorted(failing, key=lambda item: (item[1]["right"] - item[1]["wrong"], item[0]))
    for rule, counts in ranked[: arguments.worst]:
        print(f"{counts['right']:5} {counts['wrong']:5}  {rule}")
    if arguments.json:
        columns = ("label", "precision", "recall", "f1", "right", "wrong", "missed")
        rows = [dict(zip(columns, row, strict=True)) for row in table]
        document = {"labels": rows, "rules": {rule: dict(counts) for rule, counts in sorted(by_rule.items())}}
        arguments.json.write_text(json.dumps(document, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
