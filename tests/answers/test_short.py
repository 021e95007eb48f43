"""The short forms of the shipped questions: what a cell of a table says of a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlextract.answers.choosing import supporting
from dlextract.answers.options import read_options
from dlextract.answers.wording import say_quotes, say_short
from dlextract.knowledge import Knowledge
from dlextract.patterns import load_knowledge
from dlextract.records import Evidence, Fact, Paper
from dlextract.resources import shipped


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge([shipped("patterns")])


def short(knowledge: Knowledge, name: str, text: str, *sentences: str, facts: tuple[Fact, ...] = ()) -> str:
    """Return the short form of question ``name`` with ``sentences`` of ``text`` (default: all of it) as evidence."""
    question = next(question for question in knowledge.questions if question.name == name)
    evidence = []
    for quote in sentences or (text,):
        start = text.index(quote)
        evidence.append(Evidence(1, start, start + len(quote), quote, start, "methods", "file.yaml:LABEL"))
    return say_short(question, read_options(question), facts, evidence, Paper("p.txt", "", text))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "data_collection",
            "Foxes were filmed with 40 camera traps along the canal between 2014 and 2017.",
            "camera traps, 2014–2017",
        ),
        (
            "data_collection",
            "All recipes were downloaded from a cooking forum and stripped of adverts.",
            "All recipes downloaded from a cooking forum and stripped of adverts",
        ),
        ("data_collection", "Milk was obtained by milking goats.", "Milk obtained by milking goats"),
        (
            "annotation",
            "Three trained volunteers drew bounding boxes around every snail with LabelImg.",
            "3 trained volunteers, LabelImg, bounding boxes",
        ),
        (
            "preprocessing",
            "Scans were resized to 320 × 240 pixels, converted by min-max normalisation and denoised.",
            "resized to 320 × 240 pixels, converted by min-max normalisation and denoised",
        ),
        (
            "data_split",
            "The herds were split by site into training, validation and test sets (70/15/15).",
            "70/15/15, by site",
        ),
        (
            "data_split",
            "We kept 60% of the letters for training, 25% for validation, and 15% for testing.",
            "60/25/15 %",
        ),
        (
            "tuning",
            "A grid search over depth and width was run, choosing on the validation set.",
            "grid search, on the validation set",
        ),
        (
            "stopping",
            "Training ran for 90 epochs at most, with early stopping and a patience of 12 epochs.",
            "early stopping, patience 12 epochs, 90 epochs",
        ),
        (
            "monitoring",
            "We logged the validation loss after every epoch with TensorBoard.",
            "validation loss, after every epoch, TensorBoard",
        ),
        (
            "postprocessing",
            "Tracks were smoothed with a median filter after non-maximum suppression at an IoU threshold of 0.45.",
            "median filter, NMS, IoU threshold 0.45",
        ),
        ("randomness", "Each network was trained in 5 independent runs with the seed set to 42.", "5 runs, seed 42"),
        ("bias", "Rare moths were over-sampled, and the focal loss was used.", "oversampling, focal loss"),
        (
            "generalisation",
            "We used 4-fold cross-validation and an external test set, with speaker-independent folds.",
            "4-fold cross-validation, external test set, split by speaker",
        ),
        (
            "generalisation",
            "Those were trained on Runde and tested on Lovund.",
            "trained on Runde, tested on Lovund",
        ),
        ("stopping", "It ran for 90 epochs, with 5 epochs of warm-up and decay after 50 and 75 epochs.", "90 epochs"),
        ("stopping", "All goat counters ran for 30 epochs and use early stops.", "early stopping, 30 epochs"),
        (
            "data_split",
            "Herds (80/20 split) were stratified by age, sex and site.",
            "80/20, stratified, by age, sex and site",
        ),
        ("annotation", "Horns were marked by at least two herders or one expert.", "at least 2 herders, 1 expert"),
        ("annotation", "Horns were marked by at least two experts.", "at least 2 experts"),
        ("annotation", "Calls were manually set to notes.", "Calls manually set to notes"),
        (
            "annotation",
            "Two students drew horns in CVAT, checked by farmers (kappa = 0.7).",
            "2 students, CVAT, checked by farmers, agreement 0.7",
        ),
        ("preprocessing", "We removed blurred scans with no horns.", "removed blurred scans with no horns"),
        ("tuning", "The depth was chosen from {2, 4, 8}.", "depth from {2, 4, 8}"),
        ("platform", "The counter runs as a mobile app on a Raspberry Pi 4.", "mobile app, Raspberry Pi 4"),
    ],
)
def test_a_sentence_gives_its_pieces(knowledge: Knowledge, name: str, text: str, said: str) -> None:
    assert short(knowledge, name, text) == said


def test_without_pieces_the_first_sentence_is_said(knowledge: Knowledge) -> None:
    text = "Herders told us (over tea, in the evenings) which of their goats " + "and sheep " * 40 + "had strayed."
    assert short(knowledge, "data_collection", text) == text


def test_pieces_of_two_sentences_are_of_two_things(knowledge: Knowledge) -> None:
    first, second = "Goats were filmed with drones.", "Sheep were counted in surveys from 2011 to 2013."
    said = short(knowledge, "data_collection", f"{first} {second}", first, second)
    assert said == "Goats filmed with drones; surveys, 2011–2013"


def test_a_sentence_that_the_next_one_needs_is_said_once(knowledge: Knowledge) -> None:
    first, second = "Goats were herded, weighed and drawn by hand.", "They were washed, combed and sorted anew."
    said = short(knowledge, "preprocessing", f"{first} {second}", first, second)
    assert said == "Goats herded, weighed and drawn by hand; washed, combed and sorted anew"


def test_each_sentence_comes_in_brief(knowledge: Knowledge) -> None:
    first, second = "Goats of two herds on the northern hills entered the study.", "Sheep were filmed with drones."
    said = short(knowledge, "data_collection", f"{first} {second}", first, second)
    assert said == "Goats of two herds on the northern hills entered the study; Sheep filmed with drones"


def test_sizes_are_those_of_the_sentences_shown(knowledge: Knowledge) -> None:
    shown, other = "We trained on 60 goats and tested on 20.", "Of the sheep, 9 were kept for testing."
    text = f"{shown} {other}"

    def fact(name: str, label: str, said: str, quote: str) -> Fact:
        start = text.index(quote)
        piece = Evidence(1, start, start + len(quote), quote, start, "methods", "file.yaml:LABEL")
        return Fact(name, label, said, said, "used", evidence=(piece,))

    facts = (
        fact("f1", "TRAIN_SPLIT", "60", shown),
        fact("f2", "TEST_SPLIT", "20", shown),
        fact("f3", "TEST_SPLIT", "9", other),
    )
    assert short(knowledge, "data_split", text, shown, facts=facts) == "train 60, test 20"
    mixed = (replace(facts[0], text="60 goats"), replace(facts[1], text="20 herds"))
    assert short(knowledge, "data_split", text, shown, facts=mixed) == "trained on 60 goats and tested on 20"


def test_a_pronoun_brings_the_sentence_that_names_it(knowledge: Knowledge) -> None:
    text = "Two herds of goats were followed. They were filmed from the hill."
    assert (
        short(knowledge, "data_collection", text, "They were filmed from the hill.")
        == "Two herds of goats followed; filmed from the hill"
    )


def test_a_sentence_that_stands_alone_comes_before_one_that_does_not(knowledge: Knowledge) -> None:
    first, second = "These were weighed daily.", "Goats were led to a scale each day."
    assert short(knowledge, "data_collection", f"{first}\n\n{second}", first, second) == "Goats led to a scale each day"


def test_marks_of_lists_and_broken_words_are_mended(knowledge: Knowledge) -> None:
    text = "• Herders kept pre- and post-war note- books about goats."
    assert short(knowledge, "data_collection", text) == "Herders kept pre- and post-war notebooks about goats"


def test_a_sentence_that_breaks_off_says_so_and_gives_way_to_a_whole_one(knowledge: Knowledge) -> None:
    first, second = "Goats were led to three scales (see;", "Each goat had a bell."
    text = f"{first}\n\n{second}"
    assert short(knowledge, "data_collection", text, first) == "Goats led to three scales (see …"
    assert short(knowledge, "data_collection", text, first, second) == "Each goat had a bell"


def test_one_layer_is_no_layers(knowledge: Knowledge) -> None:
    facts = (Fact("f1", "NUM_LAYERS", "one", "1", "used"), Fact("f2", "EPOCHS", "30", "30", "used"))
    assert short(knowledge, "hyperparameters", "One layer.", facts=facts) == "30 epochs, 1 layer"


def test_hardware_is_counted(knowledge: Knowledge) -> None:
    fact = Fact(
        "f1", "GPU", "A5000", "RTX A5000", "used", roles=("training",), attributes=(("count", 1), ("memory", "24 GB"))
    )
    text = "We trained on one RTX A5000 card with 24 GB."
    assert short(knowledge, "hardware", text, facts=(fact,)) == "1 × RTX A5000, 24 GB (training)"


def test_the_text_of_a_list_is_its_short_form(knowledge: Knowledge) -> None:
    fact = Fact("f1", "METRIC", "recall", "recall", "used")
    assert short(knowledge, "metrics", "We report recall.", facts=(fact,)) == "recall"


def test_metrics_that_the_sentence_lists_are_said_after_those_found(knowledge: Knowledge) -> None:
    fact = Fact("f1", "METRIC", "AUC", "AUC", "used")
    assert (
        short(knowledge, "metrics", "We report AUC, precision and recall.", facts=(fact,)) == "AUC, precision, recall"
    )
    assert short(knowledge, "metrics", "A precision-recall curve of AUC is shown.", facts=(fact,)) == "AUC"
    assert short(knowledge, "metrics", "Numbers are dice scores; the dice score of goats first.") == "Dice coefficient"
    assert short(knowledge, "metrics", "Goats were seen in all of them.") == "Goats were seen in all of them."


def test_a_task_is_said_in_the_words_of_the_paper_where_they_say_more(knowledge: Knowledge) -> None:
    def said(value: str, text: str, target: str = "") -> str:
        attributes = (("target", target),) if target else ()
        fact = Fact("f1", "TASK", text, value, "used", attributes=attributes)
        return short(knowledge, "purpose", "We tell goats apart.", facts=(fact,))

    assert said("image classification", "goat breed recognition", "all the breeds") == "goat breed recognition"
    assert said("image classification", "tell goat breeds", "goat breeds") == "image classification: goat breeds"
    assert said("question answering", "QA") == "question answering"
    assert said("other: cheese making", "MAKING OF CHEESE") == "making of cheese"


def test_a_sampling_rate_is_said_without_its_words_and_a_size_not_at_all(knowledge: Knowledge) -> None:
    rate = Fact("f1", "DATA_FORMAT", "x", "sampled at 250 Hz", "used", attributes=(("rate", "250 Hz"),))
    signal = Fact("f2", "DATA_MODALITY", "ECG", "ECG time series", "used")
    assert short(knowledge, "data_format", "x.", facts=(rate, signal)) == "ECG time series; in detail: 250 Hz"
    question = next(question for question in knowledge.questions if question.name == "data_format")
    quote = Evidence(1, 0, 1, "x", 0, "methods", "file.yaml:LABEL")
    sizes = ("224 × 224 images", "resolution of 200 × 200", "resolution of 10 m", "audio signal", "RGB images")
    facts = [Fact(size, "DATA_FORMAT", size, size, "used", confidence=0.9, evidence=(quote,)) for size in sizes]
    kept = supporting(question, read_options(question), facts)
    assert [fact.value for fact in kept] == ["resolution of 10 m", "RGB images"]


def test_own_models_come_before_what_they_are_compared_with(knowledge: Knowledge) -> None:
    roles = {"GoatNet": "compared", "SheepNet": "component", "HerdNet": "main"}
    quote = Evidence(1, 0, 9, "We tried.", 0, "methods", "file.yaml:LABEL")
    facts = [
        Fact(f"f{place}", "ARCHITECTURE", name, name, "used", (role,), confidence=0.9, evidence=(quote,))
        for place, (name, role) in enumerate(roles.items())
    ]
    question = next(question for question in knowledge.questions if question.name == "model")
    chosen = supporting(question, read_options(question), facts)
    assert [fact.value for fact in chosen] == ["HerdNet", "SheepNet", "GoatNet"]


def test_scopes_are_one_in_any_case(knowledge: Knowledge) -> None:
    facts = (
        Fact("f1", "EPOCHS", "5", "5", "used", scope="Stage 1"),
        Fact("f2", "BATCH_SIZE", "8", "8", "used", scope="stage 1"),
    )
    said = short(knowledge, "hyperparameters", "Five epochs, batches of 8.", facts=facts)
    assert said == "Stage 1: batch size 8, 5 epochs"


def test_models_are_parted_by_their_roles(knowledge: Knowledge) -> None:
    facts = tuple(
        Fact(name, "ARCHITECTURE", name, name, "used", (role,))
        for name, role in (("HerdNet", "main"), ("ResNet", "component"), ("GoatNet", "compared"))
    )
    assert short(knowledge, "model", "x.", facts=facts) == "HerdNet; parts: ResNet; compared with: GoatNet"
    assert short(knowledge, "model", "x.", facts=facts[1:]) == "ResNet; compared with: GoatNet"
    assert short(knowledge, "model", "x.", facts=facts[2:]) == "GoatNet"


def test_a_place_is_said_by_the_name_of_its_host(knowledge: Knowledge) -> None:
    fact = Fact("f1", "CODE_LINK", "x", "https://github.com/example/goat", "used")
    assert short(knowledge, "code_repository", "x.", facts=(fact,)) == "GitHub"
    assert short(knowledge, "code_link", "x.", facts=(fact,)) == "https://github.com/example/goat"


def test_a_row_of_a_table_gives_way_to_a_sentence_and_says_what_its_values_are(knowledge: Knowledge) -> None:
    row, sentence = "Goats weighed\t12\t14", "We weighed the goats."
    text = f"{row}\n\n{sentence}"
    table = Evidence(1, 0, len(row), row, 0, "table", "judge")
    start = text.index(sentence)
    body = Evidence(1, start, len(text), sentence, start, "methods", "judge")
    question = next(question for question in knowledge.questions if question.name == "generalisation")
    options = read_options(question)
    assert say_quotes((table, body), options, Paper("p.txt", "", text)) == sentence
    assert say_quotes((table,), options, Paper("p.txt", "", text)) == "Goats weighed: 12, 14."


def test_a_caption_gives_way_to_a_sentence_of_the_text(knowledge: Knowledge) -> None:
    caption, sentence = "Rare goats were oversampled.", "The focal loss was used for rare goats."
    text = f"{caption}\n\n{sentence}"
    start = text.index(sentence)
    question = next(question for question in knowledge.questions if question.name == "bias")
    pieces = (
        Evidence(1, 0, len(caption), caption, 0, "caption", "judge"),
        Evidence(1, start, len(text), sentence, start, "methods", "judge"),
    )
    options, paper = read_options(question), Paper("p.txt", "", text)
    assert say_short(question, options, (), pieces, paper) == "focal loss"
    assert say_short(question, options, (), pieces[:1], paper) == "oversampling"
    assert say_quotes(pieces, options, paper) == sentence


def test_a_sentence_that_repeats_another_is_not_said(knowledge: Knowledge) -> None:
    first, second, third = "Goats were weighed in spring.", "In spring, goats were weighed twice.", "Sheep were shorn."
    text = f"{first}\n\n{second}\n\n{third}"
    evidence = [
        Evidence(1, text.index(said), text.index(said) + len(said), said, text.index(said), "methods", "judge")
        for said in (first, second, third)
    ]
    question = next(question for question in knowledge.questions if question.name == "generalisation")
    assert say_quotes(evidence, read_options(question), Paper("p.txt", "", text)) == second
    assert say_quotes(evidence[1:], read_options(question), Paper("p.txt", "", text)) == f"{second} {third}"


def test_a_sentence_of_whose_steps_the_pieces_leave_out_most_is_said(knowledge: Knowledge) -> None:
    text = (
        "Shells were washed and painted, and their stripes counted. Photographs of them were resized to 90 × 90 pixels."
    )
    brief = "Shells washed and painted, and their stripes counted; Photographs of them resized to 90 × 90 pixels"
    assert short(knowledge, "preprocessing", text, *text.replace(". P", ".|P").split("|")) == brief


def test_where_whole_sentences_are_too_long_for_a_cell_their_pieces_are_said(knowledge: Knowledge) -> None:
    long = f"Shells were washed, painted, photographed, measured, {'sorted and ' * 30}resized to 90 × 90 pixels."
    assert short(knowledge, "preprocessing", long) == "resized to 90 × 90 pixels"


def test_pieces_that_tell_of_what_the_authors_did_not_use_are_left_out(knowledge: Knowledge) -> None:
    text = "It ran for 40 epochs, while the makers ran it for 90 epochs."
    question = next(question for question in knowledge.questions if question.name == "stopping")
    piece = Evidence(1, text.index("90"), text.index("90") + 2, text, 0, "methods", "file.yaml:LABEL")
    aside = Fact("f1", "EPOCHS", "90", "90", "mentioned", evidence=(piece,))
    paper = Paper("p.txt", "", text)
    said = [say_short(question, read_options(question), (), [piece], paper, some) for some in ((), (aside,))]
    assert said == ["40 epochs, 90 epochs", "40 epochs"]
