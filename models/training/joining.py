"""Measures how rules and a model are joined, on paragraphs that neither has seen, and writes it into the model's meta.

    python models/training/joining.py --gold a.jsonl --gold b.jsonl models/dl_ner

For each label: a curve from the share that the model gives to the words of a rule's find where it finds nothing itself
to the chance that the find is right, and how large that chance must be (half of the label's F1: what is likelier raises
it). A label without many such finds, or whose curve does not rise, is left out.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FEW = 10
"""So many finds of rules alone must there be of a label."""


def lone_finds(nlp: Any, paragraphs: list[Any]) -> Iterator[tuple[str, float, bool]]:
    """Yield label, share in log odds and rightness of the finds of rules that no entity overlaps."""
    from dlextract.build import SETTLING
    from dlextract.candidates import is_aim, log_odds
    from dlextract.deciding.alone import CLOSEST
    from dlextract.deciding.joining import LEAST
    from dlextract.doc_keys import ENTITIES, FINDS, SHARE_OF
    from dlextract.evaluation.paragraphs import LABELS

    settler = nlp.get_pipe(SETTLING)
    nlp.disable_pipe(SETTLING)
    for paragraph in paragraphs:
        doc = nlp(paragraph.text)
        share_of = doc.user_data.get(SHARE_OF)
        gold = {(span.label, span.start, span.end) for span in paragraph.spans}
        entities = [entity for entity in doc.user_data[ENTITIES] if entity.score >= LEAST]
        rules = [find.mention for find in settler.stay(doc.user_data[FINDS])[0]]
        for rule in rules if share_of is not None else ():
            near = [x for x in (*entities, *paragraph.optional) if x.start < rule.end and rule.start < x.end]
            share = share_of(rule.label, rule.start, rule.end)
            if not near and share is not None and rule.label in LABELS and not is_aim(rule):
                yield rule.label, log_odds(share, CLOSEST), (rule.label, rule.start, rule.end) in gold


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
    alone: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for label, share, right in lone_finds(nlp, paragraphs):
        alone[label].append((share, right))
    measured = curves(alone)
    joining = {"alone": measured, "least": {label: round(scores.exact[label].f1 / 2, 2) for label in measured}}
    print(joining)
    srsly.write_json(path, {**meta, "dlextract_joining": joining})


if __name__ == "__main__":
    main()
