"""Queries of docs/graph.md, and records of made-up papers to put them to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

Record = dict[str, Any]
_BLOCK = re.compile(r"```sparql\n(.*?)```", re.DOTALL)
_NUMBERED = re.compile(r"# (\d+) \w+\n")


def queries(root: Path) -> tuple[dict[int, str], list[str]]:
    """Return the queries of the numbered questions, and the others, ready to be put."""
    prefixes, *blocks = _BLOCK.findall((root / "docs" / "graph.md").read_text(encoding="utf-8"))
    numbered = {int(found[1]): prefixes + block for block in blocks if (found := _NUMBERED.match(block))}
    return numbered, [prefixes + block for block in blocks if not _NUMBERED.match(block)]


def made(number: int, *, seed: bool, data: str = "ImageNet", **paper: Any) -> Record:
    """Return the record of a paper that fine-tunes a ResNet-50."""
    facts = [
        fact("ARCHITECTURE", "ResNet-50", roles=["main"]),
        fact("ARCHITECTURE", "CSPDarknet", roles=["compared"]),
        fact("ARCHITECTURE", "FPN", roles=["component"]),
        fact("DATASET", data, roles=["pretraining"]),
        fact("DATASET", "NightScreen", roles=["training", "evaluation"], found_by="ner:dl_ner"),
        fact("GPU", "NVIDIA V100", roles=["training"], attributes={"count": 8, "memory": "16 GB"}),
        fact("HARDWARE", "laptop", roles=["inference"], attributes={"kind": "computer"}),
        fact("FRAMEWORK", "PyTorch", attributes={"version": "1.13"}),
        fact("OPTIMIZER", "AdamW"),
        fact("BATCH_SIZE", "16", scope="Stage 1"),
        fact("BATCH_SIZE", "8", scope="stage 2", confidence=0.5),
        fact("LEARNING_RATE", "0.00001", text="10−5", scope="stage 1"),
        fact("WEIGHT_DECAY", "0.01"),
        fact("REGULARIZATION", "weight decay"),
        fact("AUGMENTATION", "horizontal flip", text="flipped"),
        fact("PREPROCESSING", 'scaled to "unit" range\nby \\ hand'),
        fact("DATA_MODALITY", "images"),
        fact("METRIC", "mAP"),
        fact("TASK", "object detection", attributes={"target": "moths"}),
        fact("PURPOSE", "present a detector"),
        fact("CODE_LINK", "https://example.org/a b<c>"),
        fact("CAMERA", "Canon EOS", found_by="cameras.yaml:CAMERA"),
        fact("TRAINING_VOCABULARY", "vocabulary"),
        fact("LEARNING_RATE", "0.1", status="searched"),
        fact("DATASET", "Iris", status="mentioned", roles=["training"]),
        fact("REGULARIZATION", "dropout", status="negated"),
        *([fact("RANDOM_SEED", "42")] if seed else []),
    ]
    for place, one in enumerate(facts, start=1):
        one["id"] = f"f{place}"
    return {
        "schema_version": "1.0",
        "dlextract": {"version": "1.2+ocr", "patterns": "sha256:aa", "model": "dl_ner 0.1"},
        "paper": {
            "source": f"in/{number}.pdf",
            "sha256": f"{number:064x}",
            "title": f"Paper {number}",
            "doi": f"10.1000/{number}",
            "pages": 3,
            "language": "en",
            **paper,
        },
        "facts": facts,
        "answers": [
            answer(20, "hardware", "8 × NVIDIA V100", ["f6"]),
            answer(24, "randomness", "42" if seed else "", ["f27"] if seed else []),
        ],
        "warnings": [],
    }


def fact(label: str, value: str, **more: Any) -> Record:
    """Return a fact with one piece of evidence."""
    text = more.pop("text", value)
    found_by = more.pop("found_by", f"shipped.yaml:{label}")
    quote = f"We have {text} here."
    place = {"page": 2, "quote": quote, "quote_start": 100, "start": 108, "end": 108 + len(text)}
    place |= {"boxes": [[10.0, 20.5, 30.0, 40.25]], "section": "methods", "found_by": found_by}
    usual = {"status": "used", "roles": [], "scope": "", "attributes": {}, "confidence": 0.9, "reason": ""}
    return {"id": "", "label": label, "text": text, "value": value, **usual, "evidence": [place], **more}


def answer(cq: int, question: str, short: str, facts: list[str]) -> Record:
    """Return an answer, or that there is none where ``short`` is empty."""
    said = short or "not stated"
    found = {"cq": cq, "question": question, "ask": "?", "stated": bool(short), "text": said, "short": said}
    found |= {"facts": facts, "confidence": 0.875, "evidence": []}
    if not short:
        searched = {"sections": ["methods"], "patterns": ["training.yaml:RANDOM_SEED"], "unreadable_pages": [3]}
        found |= {"searched": searched, "nearest": [], "pointer": ""}
    return found
