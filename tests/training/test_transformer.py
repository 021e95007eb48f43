"""A transformer is trained from a backbone of random weights that is made here: nothing is downloaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from small import write_backbone, write_corpus

from dlextract import Extractor
from dlextract.errors import ModelError
from dlextract.evaluation.paragraphs import LABELS
from dlextract.training.loop import Epoch
from dlextract.training.recogniser import Recipe, run_training

pytest.importorskip(
    "spacy_transformers", reason="needs the extra transformers (5 GB): pip install 'dlextract[transformers]'"
)

pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_transformer_is_trained_saved_and_loaded(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    backbone = write_backbone(tmp_path / "backbone")
    recipe = Recipe(config="transformer", backbone=str(backbone), epochs=2)
    seen: list[Epoch] = []
    trained = run_training([corpus], corpus, tmp_path / "model", recipe, seen.append)
    assert [progress.epoch for progress in seen] == [1, 2]
    assert all(progress.loss > 0 for progress in seen)
    nlp = spacy.load(trained.folder)
    assert nlp.pipe_names == ["transformer", "ner"]
    assert set(nlp.get_pipe("ner").labels) == set(LABELS)
    meta = json.loads((trained.folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["name"] == "model"
    paper = tmp_path / "paper.txt"
    paper.write_text("We train a ResNet-50 on ImageNet with two NVIDIA A100 GPUs.", encoding="utf-8")
    report = Extractor(model=trained.folder).read(paper)
    assert report.model.startswith("model 0.1.0")
    assert "NVIDIA A100" in [fact.text for fact in report.facts if fact.label == "GPU"]


@pytest.mark.parametrize(
    ("backbone", "message"),
    [
        ("{folder}/none", "{folder}/none: there is no such folder. Give the folder of a transformer."),
        ("{folder}", "{folder}: this transformer cannot be loaded ("),
    ],
)
def test_a_backbone_that_is_none_is_told_in_one_line(tmp_path: Path, backbone: str, message: str) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    recipe = Recipe(config="transformer", backbone=backbone.format(folder=tmp_path), epochs=1)
    with pytest.raises(ModelError) as caught:
        run_training([corpus], corpus, tmp_path / "model", recipe, lambda progress: None)
    told = str(caught.value)
    assert told.startswith(message.format(folder=tmp_path)) and "\n" not in told


def test_a_trained_transformer_is_a_base(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    backbone = write_backbone(tmp_path / "backbone")
    recipe = Recipe(config="transformer", backbone=str(backbone), epochs=1)
    run_training([corpus], corpus, tmp_path / "model", recipe, lambda progress: None)
    more = run_training(
        [corpus], corpus, tmp_path / "more", Recipe(base=str(tmp_path / "model"), epochs=1), lambda progress: None
    )
    assert spacy.load(more.folder).pipe_names == ["transformer", "ner"]
