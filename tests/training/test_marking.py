"""What the larger model thinks of a text, as another network learns it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy

from dlextract.errors import ModelError
from dlextract.evaluation.paragraphs import read_corpus
from dlextract.pipeline.tagger import SHARES
from dlextract.pipeline.tags import tags_of
from dlextract.training.marking import marked
from dlextract.training.spacy_examples import make_examples

TEXT = "We train MothFormer-S on ImageNet, and CRANE on the rest of them, for counting."


def test_marks_and_shares_are_read_back(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="needs the extra accurate: pip install 'dlextract[accurate]'")
    pytest.importorskip("onnxruntime", reason="needs the extra accurate: pip install 'dlextract[accurate]'")
    nlp = spacy.load(root / "models" / "accurate")
    (row,) = marked(nlp, [TEXT])
    assert {TEXT[start:end] for start, end, _ in row["spans"]} >= {"CRANE", "ImageNet"}
    assert row["shares"] and all(0.9 < sum(tags.values()) < 1.01 for _, _, tags in row["shares"])
    corpus = tmp_path / "marked.jsonl"
    corpus.write_text(json.dumps(row), encoding="utf-8")
    (example,), alignment = make_examples(nlp, read_corpus(corpus))
    assert alignment.misaligned == ()
    shares = example.reference.user_data[SHARES]
    words = {example.reference[token].text: share for token, share in shares.items()}
    tags = tags_of(nlp.get_pipe("ner").labels)
    for start, end, told in row["shares"]:
        assert words[TEXT[start:end]].sum() == pytest.approx(1, abs=1e-5)
        assert tags[words[TEXT[start:end]].argmax()] == max(told, key=lambda tag: told[tag])


@pytest.mark.parametrize(
    "share",
    [[0, 2], [0, 99, {"O": 1}], [0, 2, {}], [0, 2, {"O": 2}], [0, 2, {"O": "much"}], [0, 2, ["O"]], ["0", 2, {"O": 1}]],
)
def test_shares_that_make_no_sense_are_refused(share: object, tmp_path: Path) -> None:
    corpus = tmp_path / "bad.jsonl"
    corpus.write_text(json.dumps({"text": "We train.", "spans": [], "shares": [share]}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"bad\.jsonl:1: .* are no shares"):
        read_corpus(corpus)


def test_a_tag_that_nobody_knows_is_refused(root: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "bad.jsonl"
    corpus.write_text(json.dumps({"text": "We train.", "shares": [[0, 2, {"B-MOTH": 1}]]}), encoding="utf-8")
    nlp = spacy.load(root / "models" / "dl_ner")
    with pytest.raises(ModelError, match=r'bad\.jsonl:1: unknown tag "B-MOTH"\. Tags are O, B-'):
        make_examples(nlp, read_corpus(corpus))
