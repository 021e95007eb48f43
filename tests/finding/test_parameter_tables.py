"""Parameter tables in all their shapes, and lists whose grid was lost."""

from __future__ import annotations

from collections.abc import Sequence

from dlextract.finding.parameter_tables import table_mentions
from dlextract.knowledge import Knowledge, Pattern, Place, Rule
from dlextract.patterns import load_knowledge
from dlextract.records import Cell, Mention, Paper, Table
from dlextract.resources import shipped

PLACE = Place("patterns/test.yaml", 1, 1)
TRAITS = {label: pattern.traits for label, pattern in load_knowledge([shipped("patterns")]).patterns.items()}


def pattern(label: str, value: str, *table: str, terms: dict[str, tuple[str, ...]] | None = None) -> Pattern:
    traits = TRAITS[label]
    return Pattern(label, f"test.yaml:{label}", PLACE, value=value, table=table, terms=terms or {}, traits=traits)


OPTIMIZERS = {"SGD": ("SGDM", "stochastic gradient descent"), "Adam": ()}
KNOWLEDGE = Knowledge(
    patterns={
        found.label: found
        for found in (
            pattern("LEARNING_RATE", "number", "(?:initial |base )?learning rate", "lr"),
            Pattern(
                "LEARNING_RATE_SCHEDULE",
                "test.yaml:LEARNING_RATE_SCHEDULE",
                PLACE,
                rules=(
                    Rule("(?i)step ?down", PLACE, value="step decay"),
                    Rule("(?i)cosine", PLACE, value="cosine decay"),
                ),
                table=("learning rate policy", "schedule"),
            ),
            pattern("BATCH_SIZE", "number", "(?:mini-)?batch size"),
            pattern("EPOCHS", "number", "(?:training )?epochs"),
            pattern("ITERATIONS", "number", "iterations"),
            pattern("NUM_PARAMETERS", "number", "weights"),
            pattern("OPTIMIZER", "name", "optimizer", "solver(?: algorithm| type)?", terms=OPTIMIZERS),
            pattern("MOMENTUM", "number", "momentum"),
            pattern("WEIGHT_DECAY", "number", r"weight decay(?: \(.*\))?"),
            pattern("DROPOUT", "fraction", "dropout(?: rate)?"),
            pattern("INPUT_SIZE", "size", "(?:image|input) size"),
            pattern("TRAINING_TIME", "phrase", "training time"),
            pattern("TRAIN_SPLIT", "fraction", "train(?:ing)?(?: images)?"),
        )
    },
    questions=(),
    cues=(),
    sections={},
    fingerprint="",
)  # fmt: skip


def paper_with(rows: Sequence[str], caption: str = "", heading_rows: int = 1, after: str = "") -> Paper:
    """Return a paper with one table; cells of a row are parted by |, an empty cell is left out."""
    text = caption + "\n\n" if caption else ""
    start = len(text)
    made = []
    for number, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row.split("|")):
            if column:
                text += "\t"
            if cell.strip():
                cells.append(Cell(len(text), len(text) + len(cell.strip()), cell.strip(), number, column))
                text += cell.strip()
        text += "\n"
        made.append(tuple(cells))
    table = Table(1, (0, 0, 0, 0), start, len(text), (0, len(caption)), tuple(made), heading_rows)
    return Paper("test", "", text + "\n" + after, tables=(table,))


def found(paper: Paper) -> list[tuple[str, str, str, str]]:
    mentions = table_mentions(paper, KNOWLEDGE)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(paper.text)
    return [(m.label, m.value, m.scope, m.hint) for m in mentions]


def test_names_beside_their_values() -> None:
    rows = ["Hyperparameter|Value", "Learning rate|1e-4", "Batch size|64", "Optimizer|SGDM", "Colour|blue"]
    assert found(paper_with(rows)) == [
        ("LEARNING_RATE", "0.0001", "", ""),
        ("BATCH_SIZE", "64", "", ""),
        ("OPTIMIZER", "SGD", "", ""),
    ]


def test_two_names_in_one_cell() -> None:
    rows = ["Hyperparameter|Value", "Batch size|64", "Optimizer|Adam + SGDM"]
    assert found(paper_with(rows)) == [
        ("BATCH_SIZE", "64", "", ""),
        ("OPTIMIZER", "Adam", "", ""),
        ("OPTIMIZER", "SGD", "", ""),
    ]
    assert found(paper_with(["Hyperparameter|Value", "Batch size|64", "Optimizer|Adam + owls"]))[1:] == [
        ("OPTIMIZER", "Adam", "", "")
    ]


def test_commas_with_gaps_part_values_or_thousands() -> None:
    rows = ["Hyperparameter|Value", "Batch size|8, 128", "Epochs|50, 100", "Iterations|12, 000"]
    assert found(paper_with(rows)) == [
        ("BATCH_SIZE", "8", "", ""),
        ("BATCH_SIZE", "128", "", ""),
        ("EPOCHS", "50", "", ""),
        ("EPOCHS", "100", "", ""),
        ("ITERATIONS", "12000", "", ""),
    ]


def test_headings_of_columns_are_scopes() -> None:
    rows = ["Parameter|Stage 1|Stage 2", "Epochs|300|20", "Learning rate|0.01|10^-4"]
    assert found(paper_with(rows)) == [
        ("EPOCHS", "300", "Stage 1", ""),
        ("EPOCHS", "20", "Stage 2", ""),
        ("LEARNING_RATE", "0.01", "Stage 1", ""),
        ("LEARNING_RATE", "0.0001", "Stage 2", ""),
    ]


def test_what_others_chose_beside_our_own_is_only_mentioned() -> None:
    rows = ["Parameter|OwlNet paper|OwlNet (this work)", "Batch size|256|32", "Learning rate|1e-4|1e-3"]
    assert found(paper_with(rows)) == [
        ("BATCH_SIZE", "256", "OwlNet paper", "mentioned"),
        ("BATCH_SIZE", "32", "OwlNet (this work)", ""),
        ("LEARNING_RATE", "0.0001", "OwlNet paper", "mentioned"),
        ("LEARNING_RATE", "0.001", "OwlNet (this work)", ""),
    ]


def test_rows_of_others_beside_our_own_are_only_mentioned() -> None:
    rows = ["Method|Learning rate|Batch size", "Hill et al. [3]|1e-3|64", "Ours|2e-4|16"]
    assert found(paper_with(rows, "Table 1: Training settings.")) == [
        ("LEARNING_RATE", "0.001", "Hill et al. [3]", "mentioned"),
        ("BATCH_SIZE", "64", "Hill et al. [3]", "mentioned"),
        ("LEARNING_RATE", "0.0002", "Ours", ""),
        ("BATCH_SIZE", "16", "Ours", ""),
    ]


def test_names_above_with_a_model_in_each_row() -> None:
    rows = [
        "Network|Optimizer|Base learning rate|Learning rate policy",
        "DenseNet|SGD|0.001|Step down",
        "ResNet|Adam|1e-4|cosine",
    ]
    assert found(paper_with(rows)) == [
        ("OPTIMIZER", "SGD", "DenseNet", ""),
        ("LEARNING_RATE", "0.001", "DenseNet", ""),
        ("LEARNING_RATE_SCHEDULE", "step decay", "DenseNet", ""),
        ("OPTIMIZER", "Adam", "ResNet", ""),
        ("LEARNING_RATE", "0.0001", "ResNet", ""),
        ("LEARNING_RATE_SCHEDULE", "cosine decay", "ResNet", ""),
    ]  # fmt: skip


def test_names_above_with_the_size_of_a_model_in_each_row() -> None:
    rows = ["Parameters|Learning rate|Batch size", "6.7B|3.0e −4|256", "350M|1e-3|128"]
    assert found(paper_with(rows)) == [
        ("LEARNING_RATE", "0.0003", "6.7B", ""),
        ("BATCH_SIZE", "256", "6.7B", ""),
        ("LEARNING_RATE", "0.001", "350M", ""),
        ("BATCH_SIZE", "128", "350M", ""),
    ]


def test_two_blocks_side_by_side() -> None:
    rows = ["Parameter|Value|Parameter|Value", "Epochs|50|Dropout|0.5", "Batch size|8|Momentum|0.9"]
    assert found(paper_with(rows)) == [
        ("EPOCHS", "50", "", ""),
        ("DROPOUT", "0.5", "", ""),
        ("BATCH_SIZE", "8", "", ""),
        ("MOMENTUM", "0.9", "", ""),
    ]


def test_two_values_in_one_cell_share_its_heading() -> None:
    rows = ["|S min max|L min max", "Dropout rate|0.1 0.3|0.1 0.5", "Image size|128 300|128 380"]
    assert found(paper_with(rows)) == [
        ("DROPOUT", "0.1", "S min", ""),
        ("DROPOUT", "0.3", "S max", ""),
        ("DROPOUT", "0.1", "L min", ""),
        ("DROPOUT", "0.5", "L max", ""),
        ("INPUT_SIZE", "128x128", "S min", ""),
        ("INPUT_SIZE", "300x300", "S max", ""),
        ("INPUT_SIZE", "128x128", "L min", ""),
        ("INPUT_SIZE", "380x380", "L max", ""),
    ]


def test_epoch_ranges_inside_a_cell() -> None:
    rows = ["Parameter|Value", "Learning rate|Epoch 1–100: 0.01 Epoch 101–200: 0.001", "Epochs|200"]
    assert found(paper_with(rows)) == [
        ("LEARNING_RATE", "0.01", "Epoch 1–100", ""),
        ("LEARNING_RATE", "0.001", "Epoch 101–200", ""),
        ("EPOCHS", "200", "", ""),
    ]


def test_a_search_space_and_what_was_chosen() -> None:
    rows = ["Parameter|Search range|Best", "Learning rate|0.1, 0.01|0.01", "Batch size|8, 16|16"]
    assert found(paper_with(rows)) == [
        ("LEARNING_RATE", "0.1", "", "searched"),
        ("LEARNING_RATE", "0.01", "", "searched"),
        ("LEARNING_RATE", "0.01", "", ""),
        ("BATCH_SIZE", "8", "", "searched"),
        ("BATCH_SIZE", "16", "", "searched"),
        ("BATCH_SIZE", "16", "", ""),
    ]


def test_experiments_with_results_are_a_search() -> None:
    rows = ["Batch size|Learning rate|Accuracy", "8|0.1|90.1", "16|0.1|91.2"]
    assert {status for *_, status in found(paper_with(rows))} == {"searched"}


def test_a_table_without_headings() -> None:
    rows = ["Image size|16 × 16", "Batch size|10", "Epochs|1000"]
    assert found(paper_with(rows, "Table 1. Parameters used in the training process.")) == [
        ("INPUT_SIZE", "16x16", "", ""),
        ("BATCH_SIZE", "10", "", ""),
        ("EPOCHS", "1000", "", ""),
    ]


def test_other_tables_give_nothing() -> None:
    for rows in (
        ["Model|Accuracy", "ResNet|0.9", "VGG|0.8"],
        ["Class|Training images", "bear|400", "fox|300"],
        ["Model|Epochs|Accuracy", "ResNet|90|0.9"],
    ):
        assert found(paper_with(rows)) == []


def test_a_number_that_lost_its_exponent_is_no_value() -> None:
    rows = ["Parameter|Value", "Learning rate|3.0e", "Batch size|64"]
    assert found(paper_with(rows)) == [("BATCH_SIZE", "64", "", "")]


def plain(text: str) -> list[Mention]:
    return list(table_mentions(Paper("test", "", text), KNOWLEDGE))


def test_a_factor_in_a_head_concerns_all_values_under_it() -> None:
    paper = paper_with(["Model | Learning rate (×10⁻⁴) | Iterations (k)", "moth | 3 | 90", "fly | 5 | 12"])
    assert [(m.label, m.value) for m in table_mentions(paper, KNOWLEDGE)] == [
        ("LEARNING_RATE", "0.0003"),
        ("ITERATIONS", "90000"),
        ("LEARNING_RATE", "0.0005"),
        ("ITERATIONS", "12000"),
    ]


def test_a_factor_in_square_brackets() -> None:
    rows = ["Setting | Value", "Learning rate [1e-4] | 6", "Batch size | 24"]
    assert [(m.label, m.value) for m in table_mentions(paper_with(rows), KNOWLEDGE)] == [
        ("LEARNING_RATE", "0.0006"),
        ("BATCH_SIZE", "24"),
    ]


def test_the_layers_of_a_network_are_no_sizes_of_its_input() -> None:
    rows = ["Layer | Input size | Dropout", "Convolution | 96 x 11 x 11 | 0", "Pooling | 96 x 3 x 3 | 0.3"]
    assert {m.label for m in table_mentions(paper_with(rows), KNOWLEDGE)} == {"DROPOUT"}


def test_the_number_of_a_thing_is_no_count() -> None:
    rows = ["Model | Batch size | Epochs", "moth | 8 | Stage 4", "fly | 16 | 30"]
    assert [m.value for m in table_mentions(paper_with(rows), KNOWLEDGE)] == ["8", "16", "30"]


def test_columns_after_their_names() -> None:
    text = (
        "Training stage 1\n\nTraining stage 2\n\nMini-batch size\nEpochs\nIterations\nSolver algorithm\n\nMomentum\n"
        "Learning rate\n\nWeight decay (L2)\nNormalisation\n\n32\n200\n8,400\n\n32\n200\n1500\nSGDM\n0.9\n0.9\n"
        "Epoch 1–50:\n0.01\n0.001\nEpoch 51–90:\n0.0001\n0.002\nNo\n\n0.02\nYes\n\nWhat follows is a sentence."
    )
    got = [(m.label, m.value, m.scope) for m in plain(text)]
    assert got == [
        ("BATCH_SIZE", "32", "Training stage 1"),
        ("EPOCHS", "200", "Training stage 1"),
        ("ITERATIONS", "8400", "Training stage 1"),
        ("BATCH_SIZE", "32", "Training stage 2"),
        ("EPOCHS", "200", "Training stage 2"),
        ("ITERATIONS", "1500", "Training stage 2"),
        ("OPTIMIZER", "SGD", ""),
        ("MOMENTUM", "0.9", "Training stage 1"),
        ("MOMENTUM", "0.9", "Training stage 2"),
        ("LEARNING_RATE", "0.01", ""),
        ("LEARNING_RATE", "0.001", ""),
        ("LEARNING_RATE", "0.0001", "Epoch 51–90"),
        ("WEIGHT_DECAY", "0.002", "Training stage 1"),
        ("WEIGHT_DECAY", "0.02", "Training stage 2"),
    ]


def test_rows_after_a_line_of_names() -> None:
    text = (
        "Network Base learning rate\n\nLearning rate policy\n\nSolver type Training epochs\n\nYOLO detection 0.001\n\n"
        "Step down\n\nSGD 273\n\nVGG 0.02\n\nCosine\n\nAdam 30\n\nThe networks were fast."
    )
    assert [(m.label, m.value, m.scope) for m in plain(text)] == [
        ("LEARNING_RATE", "0.001", "YOLO detection"),
        ("LEARNING_RATE_SCHEDULE", "step decay", "YOLO detection"),
        ("OPTIMIZER", "SGD", "YOLO detection"),
        ("EPOCHS", "273", "YOLO detection"),
        ("LEARNING_RATE", "0.02", "VGG"),
        ("LEARNING_RATE_SCHEDULE", "cosine decay", "VGG"),
        ("OPTIMIZER", "Adam", "VGG"),
        ("EPOCHS", "30", "VGG"),
    ]


def test_marks_of_an_axis_are_no_row() -> None:
    text = "batch size learning rate weight decay epochs\n\n0 0.1 0.2 0.3 0.4 0.5 0.6\n\nThe networks were fast."
    assert plain(text) == []
    text = "batch size learning rate weight decay epochs\n\n8 0.1 0.002 30\n\nThe networks were fast."
    assert [(m.label, m.value) for m in plain(text)] == [
        ("BATCH_SIZE", "8"),
        ("LEARNING_RATE", "0.1"),
        ("WEIGHT_DECAY", "0.002"),
        ("EPOCHS", "30"),
    ]


def test_prose_is_no_list() -> None:
    text = "We set the learning rate to 0.1.\n\nThe batch size was 32.\n\nEpochs\n\n12\n\nMomentum was not used."
    assert plain(text) == []


def test_headings_of_two_lines_are_read_as_one() -> None:
    rows = ["|Learning|Batch|Weight", "Model|rate|size|decay", "ResNet|0.05|48|0.0002"]
    expected = [
        ("LEARNING_RATE", "0.05", "ResNet", ""),
        ("BATCH_SIZE", "48", "ResNet", ""),
        ("WEIGHT_DECAY", "0.0002", "ResNet", ""),
    ]
    assert found(paper_with(rows, heading_rows=2)) == expected
    assert found(paper_with(rows, heading_rows=1)) == expected


def test_the_rows_of_a_training_log_are_no_setting() -> None:
    rows = ["Epochs|Training loss|Batch size", "1|0.91|8", "2|0.80|8", "3|0.74|8"]
    assert {label for label, *_ in found(paper_with(rows))} == {"BATCH_SIZE"}


def test_results_on_the_parts_of_the_data_are_no_splits() -> None:
    assert found(paper_with(["Model|Train|Train images", "A|98.5|0.98", "B|97%|99.1%"], "Table 1. Parameters of")) == []


def test_a_symbol_is_explained_and_two_names_share_a_cell() -> None:
    knowledge = load_knowledge([shipped("patterns")])
    text, tables = "", []
    rows = [["λ (weight decay)", "0.02"], ["Max. epochs", "150"], ["Adam β1, β2", "(0.9, 0.95)"]]
    cells = []
    for number, row in enumerate(rows):
        line = []
        for column, word in enumerate(row):
            line.append(Cell(len(text), len(text) + len(word), word, number, column))
            text += word + ("\t" if column == 0 else "\n")
        cells.append(tuple(line))
    tables.append(Table(1, (0.0, 0.0, 1.0, 1.0), 0, len(text), (0, 0), tuple(cells)))
    mentions = table_mentions(Paper("test", "", text, tables=tuple(tables)), knowledge)
    assert sorted((m.label, m.value, text[m.start : m.end]) for m in mentions) == [
        ("BETA1", "0.9", "0.9"),
        ("BETA2", "0.95", "0.95"),
        ("EPOCHS", "150", "150"),
        ("WEIGHT_DECAY", "0.02", "0.02"),
    ]


def test_settings_beside_a_measured_throughput_are_those_of_experiments() -> None:
    paper = paper_with(["Model|Batch size|Epochs|FPS", "A|40|3|12", "B|1|4|31"])
    mentions = table_mentions(paper, load_knowledge([shipped("patterns")]))
    assert [(one.value, one.hint) for one in mentions if one.label == "BATCH_SIZE"] == [
        ("40", "searched"),
        ("1", "searched"),
    ]
