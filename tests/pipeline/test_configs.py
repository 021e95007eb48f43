"""A model is data: a config that calls somebody's code is refused before anything of it is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from dlextract._version import __version__
from dlextract.errors import ModelError
from dlextract.pipeline.configs import check_config
from dlextract.pipeline.models import load_model
from dlextract.resources import shipped


@pytest.fixture
def called() -> Iterator[list[str]]:
    """Give what the crafted functions note when they are called; they are registered as installed ones would be."""
    notes: list[str] = []

    def harm(**settings: object) -> object:
        notes.append("called")
        return lambda *_: None

    for registry in (spacy.registry.callbacks, spacy.registry.misc, spacy.registry.architectures):
        registry.register("crafted.v1.harm", func=harm)
    yield notes
    for registry in (spacy.registry.callbacks, spacy.registry.misc, spacy.registry.architectures):
        import catalogue

        catalogue._remove((*registry.namespace, "crafted.v1.harm"))


NER = '[components.ner]\nfactory = "ner"\n'
MODEL = '[components.ner.model]\n@architectures = "crafted.v1.harm"\n'


@pytest.mark.parametrize(
    ("nlp", "rest", "told"),
    [
        ('before_creation = {"@callbacks": "crafted.v1.harm"}', NER, "nlp.before_creation"),
        ('after_pipeline_creation = {"@callbacks": "crafted.v1.harm"}', NER, "nlp.after_pipeline_creation"),
        (
            "",
            NER + '[components.ner.model]\n@architectures = "crafted.v1.harm"\n',
            "@architectures = 'crafted.v1.harm'",
        ),
        ("", NER + 'scorer = {"@misc": "crafted.v1.harm"}\n', "@misc = 'crafted.v1.harm'"),
        ("", NER + 'x = [{"y": {"@misc": "spacy.read_labels.v1"}}]\n', "@misc = 'spacy.read_labels.v1'"),
        ("", NER + 'x = ${vars.x}\n[vars]\nx = {"@misc": "crafted.v1.harm"}\n', "@misc = 'crafted.v1.harm'"),
        ("", '[components.ner]\nfactory = "crafted"\n', "components.ner = 'crafted'"),
        ("", '[components.ner]\nfactory = ${vars.x}\n[vars]\nx = "crafted"\n', "components.ner = 'crafted'"),
        ("", '[components.ner]\nsource = "en_core_web_sm"\n', "components.ner = 'en_core_web_sm'"),
        (
            "",
            NER + '[components.ner.model]\n@architectures = "spacy-transformers.TransformerModel.v3"\n'
            'transformer_config = {"trust_remote_code": true}\n',
            "trust_remote_code = True",
        ),
        ('lang = "en.tokenizer_exceptions"', NER, "nlp.lang = 'en.tokenizer_exceptions'"),
    ],
)
def test_a_config_that_calls_code_is_refused(tmp_path: Path, called: list[str], nlp: str, rest: str, told: str) -> None:
    spacy.blank("en").to_disk(tmp_path)
    lang = "" if nlp.startswith("lang") else 'lang = "en"\n'
    (tmp_path / "config.cfg").write_text(f'[nlp]\n{lang}pipeline = ["ner"]\n{nlp}\n[components]\n{rest}')
    with pytest.raises(ModelError) as caught:
        load_model(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'config.cfg'}: this config calls code that is no part of a model ({told}). "
        "Use no model of strangers."
    )
    assert called == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"dlextract_tagger"', '"dlextract_tagger_2"', "components.ner = 'dlextract_tagger_2'"),
        ('"dlextract.Tok2Vec.v1"', '"dlextract.Tok2Vec.v7"', "@architectures = 'dlextract.Tok2Vec.v7'"),
    ],
)
def test_a_model_of_another_version_is_told_from_one_with_code(tmp_path: Path, old: str, new: str, told: str) -> None:
    config = (shipped("models") / "dl_ner" / "config.cfg").read_text(encoding="utf-8")
    assert old in config
    (tmp_path / "config.cfg").write_text(config.replace(old, new), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        check_config(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'config.cfg'}: this model is made for another version of dlextract ({told}). "
        f"This is {__version__}: install a newer one, or train the model again."
    )


def test_a_config_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = ${nowhere.x}\n")
    with pytest.raises(ModelError, match=r"config\.cfg: this config cannot be read \(.*\)\. Train the model again\.$"):
        check_config(tmp_path)


def test_the_code_in_the_folder_of_a_model_is_not_run(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPU", "pattern": "V100"}])
    nlp.to_disk(tmp_path / "m")
    (tmp_path / "m" / "__init__.py").write_text("raise SystemExit(7)\n")
    assert load_model(tmp_path / "m").pipe_names == ["entity_ruler"]


def test_the_shipped_model_and_the_configs_for_training_pass(tmp_path: Path) -> None:
    check_config(shipped("models") / "dl_ner")
    for path in sorted((shipped("models") / "training").glob("*.cfg")):
        text = path.read_text(encoding="utf-8")
        (tmp_path / "config.cfg").write_text(text)
        check_config(tmp_path)
