from __future__ import annotations

import spacy
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from dlextract.evaluation.mentions import MentionCounts, score_mentions
from dlextract.evaluation.paragraphs import AnnotatedParagraph, Span
from dlextract.evaluation.rendering import mentions_table
from dlextract.spelling import squash

TEXT = "We train a ResNet on ImageNet with a Titan X for detection."


def doc(*spans: tuple[str, str]) -> Doc:
    made = spacy.blank("en")(TEXT)
    found = []
    for text, label in spans:
        start = TEXT.index(text)
        span = made.char_span(start, start + len(text), label=label)
        assert isinstance(span, DocSpan)
        found.append(span)
    made.spans["dlextract"] = found
    return made


def gold(text: str, label: str) -> Span:
    start = TEXT.index(text)
    return Span(start, start + len(text), label)


def test_exact_and_overlapping_finds_are_counted_apart() -> None:
    paragraph = AnnotatedParagraph(
        TEXT,
        (gold("ResNet", "ARCHITECTURE"), gold("ImageNet", "DATASET"), gold("Titan X", "GPU")),
        optional=(gold("detection", "TASK"),),
        group="eco",
    )
    finds = doc(("ResNet", "ARCHITECTURE"), ("a Titan X", "GPU"), ("detection", "TASK"), ("train", "TASK"))
    scores = score_mentions([paragraph], [finds], ("GPU", "DATASET", "ARCHITECTURE", "TASK"))
    assert scores.exact == {
        "GPU": MentionCounts(0, 1, 1),
        "DATASET": MentionCounts(0, 0, 1),
        "ARCHITECTURE": MentionCounts(1, 0, 0),
        "TASK": MentionCounts(0, 1, 0),
    }
    assert scores.overlap == {**scores.exact, "GPU": MentionCounts(1, 0, 0)}
    assert scores.groups == {"eco": MentionCounts(1, 2, 2)}
    assert scores.micro == MentionCounts(1, 2, 2)


def test_nothing_found_where_nothing_is_gold_is_perfect() -> None:
    assert (MentionCounts().precision, MentionCounts().recall, MentionCounts().f1) == (1.0, 1.0, 1.0)


def test_figures_are_rounded_and_drawn_from_a_seed() -> None:
    paragraph = AnnotatedParagraph(TEXT, (gold("ResNet", "ARCHITECTURE"), gold("ImageNet", "DATASET")))
    scores = score_mentions([paragraph] * 3, [doc(("ResNet", "ARCHITECTURE"))] * 3, ("DATASET", "ARCHITECTURE"))
    figures = scores.as_dict(seed=1)
    assert figures["exact"]["micro"] == {"precision": 1.0, "recall": 0.5, "f1": 0.667, "gold": 6}
    assert figures["micro_f1_interval"] == [0.667, 0.667]
    assert figures == scores.as_dict(seed=1)


def test_where_there_is_no_gold_there_is_no_figure() -> None:
    paragraph = AnnotatedParagraph(TEXT, (gold("Titan X", "GPU"),))
    scores = score_mentions([paragraph], [doc(("Titan X", "GPU"), ("ImageNet", "DATASET"))], ("GPU", "DATASET"))
    table = mentions_table(scores, what="dl_ner with rules").splitlines()
    assert table[0] == "dl_ner with rules"
    assert [line.split() for line in table[3:5]] == [
        ["GPU", "1.000", "1.000", "1.000", "1.000", "1"],
        ["DATASET", "–", "–", "–", "–", "0"],
    ]


def test_recall_on_known_names_and_on_others_apart() -> None:
    paragraph = AnnotatedParagraph(
        TEXT, (gold("ResNet", "ARCHITECTURE"), gold("ImageNet", "DATASET"), gold("Titan X", "GPU"))
    )
    finds = doc(("ResNet", "ARCHITECTURE"), ("Titan X", "GPU"))
    scores = score_mentions([paragraph], [finds], ("GPU", "DATASET", "ARCHITECTURE"), {squash("titan-x"), "imagenet"})
    assert scores.seen == {
        "GPU": MentionCounts(1, 0, 0),
        "DATASET": MentionCounts(0, 0, 1),
        "ARCHITECTURE": MentionCounts(),
    }
    assert scores.unseen == {"GPU": MentionCounts(), "DATASET": MentionCounts(), "ARCHITECTURE": MentionCounts(1, 0, 0)}
    assert mentions_table(scores).splitlines()[-2:] == [
        "recall on seen names: GPU 1.000 of 1, DATASET 0.000 of 1, ARCHITECTURE –, micro 0.500 of 2",
        "recall on unseen names: GPU –, DATASET –, ARCHITECTURE 1.000 of 1, micro 1.000 of 1",
    ]
    assert "seen" not in score_mentions([paragraph], [finds], ("GPU",)).as_dict()
