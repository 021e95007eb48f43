from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from small import write_config, write_corpus, write_names

from dlextract.errors import ModelError, UsageError
from dlextract.evaluation.paragraphs import LABELS
from dlextract.training.loop import Epoch
from dlextract.training.recogniser import Recipe, Trained, run_training


def recipe(folder: Path, epochs: int = 6) -> Recipe:
    config = folder / "small.cfg"
    if not config.exists():
        write_config(config)
        write_names(folder / "names")
    return Recipe(config=str(config), names=folder / "names", epochs=epochs)


def run(folder: Path, output: str = "model", report: object = None, **changes: object) -> Trained:
    corpus = write_corpus(folder / "train.jsonl")
    seen: list[Epoch] = []
    return run_training([corpus], corpus, folder / output, recipe(folder), report or seen.append)  # type: ignore[arg-type]


def test_a_model_is_trained_and_left_in_its_folder(tmp_path: Path) -> None:
    seen: list[Epoch] = []
    trained = run(tmp_path, report=seen.append)
    assert [(progress.epoch, progress.epochs) for progress in seen] == [(epoch, 6) for epoch in range(1, 7)]
    assert trained.scores.micro.f1 == max(progress.scores.micro.f1 for progress in seen) > 0.5
    nlp = spacy.load(tmp_path / "model")
    assert set(nlp.get_pipe("ner").labels) == set(LABELS)
    found = {(ent.text, ent.label_) for ent in nlp("We train a BERT on ImageNet for object detection.").ents}
    assert ("BERT", "ARCHITECTURE") in found
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "names", "small.cfg", "train.jsonl"]


@pytest.mark.slow
def test_an_interrupted_training_ends_at_the_weights_of_a_whole_one(tmp_path: Path) -> None:
    def stop(progress: Epoch) -> None:
        if progress.epoch == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, "stopped", report=stop)
    assert not (tmp_path / "stopped").exists()
    seen: list[Epoch] = []
    run(tmp_path, "stopped", report=seen.append)
    run(tmp_path, "whole")
    assert [progress.epoch for progress in seen] == [6]
    stopped, whole = (spacy.load(tmp_path / name) for name in ("stopped", "whole"))
    for pipe in ("tok2vec", "ner"):
        assert stopped.get_pipe(pipe).model.to_bytes() == whole.get_pipe(pipe).model.to_bytes()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights_and_another_one_does_not(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    weights = []
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        settings = replace(recipe(tmp_path), seed=seed, epochs=1)
        run_training([corpus], corpus, tmp_path / name, settings, lambda progress: None)
        nlp = spacy.load(tmp_path / name)
        weights.append([nlp.get_pipe(pipe).model.to_bytes() for pipe in ("tok2vec", "ner")])
    assert weights[0] == weights[1]
    assert weights[0] != weights[2]


@pytest.mark.slow
def test_another_corpus_does_not_go_on_with_the_old_state(tmp_path: Path) -> None:
    def stop(progress: Epoch) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, report=stop)
    other = write_corpus(tmp_path / "other.jsonl", 15)
    seen: list[Epoch] = []
    run_training([other], other, tmp_path / "model", recipe(tmp_path), seen.append)
    assert [progress.epoch for progress in seen] == list(range(1, 7))


def test_a_trained_model_is_a_base(tmp_path: Path) -> None:
    run(tmp_path)
    corpus = tmp_path / "train.jsonl"
    trained = run_training([corpus], corpus, tmp_path / "more", Recipe(base=str(tmp_path / "model"), epochs=1), print)
    assert trained.scores.micro.f1 > 0.5


def test_an_existing_folder_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        run(tmp_path)


def test_offsets_that_miss_the_words_are_refused(tmp_path: Path) -> None:
    corpus = tmp_path / "bad.jsonl"
    corpus.write_text(json.dumps({"text": "We train BERT.", "spans": [[10, 13, "ARCHITECTURE"]]}), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        run_training([corpus], corpus, tmp_path / "model", recipe(tmp_path), lambda progress: None)
    assert str(caught.value).startswith(f"{corpus}:1: ERT: 100% of the mentions begin or end inside a word.")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"config": "rnn"}, "rnn: there is no such config. Give a file or one of cnn, encoder, transformer."),
        ({"base": "nothing"}, "nothing: there is no such model. Give the folder of a model or dl_ner."),
        ({"base": "{folder}"}, "{folder}: is no folder of a spaCy pipeline (no config.cfg)."),
        ({"base": "dl_ner", "backbone": "x"}, "--base: brings its own backbone, vectors and names."),
        ({"config": "cnn", "backbone": "x"}, "cnn.cfg: has no transformer that a backbone could replace."),
        (
            {"vectors": "{folder}"},
            "{folder}: holds no word vectors. Give the folder of a spaCy pipeline that has some.",
        ),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    values = {key: value.format(folder=tmp_path) for key, value in changes.items()}
    given: dict[str, object] = {key: Path(value) if key == "vectors" else value for key, value in values.items()}
    with pytest.raises((ModelError, UsageError)) as caught:
        run_training([corpus], corpus, tmp_path / "model", Recipe(**given), print)  # type: ignore[arg-type]
    assert message.format(folder=tmp_path) in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["train.jsonl"]


def test_what_an_encoder_needs_is_named_before_anything_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    corpus = write_corpus(tmp_path / "train.jsonl")
    with pytest.raises(UsageError) as caught:
        run_training([corpus], corpus, tmp_path / "model", Recipe(config="encoder", backbone=str(tmp_path)), print)
    assert str(caught.value) == "--config encoder: torch is not installed. Run: pip install 'dlextract[encoder]'."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["train.jsonl"]


def test_a_transformer_without_its_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.training.setup.find_spec", lambda name: None)
    corpus = write_corpus(tmp_path / "train.jsonl")
    with pytest.raises(ModelError) as caught:
        run_training([corpus], corpus, tmp_path / "model", Recipe(config="transformer"), print)
    assert str(caught.value).endswith(
        "transformer.cfg: needs spacy-transformers, which is not installed. Run: pip install 'dlextract[transformers]'."
    )


def test_a_model_without_the_labels_is_no_base(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("TASK")
    nlp.initialize()
    nlp.to_disk(tmp_path / "other")
    with pytest.raises(ModelError) as caught:
        run_training([corpus], corpus, tmp_path / "model", Recipe(base=str(tmp_path / "other")), print)
    assert str(caught.value).startswith(f"{tmp_path / 'other'}: does not mark GPU, DATASET, ARCHITECTURE.")


def test_a_damaged_model_is_named_with_its_spacy(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "config.cfg").write_text("[nlp]\nlang = 'en'\n", encoding="utf-8")
    (tmp_path / "old" / "meta.json").write_text(
        '{"lang": "en", "name": "old", "version": "1", "spacy_version": ">=2.3"}', encoding="utf-8"
    )
    with pytest.raises(ModelError) as caught:
        run_training([corpus], corpus, tmp_path / "model", Recipe(base=str(tmp_path / "old")), print)
    assert f"{tmp_path / 'old'}: cannot be loaded by spaCy {spacy.__version__}" in str(caught.value)
    assert "(made for spaCy >=2.3)" in str(caught.value)
