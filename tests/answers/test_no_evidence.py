"""Sentences that a shipped question does not take as evidence, and sentences like them that it takes."""

from __future__ import annotations

import pytest

from dlextract.answers.options import read_options
from dlextract.knowledge import Knowledge
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge([shipped("patterns")])


def refused(knowledge: Knowledge, cq: int, sentence: str) -> bool:
    options = read_options(next(question for question in knowledge.questions if question.cq == cq))
    return options.not_quote is not None and options.not_quote.search(sentence) is not None


@pytest.mark.parametrize(
    ("cq", "sentence"),
    [
        (1, "The learning rate was drawn from a search space of ten values."),
        (1, "Each episode holds five geese that are sampled at random."),
        (1, "We sampled twenty geese for every episode."),
        (2, "The network was asked to answer in JSON."),
        (2, "GPT-4 returned a list of geese as XML."),
        (3, "Both hyperparameters were chosen by the authors."),
        (3, "Nests that were missed are marked with a red circle."),
        (3, "Two ecologists rated the generated songs for their beauty."),
        (3, "The predicted nests were reviewed by an ecologist."),
        (3, "Three geese were traced in a pilot."),
        (4, "In this run we switched off all augmentations."),
        (4, "Mixup does not improve the count."),
        (6, "Crop size is one of the hyperparameters."),
        (6, "In a pilot, songs were cut into pieces."),
        (6, "Filtering did not help."),
        (6, "Weights of geese were scaled back for the RMSE computation."),
        (6, "We calculated the MAE in kilograms."),
        (6, "The logits are scaled by their norm."),
        (8, "The songs and the data are available at https://github.com/owls/nests."),
        (14, "The kernel was set to three."),
        (14, "It avoids the cost of hyperparameter search."),
        (14, "All numbers are means of a cross-validation."),
        (14, "We list the settings of the baselines, which were found by a search."),
        (16, "where T is the number of epochs"),
        (16, "An ablation was trained for ten epochs."),
        (16, "Steps"),
        (16, "Goose et al. trained for ninety epochs."),
        (16, "We also tried to train for ninety epochs."),
        (16, "It has hyperparameters such as the number of epochs."),
        (16, "Without warm-up it was trained for ten epochs instead of thirty."),
        (16, "The random search ran for 40 trials."),
        (16, "It takes 50 steps per image."),
        (20, "We thank the Goose Fund for providing computing time."),
        (20, "The GPU was a donation."),
        (20, "It takes 0.2 s per image on a GPU."),
        (20, "A camera trap with a Raspberry Pi stood at the lake."),
        (23, "Dropout improves the robustness of the counter."),
        (23, "In future, tests on unseen lakes are needed."),
        (23, "The counter generalises much better in spring."),
        (23, "It has a lower test accuracy on snow than the tree."),
        (24, "where s is the seed"),
        (24, "k-means was run with ten restarts."),
        (24, "We made nine runs of a random search."),
    ],
)
def test_what_is_about_something_else_is_no_evidence(knowledge: Knowledge, cq: int, sentence: str) -> None:
    assert refused(knowledge, cq, sentence)


@pytest.mark.parametrize(
    ("cq", "sentence"),
    [
        (1, "We sampled twenty geese at each lake."),
        (2, "The positions of the nests are stored as JSON."),
        (2, "The network was asked for a count."),
        (3, "Nests were marked with a box by two students."),
        (3, "Two ecologists rated the songs for their beauty."),
        (3, "The predicted nests were reviewed by an ecologist and annotated anew."),
        (3, "Three geese were traced in a pilot, and all others in the final round."),
        (4, "We switched the camera off and augmented the photographs."),
        (4, "Mixup improves the count."),
        (6, "Songs were filtered, which did help."),
        (6, "Photographs are scaled so that the loss stays small."),
        (8, "The data and the code are available at https://github.com/owls/nests."),
        (14, "The kernel was set to three after a search."),
        (14, "The depth was chosen by cross-validation."),
        (14, "The settings of the baselines and our own were found by a search."),
        (16, "It was trained for ninety epochs."),
        (16, "Training takes fifty steps."),
        (16, "A random search with early stopping was trained for ten epochs."),
        (20, "It was trained on one GPU."),
        (23, "The counter was tested on unseen lakes, which improves the robustness."),
        (24, "The counter was trained ten times with other seeds."),
    ],
)
def test_what_is_about_the_question_stays(knowledge: Knowledge, cq: int, sentence: str) -> None:
    assert not refused(knowledge, cq, sentence)
