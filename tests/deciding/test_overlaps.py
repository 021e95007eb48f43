"""Which finds stay where several overlap."""

from dlextract.candidates import Find
from dlextract.deciding.overlaps import Spans, settle_overlaps
from dlextract.records import Mention

EXCLUSIVE = {"GPU": 1, "DATASET": 2, "ARCHITECTURE": 3, "TASK": 4}


def find(label: str, start: int, end: int, order: int = 0, **more: object) -> Find:
    return Find(Mention(label, start, end, f"{label}{order}", f"x:{label}{order}", **more), order)  # type: ignore[arg-type]


def kept(*finds: Find) -> list[tuple[str, int, int, str]]:
    stay, lost = settle_overlaps(finds, EXCLUSIVE)
    assert len(stay) + len(lost) == len(finds)
    assert all(item.dropped for item in lost)
    assert not any(item.dropped for item in stay)
    return sorted((f.mention.label, f.mention.start, f.mention.end, f.mention.value) for f in stay)


def test_inside_a_label_the_longest_wins_then_the_earliest_rule() -> None:
    assert kept(find("A", 0, 4), find("A", 0, 9, 1), find("A", 3, 12, 2)) == [("A", 0, 9, "A1")]
    assert kept(find("A", 0, 5, 3), find("A", 0, 5, 1), find("A", 6, 8)) == [("A", 0, 5, "A1"), ("A", 6, 8, "A0")]


def test_labels_stand_side_by_side() -> None:
    assert kept(find("A", 0, 5), find("B", 0, 5)) == [("A", 0, 5, "A0"), ("B", 0, 5, "B0")]


def test_among_exclusive_labels_the_longest_wins_then_their_order() -> None:
    assert kept(find("TASK", 0, 9), find("DATASET", 0, 5)) == [("TASK", 0, 9, "TASK0")]
    assert kept(find("ARCHITECTURE", 0, 5), find("DATASET", 0, 5)) == [("DATASET", 0, 5, "DATASET0")]
    assert kept(find("GPU", 0, 5), find("HARDWARE", 0, 9)) == [("GPU", 0, 5, "GPU0"), ("HARDWARE", 0, 9, "HARDWARE0")]


def test_a_winner_takes_over_what_a_find_at_its_place_knows() -> None:
    (winner,), _ = settle_overlaps(
        [
            find("A", 0, 5, 1, attributes=(("count", "2"),)),
            find("A", 0, 5, 2, attributes=(("count", "3"), ("memory", "8 GB")), scope="stage 1"),
        ],
        EXCLUSIVE,
    )
    assert winner.mention.attributes == (("count", "2"), ("memory", "8 GB"))
    assert winner.mention.scope == "stage 1"


def test_spans() -> None:
    spans = Spans([(10, 20, 1), (0, 5, 0)])
    spans.add(30, 40, 2)
    assert spans.overlapping(5, 10) == []
    assert spans.overlapping(4, 11) == [0, 1]
    assert spans.overlapping(15, 16) == [1]
    assert spans.overlapping(0, 99) == [0, 1, 2]
