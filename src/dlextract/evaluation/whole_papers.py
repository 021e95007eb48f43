"""Scores records of whole papers against gold: fields, roles, the 28 questions and their evidence.

What counts as right is fixed by the benchmark of gold papers (its ``score.py``); this module adds intervals.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from dlextract.errors import UsageError
from dlextract.evaluation.matching import (
    FIELDS,
    UNPUNISHED,
    as_number,
    labels_of,
    matches,
    same_value,
    settings,
    squash,
    word_overlap,
)
from dlextract.evaluation.mentions import MentionCounts
from dlextract.statistics import interval, kappa

CORE = ("task", "datasets", "architectures", "hardware", "software", "hyperparameters")
"""Fields whose mean is the headline figure."""

EXTRA = ("metrics", "augmentation", "regularization", "code", "data_links")

_ROLES = {"datasets": ("pretraining", "training", "evaluation"), "hardware": ("training", "inference")}
_COMMON_WORDS = 0.5

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field of one paper: what matched, which finds are wrong, which values of the gold were missed.

    ``roles`` is ``(agreeing, compared)``.
    """

    right: int
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    roles: tuple[int, int] = (0, 0)

    @property
    def counts(self) -> MentionCounts:
        return MentionCounts(self.right, len(self.wrong), len(self.missed))


@dataclass(frozen=True, slots=True)
class PaperScore:
    """One paper.

    ``questions`` is number → (stated in the gold, stated in the record), ``evidence`` is (good, compared).
    """

    name: str
    fields: Mapping[str, FieldScore]
    questions: Mapping[str, tuple[bool, bool]]
    evidence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PaperScores:
    """All papers of one evaluation; ``missing`` are gold papers without a record (scored as empty)."""

    papers: tuple[PaperScore, ...]
    missing: tuple[str, ...]
    seed: int = 0
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return all figures as JSON values, rounded to three places."""
        return dict(self.figures)


def evaluate_papers(gold: Path, predicted: Path, seed: int = 0) -> PaperScores:
    """Compare the records of ``predicted`` (one JSON object a line) with the ``*.json`` of the folder ``gold``.

    Records and gold are paired by the file name of the paper, without its suffix.

    Raises:
        UsageError: there is no gold, or a file has another form; ``where`` names file and line.
    """
    records = _read_records(predicted)
    files = sorted(gold.glob("*.json"))
    if not files:
        raise UsageError(str(gold), "holds no gold paper (*.json)", "Give the folder of the gold")
    papers, missing = [], []
    for file in files:
        truth = _read_gold(file)
        name = Path(truth["paper"]["file"]).stem
        if name not in records:
            missing.append(name)
        papers.append(score_paper(name, truth, records.get(name, {})))
    return PaperScores(tuple(papers), tuple(missing), seed, _figures(papers, missing, seed))


def _read_records(path: Path) -> dict[str, _Json]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(str(path), "cannot be read", "Give the records that -f jsonl writes") from error
    records: dict[str, _Json] = {}
    firsts: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            name = Path(record["paper"]["source"]).stem
            if "duplicate_of" in record:
                firsts[name] = Path(record["duplicate_of"]).stem
            else:
                records[name] = record
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}:{number}", "is no record of a paper", "Give what -f jsonl writes") from error
    return {**{name: records[first] for name, first in firsts.items() if first in records}, **records}


def _read_gold(path: Path) -> _Json:
    try:
        gold: _Json = json.loads(path.read_text(encoding="utf-8"))
        if not {"paper", "fields", "cq"} <= gold.keys():
            raise KeyError("paper, fields, cq")
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UsageError(str(path), "is no gold of a paper", "It needs the keys paper, fields and cq") from error
    return gold


def score_paper(name: str, gold: _Json, record: _Json) -> PaperScore:
    """Return the scores of one paper. Only facts with the status "used" count."""
    facts = [fact for fact in record.get("facts", ()) if fact.get("status", "used") == "used"]
    fields = {key: _score_field(key, gold["fields"][key], facts) for key in FIELDS}
    fields["hyperparameters"] = _score_hyperparameters(gold["fields"]["hyperparameters"], facts)
    answers = {str(answer.get("cq")): answer for answer in record.get("answers", ()) if answer.get("cq")}
    questions, good, compared = {}, 0, 0
    for number, want in gold["cq"].items():
        answer = answers.get(number, {})
        questions[number] = (bool(want["stated"]), bool(answer.get("stated")))
        if all(questions[number]):
            compared += 1
            good += _evidence_fits(want, answer)
    return PaperScore(name, fields, questions, (good, compared))


def _score_field(key: str, values: Sequence[_Json], facts: Sequence[_Json]) -> FieldScore:
    if key == "software":
        values = [v for v in values if v.get("kind", "framework") == "framework" or v.get("optional")]
    finds: dict[str, _Json] = {}
    for fact in facts:
        if fact["label"] in labels_of()[key]:
            finds.setdefault(squash(fact.get("value") or fact["text"]), fact)
    hit: set[int] = set()
    wrong = []
    for fact in finds.values():
        hits = [place for place, value in enumerate(values) if matches(key, value, fact)]
        hit.update(hits)
        if not hits:
            wrong.append(str(fact.get("value") or fact["text"]))
    required = [place for place, value in enumerate(values) if not value.get("optional")]
    return FieldScore(
        right=sum(place in hit for place in required),
        wrong=tuple(wrong),
        missed=tuple(str(values[place]["canonical"]) for place in required if place not in hit),
        roles=_score_roles(key, [values[place] for place in sorted(hit)], list(finds.values())),
    )


def _score_roles(key: str, values: Iterable[_Json], finds: Sequence[_Json]) -> tuple[int, int]:
    agreeing = compared = 0
    for value in values if key in _ROLES else ():
        wanted = _role_set(value.get("role"))
        if "both" in wanted:
            wanted = {"training", "inference"}
        wanted &= set(_ROLES[key])
        if not wanted:
            continue
        got: set[str] = set()
        for fact in finds:
            if matches(key, value, fact):
                got |= _role_set(fact.get("roles") or fact.get("role"))
        compared += 1
        agreeing += bool(wanted & got)
    return agreeing, compared


def _role_set(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else set(value or ())


def _score_hyperparameters(gold: Sequence[_Json], facts: Sequence[_Json]) -> FieldScore:
    values = [value for value in gold if not value["name"].startswith("other:")]
    hit: set[int] = set()
    wrong = []
    seen = set()
    for fact in facts:
        name = fact["label"].lower()
        if name not in settings():
            continue
        value = fact.get("value") or fact["text"]
        number = as_number(value)
        key = (name, squash(value) if number is None else number)
        if key in seen:
            continue
        seen.add(key)
        hits = [
            place
            for place, want in enumerate(values)
            if want["name"] == name and same_value(name, value, want["value"])
        ]
        hit.update(hits)
        if not hits and name not in UNPUNISHED:
            wrong.append(f"{name}={value}")
    required = [place for place, value in enumerate(values) if not value.get("optional")]
    return FieldScore(
        right=sum(place in hit for place in required),
        wrong=tuple(wrong),
        missed=tuple(f"{values[p]['name']}={values[p]['value']}" for p in required if p not in hit),
    )


def _evidence_fits(want: _Json, answer: _Json) -> bool:
    evidence = answer.get("evidence", ())
    quotes = [piece.get("quote", "") for piece in evidence]
    pages = {piece.get("page") for piece in evidence}
    return bool(pages & {quote["page"] for quote in want["quotes"]}) or any(
        word_overlap(quote["quote"], found) >= _COMMON_WORDS for quote in want["quotes"] for found in quotes
    )


def _figures(papers: Sequence[PaperScore], missing: Sequence[str], seed: int) -> dict[str, Any]:
    keys = (*CORE, *EXTRA)
    numbers = sorted({number for paper in papers for number in paper.questions}, key=int)

    def spread(figure: Callable[[Sequence[PaperScore]], float]) -> list[float]:
        return [round(edge, 3) for edge in interval(papers, figure, seed)]

    return {
        "papers": len(papers),
        "missing": list(missing),
        "fields": {key: _field_figures(papers, key) for key in keys},
        "paper_f1": {key: round(_paper_f1(papers, (key,)), 3) for key in keys},
        "paper_f1_interval": {key: spread(partial(_paper_f1, keys=(key,))) for key in keys},
        "core_f1": round(_paper_f1(papers, CORE), 3),
        "core_f1_interval": spread(lambda drawn: _paper_f1(drawn, CORE)),
        "all_f1": round(_paper_f1(papers, keys), 3),
        "roles": {key: _role_figures(papers, key) for key in _ROLES},
        "cq_accuracy": round(_accuracy(papers), 3),
        "cq_accuracy_interval": spread(_accuracy),
        "cq_majority_floor": round(_floor(papers, numbers), 3),
        "cq_kappa_pooled": round(_kappa(papers), 3),
        "cq_kappa_interval": spread(_kappa),
        "cq_accuracy_each": {
            number: round(_mean([one == two for one, two in _pairs(papers, number)]), 3) for number in numbers
        },
        "evidence_hit_rate": _rate(*(sum(paper.evidence[place] for paper in papers) for place in (0, 1))),
    }


def _field_figures(papers: Sequence[PaperScore], key: str) -> dict[str, float]:
    counts = sum((paper.fields[key].counts for paper in papers), MentionCounts())
    return {
        "precision": round(counts.precision, 3),
        "recall": round(counts.recall, 3),
        "f1": round(counts.f1, 3),
        "tp": counts.right,
        "fp": counts.wrong,
        "fn": counts.missed,
    }


def _paper_f1(papers: Sequence[PaperScore], keys: Sequence[str]) -> float:
    """Return the mean over papers and fields; a field that is rightly empty counts 1."""
    return _mean([_mean([round(paper.fields[key].counts.f1, 3) for paper in papers]) for key in keys])


def _role_figures(papers: Sequence[PaperScore], key: str) -> dict[str, float | None]:
    agreeing, compared = (sum(paper.fields[key].roles[place] for paper in papers) for place in (0, 1))
    return {"agree": agreeing, "of": compared, "accuracy": _rate(agreeing, compared)}


def _pairs(papers: Sequence[PaperScore], number: str) -> list[tuple[bool, bool]]:
    return [paper.questions[number] for paper in papers if number in paper.questions]


def _accuracy(papers: Sequence[PaperScore]) -> float:
    return _mean([one == two for paper in papers for one, two in paper.questions.values()])


def _kappa(papers: Sequence[PaperScore]) -> float:
    return kappa([pair for paper in papers for pair in paper.questions.values()])


def _floor(papers: Sequence[PaperScore], numbers: Sequence[str]) -> float:
    """Return the accuracy of the best constant answer to each question."""
    best = total = 0
    for number in numbers:
        stated = [one for one, _ in _pairs(papers, number)]
        best += max(sum(stated), len(stated) - sum(stated))
        total += len(stated)
    return best / max(1, total)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
