"""Side remarks and parts of names."""

from __future__ import annotations

from dlextract.candidates import Candidate, Verdict
from dlextract.deciding.salience import longest_names, main_tasks, named_before_families
from dlextract.records import Evidence, Fact, Mention


def fact(value: str, status: str = "used", label: str = "TASK", pieces: int = 1, confidence: float = 0.7) -> Fact:
    evidence = tuple(Evidence(1, n, n + 1, "", 0, "methods", "") for n in range(pieces))
    return Fact("", label, value, value, status, confidence=confidence, evidence=evidence)


def find(value: str, section: str, status: str = "used") -> Candidate:
    mention = Mention("TASK", 0, 1, value, "tasks.yaml:TASK")
    verdict = Verdict(status, 0.7, "test", ())
    return Candidate(mention, text=value, value=value, verdict=verdict, section=section, end=1, confidence=0.7)


def test_a_task_of_one_remark_beside_the_task_of_title_and_abstract_is_mentioned() -> None:
    found = [find("object detection", "title"), find("object detection", "abstract"), find("tracking", "methods")]
    facts = main_tasks([fact("object detection"), fact("tracking")], found)
    assert [(f.value, f.status) for f in facts] == [("object detection", "used"), ("tracking", "mentioned")]


def test_two_tasks_of_like_weight_are_both_used() -> None:
    found = [find("object detection", "abstract"), find("image classification", "methods")]
    facts = main_tasks([fact("object detection"), fact("image classification")], found)
    assert [f.status for f in facts] == ["used", "used"]


def test_the_heaviest_task_is_the_purpose_where_all_are_doubtful_mentions() -> None:
    found = [find("object detection", "title", "mentioned")]
    facts = main_tasks([fact("object detection", "mentioned", confidence=0.55)], found)
    assert [f.status for f in facts] == ["used"]


def test_sure_mentions_stay_mentions() -> None:
    found = [find("object detection", "title", "mentioned")]
    facts = main_tasks([fact("object detection", "mentioned", confidence=0.9)], found)
    assert [f.status for f in facts] == ["mentioned"]


def test_part_of_a_longer_name_is_mentioned() -> None:
    facts = longest_names([fact("R-CNN", label="ARCHITECTURE"), fact("Faster R-CNN", label="ARCHITECTURE", pieces=2)])
    assert [f.status for f in facts] == ["mentioned", "used"]


def test_part_of_a_longer_name_that_is_found_more_often_stays() -> None:
    facts = longest_names([fact("U-Net", label="ARCHITECTURE", pieces=3), fact("U-Net++", label="ARCHITECTURE")])
    assert [f.status for f in facts] == ["used", "used"]


def test_part_of_a_longer_name_that_is_in_the_title_stays() -> None:
    facts = longest_names(
        [fact("MothNet", label="ARCHITECTURE"), fact("MothNet-XL", label="ARCHITECTURE")], "MothNet: x"
    )
    assert [f.status for f in facts] == ["used", "used"]


def test_a_family_of_few_words_is_mentioned_beside_a_network_with_a_name() -> None:
    facts = named_before_families(
        [fact("U-Net", label="ARCHITECTURE"), fact("convolutional neural network", label="ARCHITECTURE")]
    )
    assert [f.status for f in facts] == ["used", "mentioned"]


def test_a_family_that_is_surely_used_stays_beside_a_network_with_a_name() -> None:
    facts = named_before_families(
        [fact("U-Net", label="ARCHITECTURE"), fact("language model", label="ARCHITECTURE", confidence=0.9)]
    )
    assert [f.status for f in facts] == ["used", "used"]


def test_a_family_stays_where_no_network_has_a_name() -> None:
    facts = named_before_families([fact("convolutional neural network", label="ARCHITECTURE")])
    assert [f.status for f in facts] == ["used"]


def test_a_part_of_a_name_with_a_place_of_its_own_stays() -> None:
    found = [fact("R-CNN", label="ARCHITECTURE"), fact("Faster R-CNN", label="ARCHITECTURE", pieces=2)]
    assert [f.status for f in longest_names(found, names=frozenset({"R-CNN"}))] == ["used", "used"]
