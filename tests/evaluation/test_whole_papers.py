from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dlextract.errors import UsageError
from dlextract.evaluation import matching
from dlextract.evaluation.rendering import papers_table
from dlextract.evaluation.whole_papers import FieldScore, evaluate_papers, score_paper

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
FIELDS = (
    *("task", "datasets", "architectures", "hardware", "software", "hyperparameters", "metrics", "augmentation"),
    *("regularization", "code", "data_links"),
)


def gold_paper(**fields: Any) -> dict[str, Any]:
    return {
        "paper": {"file": "one.pdf"},
        "fields": {field: fields.get(field, []) for field in FIELDS},
        "cq": {
            "5": {"stated": True, "quotes": [{"quote": "trained on the ImageNet images", "page": 3}]},
            "8": {"stated": False, "quotes": []},
        },
    }


def fact(label: str, text: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "text": text, "value": more.pop("value", text), "status": "used", **more}


def test_fields_are_sets_of_values() -> None:
    gold = gold_paper(
        datasets=[
            {"text": "ImageNet", "canonical": "ImageNet", "role": ["training"]},
            {"text": "CIFAR-10", "canonical": "CIFAR-10"},
            {"text": "our photographs", "canonical": "photographs", "optional": True},
        ],
        architectures=[{"text": "ResNet50", "canonical": "ResNet-50", "aliases": ["RN50"]}],
    )
    record = {
        "facts": [
            fact("DATASET", "the ImageNet dataset", roles=["training", "evaluation"]),
            fact("DATASET", "image-net"),
            fact("DATASET", "photographs"),
            fact("DATASET", "COCO"),
            fact("DATASET", "CIFAR-10") | {"status": "mentioned"},
            fact("ARCHITECTURE", "ResNet"),
            fact("ARCHITECTURE", "RN50"),
        ]
    }
    fields = score_paper("one", gold, record).fields
    assert fields["datasets"] == FieldScore(1, ("COCO",), ("CIFAR-10",), roles=(1, 1))
    assert fields["architectures"] == FieldScore(1, ("ResNet",))
    assert fields["task"] == FieldScore(0)


@pytest.mark.parametrize(
    ("found", "right"),
    [("1e-4", True), ("10^-4", True), ("0.001", False), ("1 × 10^{-4}", True), ("0.01 %", True)],
)
def test_hyperparameters_match_by_number(found: str, right: bool) -> None:
    gold = gold_paper(hyperparameters=[{"name": "learning_rate", "value": "0.0001"}])
    score = score_paper("one", gold, {"facts": [fact("LEARNING_RATE", found)]}).fields["hyperparameters"]
    assert score == (FieldScore(1) if right else FieldScore(0, (f"learning_rate={found}",), ("learning_rate=0.0001",)))


def test_questions_and_evidence() -> None:
    record = {
        "answers": [
            {"cq": 5, "stated": True, "evidence": [{"quote": "It was trained on ImageNet images.", "page": 9}]},
            {"cq": 8, "stated": True, "evidence": []},
        ]
    }
    score = score_paper("one", gold_paper(), record)
    assert score.questions == {"5": (True, True), "8": (False, True)}
    assert score.evidence == (1, 1)


def test_a_paper_without_a_record_is_empty_and_named(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "one.json").write_text(json.dumps(gold_paper()), encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("", encoding="utf-8")
    scores = evaluate_papers(tmp_path / "gold", tmp_path / "out.jsonl")
    assert scores.missing == ("one",)
    assert (scores.figures["cq_accuracy"], scores.figures["cq_majority_floor"]) == (0.5, 1.0)
    assert "papers 1, without a record: one" in papers_table(scores, misses=True)
    assert "one  question 5  gold stated, found not stated" in papers_table(scores, misses=True)


@pytest.mark.parametrize(
    ("gold", "record", "message"),
    [
        (None, "", "gold: holds no gold paper (*.json)."),
        ("{}", "", "one.json: is no gold of a paper."),
        (json.dumps(gold_paper()), "{}", "out.jsonl:1: is no record of a paper."),
        (json.dumps(gold_paper()), None, "out.jsonl: cannot be read."),
    ],
)
def test_other_files_are_refused(tmp_path: Path, gold: str | None, record: str | None, message: str) -> None:
    (tmp_path / "gold").mkdir()
    if gold is not None:
        (tmp_path / "gold" / "one.json").write_text(gold, encoding="utf-8")
    if record is not None:
        (tmp_path / "out.jsonl").write_text(record, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        evaluate_papers(tmp_path / "gold", tmp_path / "out.jsonl")
    assert message in str(caught.value)


def invented_record(gold: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Return a record in which some of the gold's values are right, some are wrong and some are missing."""
    labels = {field: min(names) for field, names in matching.labels_of().items()}
    facts = []
    for field, values in gold["fields"].items():
        for value in values:
            draw = rng.random()
            label = value["name"].upper() if field == "hyperparameters" else labels[field]
            form = value["value"] if field == "hyperparameters" else rng.choice([value["text"], value["canonical"]])
            if draw < 0.6:
                facts.append(fact(label, str(form), roles=rng.sample(["training", "evaluation"], rng.randint(0, 2))))
            elif draw < 0.8:
                facts.append(fact(label, rng.choice(["0.5", "64", "Adam", "something else", str(form)[:5] or "x"])))
            elif draw < 0.85:
                facts.append(fact(label, str(form)) | {"status": "mentioned"})
    answers = []
    for number, want in gold["cq"].items():
        quotes = want.get("quotes") or [{"quote": "nothing of the kind", "page": 1}]
        quote = rng.choice(quotes)["quote"]
        answers.append(
            {
                "cq": int(number),
                "stated": rng.random() < (0.8 if want["stated"] else 0.3),
                "evidence": [{"quote": quote if rng.random() < 0.5 else "other words stand here", "page": 99}],
            }
        )
    return {"paper": {"source": f"pdf/{gold['paper']['file']}"}, "facts": facts, "answers": answers}


@pytest.mark.skipif(not (BENCH / "score.py").is_file(), reason="needs ../shared/bench, the benchmark of gold papers")
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.slow
def test_figures_agree_with_the_benchmarks_own_scorer(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder = BENCH / "papers" / "gold"
    gold = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    records = tmp_path / "out.jsonl"
    lines = [json.dumps(invented_record(paper, rng)) for paper in gold[: len(gold) - seed]]
    records.write_text("\n".join(lines), encoding="utf-8")
    scorer = [sys.executable, BENCH / "score.py", "--gold", folder, "--pred", records, "--json", tmp_path / "s.json"]
    subprocess.run(scorer, check=True, capture_output=True)
    expected = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    figures = evaluate_papers(folder, records).as_dict()
    assert {key: figures[key] for key in expected} == expected
