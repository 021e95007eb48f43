"""Gold of a review: ``evaluate`` and ``train judges`` read it as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pdf_maker import column, pdf

from dlextract import Extractor, to_dict
from dlextract.cli.door import run
from dlextract.reviewing import Act, Journal, line_of
from dlextract.reviewing.corpus import Corpus
from dlextract.reviewing.settling import settlement
from dlextract.training.cases import cases_in
from dlextract.training.gold import gold_of
from dlextract.writing import dump_line

TEXT = """Counting moths at night with a small network

We count moths on photographs of lamps. All photographs were taken in one summer in the hills.

Methods

We trained RetinaNet on two NVIDIA V100 GPUs with a batch size of 16 and the Adam optimizer. The photographs come from
the HeathLights dataset. Hill and others used a GTX 1080 before.
"""


def act(record: dict[str, Any], key: str, verdict: str, value: str | None, **more: Any) -> Act:
    kind = "fact" if "=" in key else "question"
    return Act("ada", "2026-01-01T00:00:00.000Z", record["paper"]["sha256"], kind, key, verdict, value=value, **more)


@pytest.fixture
def reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], list[Act]]:
    """The record of a paper, and a review in which its hardware, batch size and all questions are decided."""
    monkeypatch.chdir(tmp_path)
    Path("moths.txt").write_text(TEXT)
    Path("other.txt").write_text(TEXT.replace("summer", "winter"))
    extractor = Extractor()
    record, other = (json.loads(dump_line(to_dict(extractor.read(name)))) for name in ("moths.txt", "other.txt"))
    Path("all.jsonl").write_bytes(dump_line(record) + dump_line(other))
    acts = [
        act(record, answer["question"], "absent", None)
        for answer in record["answers"]
        if answer["question"] not in ("hardware", "randomness")
    ]
    quote = "We trained RetinaNet on two NVIDIA V100 GPUs with a batch size of 16 and the Adam optimizer."
    acts.append(act(record, "hardware", "edit", "two V100", page=1, quote=quote, words="two NVIDIA V100 GPUs"))
    quote = "All photographs were taken in one summer in the hills."
    acts.append(act(record, "randomness", "missed", "one summer", page=1, quote=quote, words="one summer"))
    acts.append(act(record, "BATCH_SIZE=16", "accept", "16"))
    acts.append(act(record, "OPTIMIZER=Adam", "reject", None, reason="wrong status"))
    Path("ada.review.jsonl").write_bytes(b"".join(map(line_of, acts)))
    return record, acts


def test_the_gold_is_read_by_both(
    reviewed: tuple[dict[str, Any], list[Act]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(("train", "gold", "all.jsonl", "--reviewed", "ada.review.jsonl", "-o", "gold")) == 0
    assert capfdbinary.readouterr().err.decode() == "gold: gold of 1 papers.\n"
    [path] = Path("gold").iterdir()
    gold = json.loads(path.read_text())
    sentences = {sentence["id"]: sentence["text"].strip() for sentence in gold["sentences"]}
    stated = {cq: [sentences[name] for name in names] for cq, names in gold["evidence"].items() if names}
    assert {cq: [text.split(" ")[0] for text in texts] for cq, texts in stated.items()} == {"20": ["We"], "24": ["All"]}
    judged = {(fact["label"], fact["value"]): (fact["judgement"], fact["optional"]) for fact in gold["facts"]}
    assert judged["BATCH_SIZE", "16"] == ("used", False)
    assert judged["OPTIMIZER", "Adam"] == ("mentioned", False)
    assert judged["GPU", "NVIDIA V100"] == ("used", True)
    assert gold["fields"]["hyperparameters"][0]["optional"] is False
    assert run(("train", "check", str(path))) == 0
    [case] = cases_in([Path("gold")], [Path()], Extractor(judges="none"), seen=False)
    assert {cq for cq, said in case.stated.items() if said} == {20, 24}
    assert all(case.answers[cq] for cq in (20, 24))
    used = {fact.value: said for fact, said in zip(case.facts, case.used, strict=True)}
    assert (used["16"], used["Adam"], used["NVIDIA V100"]) == (True, False, None)
    assert run(("export", "all.jsonl", "--reviewed", "ada.review.jsonl", "-o", "reviewed.jsonl")) == 0
    capfdbinary.readouterr()
    assert run(("evaluate", "--gold", "gold", "--pred", "reviewed.jsonl", "--json")) == 0
    figures = json.loads(capfdbinary.readouterr().out)
    assert (figures["papers"], figures["missing"], figures["cq_accuracy"]) == (1, [], 1.0)
    assert figures["evidence_hit_rate"] == 1.0
    assert figures["fields"]["hyperparameters"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "tp": 1, "fp": 0, "fn": 0,
    }  # fmt: skip


def test_a_review_in_part_gives_no_gold(
    reviewed: tuple[dict[str, Any], list[Act]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, acts = reviewed
    Path("part.review.jsonl").write_bytes(b"".join(map(line_of, acts[:-5])))
    assert run(("train", "gold", "all.jsonl", "--reviewed", "part.review.jsonl", "-o", "gold")) == 2
    assert capfdbinary.readouterr().err.decode() == (
        "moths.txt: no reader has decided question 20, 24, 28. Go on with dlextract review.\n"
        "train gold: no paper is decided in full. Go on with dlextract review.\n"
    )


def test_a_sentence_may_go_on_on_the_next_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = [
        "Methods",
        "We counted moths on photographs of lamps in the hills.",
        "The network was trained for 40 days on",
    ]
    second = ["a single NVIDIA V100 with a batch size of 16.", "It found most moths."]
    Path("moths.pdf").write_bytes(pdf([column(72, 700, first), column(72, 72, second)]))
    extractor = Extractor()
    record = json.loads(dump_line(to_dict(extractor.read("moths.pdf"))))
    place = {"page": 2, "quote": f"{first[-1]} {second[0]}", "words": "NVIDIA V100"}
    acts = [
        act(record, answer["question"], "edit", "one V100", **place)
        if answer["question"] == "hardware"
        else act(record, answer["question"], "absent", None)
        for answer in record["answers"]
    ]
    gold = gold_of(record, {one.cell: one for one in acts}, Path("moths.pdf"), extractor)
    [sentence] = [sentence for sentence in gold["sentences"] if sentence["id"] in gold["evidence"]["20"]]
    assert (sentence["page"], sentence["text"].split()[:2]) == (1, ["The", "network"])


def test_what_was_settled_between_two_readers_is_gold(
    reviewed: tuple[dict[str, Any], list[Act]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    record, acts = reviewed
    ben = [act(record, "hardware", "absent", None) if one.key == "hardware" else one for one in acts]
    cell, path = ben[0].cell._replace(key="hardware"), Path("all.both.review.jsonl")
    with Corpus(Path("all.jsonl")) as corpus, Journal(path) as journal:
        found = settlement(corpus, ("ada", "ben"), acts, ben)
        assert list(found.sides) == [cell]
        journal.add(found.opening("both", ()))
        gold = ("train", "gold", "all.jsonl", "--reviewed", str(path), "-o", "gold")
        assert run(gold) == 2
        assert b"no reader has decided question 20." in capfdbinary.readouterr().err
        journal.add([found.taken(cell, "ada", "both")])
    assert run(gold) == 0
    [one] = Path("gold").iterdir()
    assert json.loads(one.read_text())["cq"]["20"]["answer"] == "two V100"
    assert run(("train", "check", str(one))) == 0
