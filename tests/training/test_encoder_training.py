"""An encoder is trained from a backbone of random weights that is made here: nothing is downloaded."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from small import write_backbone, write_corpus

from dlextract.errors import DlextractError, ModelError
from dlextract.evaluation.paragraphs import LABELS
from dlextract.training.loop import Epoch
from dlextract.training.recogniser import Recipe, run_training

for module in ("torch", "transformers", "onnx", "onnxruntime"):
    pytest.importorskip(module, reason="needs the extra encoder (1 GB and more): pip install 'dlextract[encoder]'")

pytestmark = pytest.mark.filterwarnings("ignore")


def test_an_encoder_is_trained_exported_and_gone_on_with(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    recipe = Recipe(config="encoder", backbone=str(write_backbone(tmp_path / "backbone")), epochs=2)

    class Stopped(Exception):
        pass

    def stop(progress: Epoch) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        run_training([corpus], corpus, tmp_path / "interrupted", recipe, stop)
    seen: list[Epoch] = []
    run_training([corpus], corpus, tmp_path / "interrupted", recipe, seen.append)
    assert [progress.epoch for progress in seen] == [2]

    trained = run_training([corpus], corpus, tmp_path / "whole", recipe, lambda _: None)
    assert set(spacy.load(trained.folder).get_pipe("ner").labels) == set(LABELS)
    whole, interrupted = ((tmp_path / name / "ner" / "encoder.onnx").read_bytes() for name in ("whole", "interrupted"))
    assert whole == interrupted


def test_a_backbone_that_is_not_there_is_told(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    for backbone in ("", str(tmp_path / "none"), str(tmp_path)):
        with pytest.raises((ModelError, DlextractError)) as error:
            run_training([corpus], corpus, tmp_path / "model", Recipe(config="encoder", backbone=backbone), print)
        assert "\n" not in str(error.value)
