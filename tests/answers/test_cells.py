"""What a cell of a table says: sentences without pointers, and the kind of data."""

from __future__ import annotations

import pytest

from dlextract import Extractor
from dlextract.answers.quoting import whole
from dlextract.records import Evidence


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("Then, each scene was cut (see Fig. 2).", "Each scene was cut."),
        ("As can be seen in Figure 3, the loss fell.", "The loss fell."),
        ("To alleviate this, nests were weighted, see Eq. (3).", "Nests were weighted."),
        ("However, nnU-Net ran on owls [7, 12].", "nnU-Net ran on owls."),
        ("Following [13], we used Adam [19].", "Following [13], we used Adam."),
        ("Values lie in the range [0, 1] or [1, 9].", "Values lie in the range [0, 1] or [1, 9]."),
        ("The signal shown in Fig. 2 was cut, as shown in Fig. 3.", "The signal shown in Fig. 2 was cut."),
        ("Then the nests were weighted in Table 2.", "Then the nests were weighted in Table 2."),
        ("Evaluation methods: We held out two islands.", "We held out two islands."),
        ("Training details We held out two islands.", "We held out two islands."),
        ("Table 2. Nests were counted twice.", "Nests were counted twice."),
        ("The results show that nests were missed.", "Nests were missed."),
        ("Note that nests were missed.", "Nests were missed."),
        ("Islands: Runde, Røst and Lovund.", "Islands: Runde, Røst and Lovund."),
    ],
)
def test_a_sentence_is_said_without_what_points_elsewhere(quote: str, said: str) -> None:
    assert whole(Evidence(1, 0, len(quote), quote, 0, "methods", "a.yaml:A")) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We compose carols. The carols were MIDI files and became piano rolls. An LSTM was trained on piano rolls"
         " with Adam for 50 epochs.", "symbolic music"),
        ("We learn to sort. Inputs are sequences of integers. An LSTM was trained on sequences of integers for 9"
         " epochs.", "sequences"),
        ("We segment rock. The point clouds show quarries. PointNet++ was trained on point clouds for 120 epochs.",
         "point clouds"),
        ("We find faults of pumps. We took vibration signals. An autoencoder was trained on vibration signals for 9"
         " epochs.", "vibration time series"),
    ],
)  # fmt: skip
def test_the_kind_of_data_is_what_enters_the_network(extractor: Extractor, text: str, said: str) -> None:
    answers = {answer.question: answer for answer in extractor.read_text(text).answers}
    assert answers["data_format"].short.partition(";")[0] == said


def test_epochs_of_a_schedule_are_no_end_and_a_raised_value_is_not_the_old_one(extractor: Extractor) -> None:
    text = (
        "We count owls with a convolutional neural network. It was trained for 70 epochs with Adam, and the learning"
        " rate was halved at 20, 30 and 50 epochs. We raised the batch size from 64 to 512."
    )
    answers = {answer.question: answer for answer in extractor.read_text(text).answers}
    assert answers["stopping"].short == "70 epochs"
    assert "64" not in answers["hyperparameters"].short


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("We report pass@10. The pass@10 is 0.5.", "pass@10"),
        ("We report pass@1 and pass@10.", "pass@10, pass@1"),
        ("We report accuracy@1, Acc@10 and R@5.", "accuracy@1, Acc@10, Recall@5"),
        ("We report mAP@50, MRR@100 and NDCG.", "AP50, MRR@100, NDCG"),
    ],
)
def test_a_metric_of_the_first_answers_keeps_their_number(extractor: Extractor, told: str, said: str) -> None:
    text = f"We write programs with a transformer. It was trained with Adam for 40 epochs.\n\n3 Results\n\n{told}"
    answers = {answer.question: answer for answer in extractor.read_text(text).answers}
    assert sorted(answers["metrics"].short.split(", ")) == sorted(said.split(", "))
