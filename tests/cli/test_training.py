"""The commands train and evaluate, on files so small that a training takes a second."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dlextract.cli.training import evaluate, train
from dlextract.errors import ModelError

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from small import write_config, write_corpus, write_names


@pytest.fixture
def model(tmp_path: Path) -> Path:
    corpus = write_corpus(tmp_path / "train.jsonl")
    arguments = ["--train", corpus, "--dev", corpus, "-o", tmp_path / "model"]
    arguments += ["--config", write_config(tmp_path / "small.cfg"), "--names", write_names(tmp_path / "names")]
    result = CliRunner().invoke(train, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert [line.split("  ")[0] for line in lines[:6]] == [f"epoch {epoch}/6" for epoch in range(1, 7)]
    assert lines[6].startswith(f"{tmp_path / 'model'}: micro F1 ")
    return tmp_path / "model"


def test_a_model_is_trained_and_measured(model: Path) -> None:
    arguments = ["--gold", str(model.parent / "train.jsonl"), "--model", str(model), "--no-rules"]
    result = CliRunner().invoke(evaluate, [*arguments, "--json"], catch_exceptions=False)
    figures = json.loads(result.stdout)
    assert figures["paragraphs"] == 12
    assert figures["exact"]["micro"]["gold"] == 36
    table = CliRunner().invoke(evaluate, arguments, catch_exceptions=False).stdout
    assert f"micro         {figures['exact']['micro']['precision']:7.3f}" in table
    assert "95 % interval of the micro F1: " in table
    assert table.splitlines()[0] == f"{model} alone, without rules"
    assert (figures["model"], figures["rules"]) == (str(model), False)


def test_a_folder_of_gold_needs_records(tmp_path: Path) -> None:
    result = CliRunner().invoke(evaluate, ["--gold", str(tmp_path)])
    assert result.exit_code == 2
    assert "--pred is needed with a folder of gold papers" in result.stderr


def test_a_model_that_is_none_is_an_error_of_one_line(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "train.jsonl")
    with pytest.raises(ModelError) as caught:
        CliRunner().invoke(
            evaluate, ["--gold", str(corpus), "--model", str(tmp_path), "--no-rules"], catch_exceptions=False
        )
    assert str(caught.value).startswith(f"{tmp_path}: is no folder of a spaCy pipeline (no config.cfg).")
