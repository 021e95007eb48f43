"""Where sentences end in the prose of papers."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dlextract.pipeline.sentences import SentenceMarker, sentence_starts
from dlextract.pipeline.tokenizer import WordTokenizer

TOKENIZER = WordTokenizer(spacy.blank("en").vocab)

# Sentences parted by " | ", which is one space in the text.
CASES = [
    "We used Adam. | The learning rate was 0.001. | Training took 3.5 h.",
    "He et al. proposed it. | We follow Ronneberger et al. (2015) and Zhang et al. [12] here.",
    "This was shown by He et al. | We use it too.",
    "See Fig. 3 and Figs. 4 and 5, Eq. (2), Sec. 4.1, Tab. 2 and Ref. 7.",
    "Several nets (e.g. U-Net, i.e. an encoder, vs. ResNet, cf. Table 2) were tried. | All failed.",
    "Accuracy rose, c.f. Section 2, w.r.t. the baseline.",
    "J. R. Smith and A. Müller labelled the images.",
    "We used one Titan X. | The batch size was 8.",
    "It was shown before [12]. | We repeat it.",
    "It was shown before. [12] | We repeat it. [3, 4–6] | Then we stop.",
    "It was shown before.12,13 | We repeat it.",
    "The model converged (after 3 h). | It was saved.",
    'They called it "deep." | We do not.',
    "Does it work? | Yes! | It does.",
    "The value was approx. 5 and ca. 30 images per class were kept.",
    "Images of Quercus sp. and Acer spp. were used. | Others were not.",
    "1. Introduction | to see".replace(" | ", " "),
    "We trained YOLO v. 5 and version 2. | Both worked.",
    "The GPU was made by NVIDIA Corp. in Santa Clara.",
    "The GPU was made by NVIDIA Corp. | We used two.",
    "The rate was lowered at epochs 5, 10, etc. | The loss fell.",
    "A lost space ends it too: the model.We trained it.".replace(".We", ". | We").replace(" | ", ""),
    "We used scikit-learn v. 1.2.3 and torch.nn.Conv2d layers.",
    "The species (n = 3) … and others. | Data are online.",
    "Smith, J., et al., 2019. Deep nets.".replace("2019. Deep", "2019. | Deep"),
    "The U.S. Army paid for it. | Thanks.",
    "weights were kept. fine-tuning followed.",
]


def cut(text: str) -> list[str]:
    starts = [*sentence_starts(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize("case", [case for case in CASES if "model.We" not in case])
def test_sentences(case: str) -> None:
    assert cut(case.replace(" | ", " ")) == case.split(" | ")


def test_a_lost_space_ends_a_sentence_before_a_word_that_begins_many() -> None:
    assert cut("We built the model.We trained it with torch.Tensor inputs.") == [
        "We built the model.",
        "We trained it with torch.Tensor inputs.",
    ]


@pytest.mark.parametrize("after", ["https://host.org/frogs", "the rest", "2. Methods"])
def test_a_paragraph_ends_a_sentence_whatever_follows(after: str) -> None:
    assert cut(f"It works, see Fig.\n\n{after}") == ["It works, see Fig.", after]


def test_a_line_end_always_ends_a_sentence() -> None:
    assert cut("Methods\n\nwe used Adam and\nthen\tSGD") == ["Methods", "we used Adam and", "then\tSGD"]


@given(st.text(alphabet="aA1 .?!\n\t[]()\"'…,;-é", max_size=80))
def test_sentences_cover_the_text(text: str) -> None:
    starts = list(sentence_starts(text))
    assert starts == sorted(set(starts))
    assert all(not text[start].isspace() for start in starts)
    assert (starts[:1] or [len(text)])[0] == len(text) - len(text.lstrip())
    for line in text.split("\n"):
        assert not line.strip() or text.index(line.strip()) >= 0


@given(st.text(alphabet="aZ09 .,\n\t-_/é²（", max_size=60))
@pytest.mark.slow
def test_the_doc_has_the_text_and_the_sentences(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    doc = SentenceMarker()(doc)
    if len(doc):
        found = [sent.start_char + len(sent.text) - len(sent.text.lstrip()) for sent in doc.sents if sent.text.strip()]
        assert set(found) >= set(sentence_starts(text)) or len(list(sentence_starts(text))) <= len(found)
