"""Measures how rules and a model are joined, on paragraphs that neither has seen, and writes it into the model's meta.

    python models/training/joining.py --gold a.jsonl --gold b.jsonl models/dl_ner

For each label: a curve from the share that the model gives to the words of a rule's find where it finds nothing itself
to the chance that the find is right, and how large that chance must be (half of the label's F1: what is likelier raises
it). A label without many such finds, or whose curve does not rise, is left out. And labels of which
an entity takes in words behind what a rule found, where that is clearly right.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CLOSEST = 1e-4
FEW = 10
"""So many finds of rules alone must there be of a label."""

CLEARLY = 3
"""So many more names must be right with the words behind them than without."""

SURE = 0.3
"""Chance from which an entity counts."""


def finds(nlp: Any, paragraphs: list[Any]) -> Iterator[tuple[Any, list[Any], list[Any], Any, str]]:
    """Yield of each paragraph its gold, the finds of rules that stand, the entities, the shares and the text."""
    from dlextract.build import SETTLING
    from dlextract.candidates import is_aim
    from dlextract.doc_keys import ENTITIES, FINDS, SHARE_OF
    from dlextract.evaluation.paragraphs import LABELS

    settler = nlp.get_pipe(SETTLING)
    nlp.disable_pipe(SETTLING)
    for paragraph in paragraphs:
        doc = nlp(paragraph.text)
        kept, _ = settler.stay(doc.user_data[FINDS])
        rules = [f.mention for f in kept if f.mention.label in LABELS and not is_aim(f.mention)]
        entities = [entity for entity in doc.user_data[ENTITIES] if entity.score >= SURE]
        yield paragraph, rules, entities, doc.user_data.get(SHARE_OF), paragraph.text


def measured(nlp: Any, paragraphs: list[Any]) -> dict[str, Any]:
    """Return what is measured, without the least chances."""
    alone: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    behind: dict[str, int] = defaultdict(int)
    for paragraph, rules, entities, share_of, text in finds(nlp, paragraphs):
        gold = {(span.label, span.start, span.end) for span in paragraph.spans}
        for rule in rules:
            name = (rule.label, rule.start, rule.end)
            over = [e for e in entities if e.start < rule.end and rule.start < e.end]
            share = share_of(*name) if share_of is not None and not over else None
            unknown = any(o.start < rule.end and rule.start < o.end for o in paragraph.optional)
            if share is not None and (name in gold or not unknown):
                share = min(max(share, CLOSEST), 1 - CLOSEST)
                alone[rule.label].append((math.log(share / (1 - share)), name in gold))
            for e in over:
                if e.label == rule.label and e.start <= rule.start and e.end > rule.end and text[rule.end].isspace():
                    behind[rule.label] += ((e.label, e.start, e.end) in gold) - ((e.label, e.start, rule.end) in gold)
    return {"alone": curves(alone), "behind": sorted(label for label, more in behind.items() if more >= CLEARLY)}


def curves(alone: dict[str, list[tuple[float, bool]]]) -> dict[str, list[float]]:
    """Return slope and shift of each label: those of all labels, and what is its own, held small."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    labels = sorted(alone)
    rows = [
        [x, 1.0, *(part for other in labels for part in ((x / 2, 1.0) if other == label else (0.0, 0.0)))]
        for label in labels
        for x, _ in alone[label]
    ]
    right = [ok for label in labels for _, ok in alone[label]]
    if len(set(right)) < 2:
        return {}
    weights = LogisticRegression(fit_intercept=False, max_iter=2000).fit(np.array(rows), right).coef_[0]
    found = {}
    for number, label in enumerate(labels):
        slope, shift = weights[0] + weights[2 + 2 * number] / 2, weights[1] + weights[3 + 2 * number]
        print(f"{label}: {len(alone[label])} finds, slope {slope:.2f}, shift {shift:.2f}")
        if slope > 0 and len(alone[label]) >= FEW:
            found[label] = [round(float(slope), 2), round(float(shift), 2)]
    return found


def main() -> None:
    """Measure and write."""
    import srsly

    from dlextract.build import build_pipeline
    from dlextract.evaluation.mentions import score_mentions
    from dlextract.evaluation.paragraphs import LABELS, read_corpus
    from dlextract.patterns import load_knowledge
    from dlextract.resources import shipped

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="paragraphs; repeatable")
    args = parser.parse_args()
    path = args.model / "meta.json"
    meta = srsly.read_json(path)
    meta.pop("dlextract_joining", None)
    srsly.write_json(path, meta)
    paragraphs = [paragraph for gold in args.gold for paragraph in read_corpus(gold)]
    knowledge = load_knowledge([shipped("patterns")])
    nlp = build_pipeline(knowledge, args.model)
    scores = score_mentions(paragraphs, (nlp(paragraph.text) for paragraph in paragraphs), LABELS)
    joining = measured(nlp, paragraphs)
    joining["least"] = {label: round(scores.exact[label].f1 / 2, 2) for label in joining["alone"]}
    print(joining)
    srsly.write_json(path, {**meta, "dlextract_joining": joining})


if __name__ == "__main__":
    main()
