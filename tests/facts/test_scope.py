"""What a value belongs to; the value is marked in the sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlextract.facts.scope import scope_of
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped
from dlextract.words import using

KNOWN = load_knowledge([shipped("patterns")]).patterns

CASES = [
    ("LEARNING_RATE", "Rates were 0.1, [[0.2]] and 0.3 for the encoder, critic and decoder, respectively.", "critic"),
    ("LEARNING_RATE", "Rates (2e-4, [[1e-4]]) for LLaVA-v1.5-7B and LLaVA-MORE, respectively.", "LLaVA-MORE"),
    ("EPOCHS", "The ConvLSTM and the BiLSTM were trained for [[92]] and 45 epochs, respectively.", "ConvLSTM"),
    ("EPOCHS", "The ConvLSTM and the BiLSTM were trained for 92 and [[45]] epochs, respectively.", "BiLSTM"),
    ("LEARNING_RATE", "It is [[2.5e-4]] for 8-bit activation models and 5e-4 for others.", "8-bit activation models"),
    ("BATCH_SIZE", "We use a batch size of [[512]] on CIFAR-10.", "CIFAR-10"),
    ("LEARNING_RATE", "For ResNet-50, we used a learning rate of [[0.01]].", "ResNet-50"),
    ("BATCH_SIZE", "We fine-tune for 3 epochs using a batch size of [[8]].", "fine-tuning"),
    ("EPOCHS", "All pretraining is conducted on 4 GPUs for [[20]] epochs.", "pre-training"),
    ("LEARNING_RATE", "In the first stage, we train with lr = [[0.1]].", "stage 1"),
    ("ITERATIONS", "Stage 2 runs for [[5100]] iterations.", "stage 2"),
    ("EPOCHS", "In the second, all layers were trained for [[60]] epochs, twice the first stage.", "stage 2"),
    ("EPOCHS", "In the first, the head was trained for 5 epochs; in the second, all was for [[9]].", "stage 2"),
    ("LEARNING_RATE", "Epoch 101–200: [[0.000001]]", "Epoch 101–200"),
    ("LEARNING_RATE", "The learning rate was [[0.1]] in the first 30 epochs.", "first 30 epochs"),
    ("BATCH_SIZE", "We use a pre-trained ResNet and a batch size of [[20]].", ""),
    ("LEARNING_RATE", "The network was trained with SGD with a learning rate of [[0.1]] in PyTorch.", ""),
    ("BATCH_SIZE", "Training used a batch size of [[32]] on NVIDIA V100 GPUs.", ""),
    ("NUM_LAYERS", "The teacher has [[24]] layers, while the student has 6 layers.", "teacher"),
    ("NUM_LAYERS", "The teacher has 24 layers, while the student has [[6]] layers.", "student"),
    ("LEARNING_RATE", "The generator has a rate of 1e-4 and the discriminator with Adam [[4e-4]].", "discriminator"),
    ("EPOCHS", "As a baseline, we trained a random net for [[250]] epochs.", "baseline"),
    ("NUM_LAYERS", "The competing LSTM has [[3]] layers.", "competing LSTM"),
    ("EPOCHS", "The teacher was large, and we trained for [[60]] epochs.", ""),
    ("GPU", "For ResNet-50, we used a [[V100]].", ""),
]  # fmt: skip


@pytest.mark.parametrize(("label", "marked", "scope"), CASES)
def test_scope(label: str, marked: str, scope: str) -> None:
    start, end = marked.index("[["), marked.index("]]") - 2
    sentence = marked.replace("[[", "").replace("]]", "")
    assert scope_of(sentence, start, end, KNOWN[label].traits, "") == scope


def test_the_words_are_those_of_the_knowledge_in_use() -> None:
    sentence, traits = "The teacher has 24 layers in the first stage.", KNOWN["NUM_LAYERS"].traits

    def told() -> str:
        return scope_of(sentence, 16, 18, traits, "")

    shipped_words = load_knowledge([shipped("patterns")]).words
    other = {"scope_owner": "(?P<name>The) ", "scope_stage": "(?!)"}
    assert told() == "stage 1, teacher"
    with using({**shipped_words, **other}):
        assert told() == "The"
    assert told() == "stage 1, teacher"


def test_heading_of_the_section_names_the_stage() -> None:
    sentence = "The batch size was 32."
    assert scope_of(sentence, 19, 21, KNOWN["BATCH_SIZE"].traits, "4.2 Fine-tuning on birds") == "fine-tuning"


@given(st.text(max_size=120), st.integers(0, 100), st.integers(1, 20))
def test_any_sentence_has_a_short_scope(sentence: str, start: int, length: int) -> None:
    start = min(start, len(sentence))
    end = min(start + length, len(sentence))
    assert len(scope_of(sentence, start, end, KNOWN["EPOCHS"].traits, sentence)) <= 140
