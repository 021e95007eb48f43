"""Tables that count devices apart from their names."""

from __future__ import annotations

import pytest
from drawn import drawn

from dlextract.finding.device_counts import device_counts
from dlextract.records import Mention


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Parameter|Value", "Number of GPUs|8", "GPU type|A40"], [("A40", "8")]),
        (["Model|GPU|# GPUs", "Small|A40|4", "Large|A40|16"], [("A40", "4"), ("A40", "16")]),
        (["|Stage 1|Stage 2", "GPU|A40|A40", "GPUs|4|16"], [("A40", "4"), ("A40", "16")]),
        (["Parameter|Value", "GPU|A40", "GPU memory|48"], []),
        (["Parameter|Value", "Number of GPUs|several", "GPU type|A40"], []),
    ],
)
def test_the_count_in_another_cell_is_that_of_the_device(rows: list[str], expected: list[tuple[str, str]]) -> None:
    table, paper = drawn("Table 1: Hardware.", *rows)
    places = [at for at in range(len(paper.text)) if paper.text.startswith("A40", at)]
    finds = [Mention("GPU", at, at + 3, "A40", "hardware.yaml:GPU") for at in places]
    other = Mention("TASK", places[0], places[0] + 3, "A40", "tasks.yaml:TASK")
    found = list(device_counts([table], [*finds, other], {"GPU"}))
    assert [(one.value, dict(one.attributes)["count"]) for one in found] == expected
    assert {one.found_by for one in found} <= {"table:GPU"}
