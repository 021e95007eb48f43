"""Tables of what was measured of networks beside their results."""

from __future__ import annotations

import pytest
from drawn import drawn

from dlextract.finding.measured_tables import measured_table_mentions, with_unit
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped

KNOWLEDGE = load_knowledge([shipped("patterns")])

Found = tuple[str, str, str, str]


def found(caption: str, *rows: str, own: tuple[str, ...] = ()) -> list[Found]:
    """Return label, value, scope and hint of the finds in a table whose cells are parted by strokes."""
    table, paper = drawn(caption, *rows)
    mentions = measured_table_mentions([table], paper, KNOWLEDGE, own)
    return [(one.label, one.value, one.scope, one.hint) for one in mentions]


TABLES: list[tuple[str, list[str], list[Found]]] = [
    (
        "Table 1: Results.",
        ["Model|#Params (M)|Accuracy", "OwlNet|25.6|91.2", "Ours|3.9|93.0"],
        [("NUM_PARAMETERS", "25600000", "OwlNet", "mentioned"), ("NUM_PARAMETERS", "3900000", "Ours", "")],
    ),
    (
        "Table 1: Results.",
        ["Model|Params.|FPS", "OwlNet|1, 799, 223|45", "BatNet|71, 086, 301|12"],
        [
            ("NUM_PARAMETERS", "1799223", "OwlNet", ""),
            ("THROUGHPUT", "45 FPS", "OwlNet", ""),
            ("NUM_PARAMETERS", "71086301", "BatNet", ""),
            ("THROUGHPUT", "12 FPS", "BatNet", ""),
        ],
    ),
    (
        "Table 2: The proposed network.",
        ["Layer|Output shape|Param #", "conv1|64 x 64 x 32|896", "dense|10|1,310", "Total params||2,206"],
        [("NUM_PARAMETERS", "2206", "", "")],
    ),
    (
        "Table 3: Run time.",
        ["|OwlNet|BatNet", "Time per image (ms)|22|15", "Training time (h)|3 hours|2"],
        [
            ("INFERENCE_TIME", "22 ms per image", "OwlNet", ""),
            ("INFERENCE_TIME", "15 ms per image", "BatNet", ""),
            ("TRAINING_TIME", "3 hours", "OwlNet", ""),
            ("TRAINING_TIME", "2 h", "BatNet", ""),
        ],
    ),
    (
        "Table 4: Comparison with the state of the art.",
        ["Model|Params (M)|F1", "OwlNet|25.6|91.2", "BatNet|3.9|93.0"],
        [("NUM_PARAMETERS", "25600000", "OwlNet", "mentioned"), ("NUM_PARAMETERS", "3900000", "BatNet", "mentioned")],
    ),
    (
        "Table 4: Results.",
        ["Model|Epochs|Training time", "A|100|2 days 7 hours", "B|25|(same model)"],
        [("TRAINING_TIME", "2 days 7 hours", "A", "")],
    ),
    (
        "Table 4: Results.",
        ["Model|Epochs|# params", "A|96|stride = 2", "B|128|0.5", "C|128|1,204,353"],
        [("NUM_PARAMETERS", "1204353", "C", "")],
    ),
    (
        "Table 4: Training times, in minutes.",
        ["Model|Training time|F1", "OwlNet|45|91.2", "BatNet|2 h|93.0"],
        [("TRAINING_TIME", "45 minutes", "OwlNet", ""), ("TRAINING_TIME", "2 h", "BatNet", "")],
    ),
    (
        "Table 4: Cost of training.",
        ["Model|Hardware|Time", "OwlNet|one card|9 hours", "BatNet|two cards|3 days"],
        [("TRAINING_TIME", "9 hours", "OwlNet", ""), ("TRAINING_TIME", "3 days", "BatNet", "")],
    ),
    ("Table 4: Results.", ["Model|Training time|F1", "OwlNet|45|91.2", "BatNet|50|93.0"], []),
    ("Table 4: Dives of owls.", ["Bird|Food|Time", "Owl|mice|9 hours", "Bat|moths|3 hours"], []),
    ("Table 5: Settings.", ["Parameter|Value", "Batch size|32", "Epochs|100"], []),
    ("Table 5: Settings.", ["Model|Params (M)|F1", "1|25.6|91.2", "2|3.9|93.0"], []),
]


@pytest.mark.parametrize(("caption", "rows", "expected"), TABLES)
def test_what_was_measured_is_read_with_the_network_that_it_is_of(
    caption: str, rows: list[str], expected: list[Found]
) -> None:
    assert found(caption, *rows) == expected


def test_what_the_authors_call_their_own_work_is_theirs() -> None:
    rows = ["Model|Params (M)|F1", "OwlNet|25.6|91.2", "BatNet (small)|3.9|93.0"]
    assert found("Table 4: Results.", *rows, own=("BatNet",)) == [
        ("NUM_PARAMETERS", "25600000", "OwlNet", "mentioned"),
        ("NUM_PARAMETERS", "3900000", "BatNet (small)", ""),
    ]


@pytest.mark.parametrize(
    ("value", "title", "expected"),
    [
        ("15", "Time per image (ms)", "15 ms per image"),
        ("1,200", "Throughput (owls/s)", "1,200 owls/s"),
        ("45", "FPS", "45 FPS"),
        ("3 hours", "Training time (h)", "3 hours"),
        ("14", "Latency", "14"),
        ("14", "Training time in hours", "14 hours"),
        ("14", "GPU days", "14 GPU days"),
        ("14", "Time in training", "14"),
    ],
)
def test_a_bare_number_has_the_unit_of_its_heading(value: str, title: str, expected: str) -> None:
    assert with_unit(value, title) == expected


@pytest.mark.parametrize(
    ("title", "caption", "expected"),
    [
        ("Training time", "Training time is given in hours.", "14 hours"),
        ("Training time", "Training costs (GPU days) of all networks", "14 GPU days"),
        ("Training time (s)", "Times are given in hours.", "14 s"),
        ("Training time", "Times are those of training in Oslo.", "14"),
        ("FPS", "Times are given in hours.", "14 FPS"),
    ],
)
def test_a_caption_gives_the_unit_that_a_heading_lacks(title: str, caption: str, expected: str) -> None:
    assert with_unit("14", title, caption) == expected
