"""Hand-made reports → yes and no."""

from __future__ import annotations

from typing import Any

from dlextract.audit import Audit, ItemFinding, audit, checklist
from dlextract.records import Answer, Evidence, Fact, Page, Paper
from dlextract.report import Failure, Report
from dlextract.writing import to_dict


def evidence(quote: str, found: str, start: int = 0, rule: str = "datasets.yaml:DATASET", page: int = 2) -> Evidence:
    at = start + quote.index(found)
    return Evidence(page, at, at + len(found), quote, start, "methods", rule)


def fact(label: str, value: str, *pieces: Evidence, confidence: float = 0.9, **attributes: str) -> Fact:
    given = tuple(attributes.items())
    return Fact("f1", label, value, value, "used", attributes=given, confidence=confidence, evidence=pieces)


def audited(*answers: tuple[str, list[Fact]], **pointers: str) -> dict[str, ItemFinding]:
    """Audit a paper in which these questions are stated, each by its facts; ``pointers`` are of those that are not."""
    facts: list[Fact] = []
    made = []
    for number, (question, some) in enumerate(answers, start=1):
        numbered = [
            Fact(
                f"f{len(facts) + n}",
                f.label,
                f.text,
                f.value,
                f.status,
                attributes=f.attributes,
                confidence=f.confidence,
                evidence=f.evidence,
            )
            for n, f in enumerate(some, start=1)
        ]
        facts += numbered
        ids = tuple(f.id for f in numbered)
        shown = tuple(piece for f in some for piece in f.evidence)[:3]
        made.append(Answer(number, question, "?", True, f"Said of {question}.", ids, shown, 0.9))
    for number, (question, pointer) in enumerate(pointers.items(), start=len(made) + 1):
        made.append(Answer(number, question, "?", False, "not stated", pointer=pointer))
    report = Report(Paper("a.pdf", "0" * 64, "x"), tuple(facts), tuple(made))
    return {finding.item.name: finding for finding in audit(to_dict(report)).findings}


CHECKLIST = checklist()
PASSAGES = Paper("passages.txt", "0" * 64, "x", pages=(Page(1, 0, 1),))


def told(finding: ItemFinding) -> tuple[bool, str, list[tuple[int, str]]]:
    return finding.yes, finding.text, [(piece["page"], piece["quote"]) for piece in finding.evidence]


def test_names_are_unique() -> None:
    assert len({item.name for item in CHECKLIST.items}) == len(CHECKLIST.items)


def test_a_paper_that_says_nothing_gets_no_yes() -> None:
    found = audited()
    assert list(found) == [item.name for item in CHECKLIST.items]
    assert [told(finding) for finding in found.values()] == [(False, "", [])] * len(CHECKLIST.items)


def test_an_answer_is_a_yes_with_its_sentence() -> None:
    place = evidence("We trained a U-Net.", "U-Net")
    found = audited(("model", [fact("ARCHITECTURE", "U-Net", place)]))
    assert told(found["architecture_stated"]) == (True, "Said of model.", [(2, "We trained a U-Net.")])
    assert [name for name, finding in found.items() if finding.yes] == ["architecture_stated"]


def test_any_metric_counts() -> None:
    accuracy = fact("METRIC", "overall accuracy", evidence("The overall accuracy was 0.9.", "accuracy"))
    assert told(audited(("metrics", [accuracy]))["metrics_stated"]) == (
        True,
        "Said of metrics.",
        [(2, "The overall accuracy was 0.9.")],
    )


def test_silent_passages_are_taken_for_what_papers_usually_say() -> None:
    found = {finding.item.name: finding for finding in audit(to_dict(Report(PASSAGES, (), ()))).findings}
    assert {name: finding.text for name, finding in found.items() if finding.yes} == {
        "framework_stated": "not in these passages; 90% of such papers say it",
        "architecture_stated": "not in these passages; 95% of such papers say it",
    }


def test_data_that_come_with_the_code_or_lie_in_a_repository_can_be_had() -> None:
    rule = "availability.yaml:DATA_REPOSITORY.named"
    repository = fact("DATA_REPOSITORY", "Zenodo", evidence("The data are on Zenodo.", "Zenodo", rule=rule))
    link = fact("DATA_LINK", "https://x.org/a", evidence("See https://x.org/a.", "https://x.org/a", rule="link:note"))
    code = fact("CODE_REPOSITORY", "GitHub", evidence("The code is on GitHub.", "GitHub"))
    assert audited(("data_repository", [repository]))["dataset_available"].yes
    assert audited(("code_repository", [code]))["dataset_available"].yes
    assert not audited(("data_repository", [link]))["dataset_available"].yes


def test_data_and_code_on_request_are_not_there() -> None:
    place = evidence("The data are available on request.", "on request", rule="availability.yaml:DATA_REPOSITORY")
    found = audited(("data_repository", [fact("DATA_REPOSITORY", "on request", place)]))
    assert told(found["dataset_available"]) == (False, "not enough: Said of data_repository.", [])


def test_a_public_set_of_data_counts_but_not_that_of_borrowed_weights_or_a_satellite() -> None:
    own = fact("DATASET", "MoorBench", evidence("We trained on MoorBench.", "MoorBench"))
    weights = fact("DATASET", "WebPics", evidence("The encoder was pre-trained on WebPics.", "WebPics"))
    scene = fact("DATASET", "Sentinel-2", evidence("We used Sentinel-2 scenes.", "Sentinel-2"))
    guessed = fact("DATASET", "MoorBench", evidence("We trained on MoorBench.", "MoorBench", rule="ner:dl_ner"))
    unsure = fact("DATASET", "MoorBench", evidence("We trained on MoorBench.", "MoorBench"), confidence=0.8)

    def available(one: Fact) -> tuple[bool, str]:
        return told(audited(("datasets", [one]))["dataset_available"])[:2]

    assert available(own) == (True, "MoorBench")
    no = (False, "")
    assert [available(one) for one in (weights, scene, guessed, unsure)] == [no] * 4


def test_a_label_or_an_attribute_can_be_asked_for() -> None:
    bare = fact("FRAMEWORK", "Keras", evidence("We used Keras.", "Keras"))
    full = fact("FRAMEWORK", "PyTorch", evidence("We used PyTorch 2.1.", "PyTorch", 40), version="2.1")
    assert told(audited(("framework", [bare]))["framework_version"]) == (False, "", [])
    assert told(audited(("framework", [bare, full]))["framework_version"]) == (
        True,
        "PyTorch 2.1",
        [(2, "We used PyTorch 2.1.")],
    )
    rate = fact("LEARNING_RATE", "0.01", evidence("A rate of 0.01 was used.", "0.01"))
    found = audited(("hyperparameters", [rate]))
    yes = {name for name, finding in found.items() if finding.yes}
    assert yes == {"hyperparameters_stated", "learning_rate"}


def test_facts_in_one_sentence_show_it_once() -> None:
    quote = "We trained on MoorBench and FenSet."
    facts = [fact("DATASET", name, evidence(quote, name)) for name in ("MoorBench", "FenSet")]
    assert told(audited(("datasets", facts))["dataset_available"]) == (True, "MoorBench, FenSet", [(2, quote)])


def test_a_no_names_the_sentence_that_sends_elsewhere() -> None:
    found = audited(hyperparameters="All settings stand in the supplement.")
    assert told(found["hyperparameters_stated"]) == (False, "All settings stand in the supplement.", [])


def test_a_paper_that_could_not_be_read() -> None:
    record: Any = to_dict(Failure("b.pdf", "", "PaperError", "b.pdf: it is no PDF."))
    assert audit(record) == Audit(CHECKLIST, "b.pdf", "", error="b.pdf: it is no PDF.")
