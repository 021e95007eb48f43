"""Marks paragraphs of other corpora with trained models, as more paragraphs to train on.

    python models/training/silver.py --corpora ../shared/ner/external --model DIR --model DIR -o silver.jsonl

A mention that most models find is kept; one that fewer find becomes "optional", which training takes as unknown. What
the corpus itself marks is trusted only as far as its guidelines are like ours: datasets of Heddes et al. without the
word "dataset" are kept even if no model finds them, GPUs of gpu_silver too; mentions of tdmsci and SciREX that no
model finds are unknown. Paragraphs without any mention are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import spacy

from dlextract.evaluation.corpus import LABELS

Mark = tuple[int, int, str]

TRUSTED = {"heddes_datasets": "DATASET", "gpu_silver": "GPU"}
GENERIC = re.compile(
    r"\s+(?:benchmark|corpus|corpora|data|databases?|datasets?|data ?sets?|sets?|collections?|tasks?)+$", re.I
)
ARTICLE = re.compile(r"^(?:the|a|an|our|this)\s+", re.I)


def own_marks(row: dict) -> list[Mark]:
    """Return the mentions that the corpus marks, shortened to what our guidelines mark."""
    marks = []
    for start, end, label in row["spans"]:
        text = row["text"][start:end]
        shorter = GENERIC.sub("", text)
        while shorter != text:
            text, shorter = shorter, GENERIC.sub("", shorter)
        head = ARTICLE.match(text)
        start += head.end() if head else 0
        end = start + len(text) - (head.end() if head else 0)
        if end > start and label in LABELS:
            marks.append((start, end, label))
    return marks


def is_name(text: str) -> bool:
    """Return whether a dataset's mention is a name: a capital or digit behind its first character, or capitals."""
    return bool(re.search(r"[A-Z0-9]", text[1:])) and len(text) < 60


def merge(row: dict, votes: Iterable[Iterable[Mark]]) -> tuple[list[Mark], list[Mark]]:
    """Return the mentions that are kept and those that are unknown."""
    lists = [set(marks) for marks in votes]
    count = Counter(mark for marks in lists for mark in marks)
    sure = {mark for mark, number in count.items() if 2 * number > len(lists)}
    doubtful = set(count) - sure
    trusted = TRUSTED.get(row["source"], "")
    for mark in own_marks(row):
        if mark in sure:
            continue
        name = mark[2] == trusted and (trusted == "GPU" or is_name(row["text"][mark[0] : mark[1]]))
        if name and not any(overlap(mark, other) and other[2] != mark[2] for other in sure):
            sure = {other for other in sure if not overlap(mark, other)} | {mark}
        else:
            doubtful.add(mark)
    complete = set(row["labels"]) & {trusted}
    own = own_marks(row)
    for mark in list(sure):
        if mark[2] in complete and not any(overlap(mark, other) for other in own):
            sure.discard(mark)
            doubtful.add(mark)
    return sorted(sure), sorted(mark for mark in doubtful if mark not in sure)


def overlap(one: Mark, two: Mark) -> bool:
    """Return whether two mentions share a character."""
    return one[0] < two[1] and two[0] < one[1]


def main() -> None:
    """Read the corpora, mark them and write what was kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, action="append", required=True)
    parser.add_argument("--limit", type=int, default=1200, help="paragraphs of each corpus")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    rows = []
    for file in sorted(args.corpora.glob("*.train.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        random.Random(file.name).shuffle(lines)
        rows += [json.loads(line) for line in lines[: args.limit]]
    votes = []
    for model in args.model:
        nlp = spacy.load(model)
        docs = nlp.pipe(row["text"] for row in rows)
        votes.append([[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in docs])
    with args.output.open("w", encoding="utf-8") as output:
        for row, *marks in zip(rows, *votes, strict=True):
            kept, unknown = merge(row, marks)
            if kept:
                line = {"text": row["text"], "spans": kept, "optional": unknown, "group": row["source"]}
                output.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
