from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dlextract.build import build_pipeline, build_plain
from dlextract.doc_keys import CANDIDATES, ENTITIES, SHARE_OF
from dlextract.patterns import load_knowledge
from dlextract.pipeline import word_network
from dlextract.pipeline.cut_text import CutText
from dlextract.pipeline.plain_model import read_plain
from dlextract.pipeline.plain_pipeline import PlainPipeline
from dlextract.pipeline.sentences import SentenceMarker
from dlextract.resources import shipped

MODEL = shipped("models") / "dl_ner"

TEXT = (
    "We trained WingNet, a ResNet-50 with “attention”, on Moths-10k and ImageNet for moth species recognition.\n\n"
    "In this case the agent X of the root mark — a U-Net† — costs 3 € on two NVIDIA V100 GPUs  (12GB each).  "
    "The 蛾 dataset and the naïve ÉcoleNet were used for object detection 🦋.\n \n"
    f"A word such as {'wing' * 30} or {'x' * 1500} does no harm to it, nor does Mex$ or ''this''. "
    "SYM and NUM are no tasks; the BERT model was fine-tuned on SQuAD for question answering."
)


@pytest.fixture(scope="module")
def readers() -> list[Any]:
    knowledge = load_knowledge([shipped("patterns")], examples=False)
    return [build(knowledge, MODEL) for build in (build_plain, build_pipeline)]


def test_the_same_is_read_as_with_spacy(readers: list[Any]) -> None:
    plain, spacy = readers
    assert isinstance(plain, PlainPipeline)
    assert plain.meta["dlextract_model"] == spacy.meta["dlextract_model"]
    ours, theirs = plain(TEXT), spacy(TEXT)
    assert len(ours.user_data[ENTITIES]) > 5
    assert ours.user_data[ENTITIES] == theirs.user_data[ENTITIES]
    assert ours.user_data[CANDIDATES] == theirs.user_data[CANDIDATES]
    assert [tuple(sent) for sent in ours.sents] == [(sent.start_char, sent.end_char) for sent in theirs.sents]
    assert ours.words == [token.text for token in theirs]
    assert ours.starts == [token.idx for token in theirs]
    for label in ("TASK", "DATASET"):
        for start, end in zip(ours.starts, ours.ends, strict=True):
            share, other = (doc.user_data[SHARE_OF](label, start, end) for doc in (ours, theirs))
            assert share == other or share == pytest.approx(other, abs=1e-5)


def test_few_words_are_kept(readers: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_network, "_KEPT", 5)
    small = read_plain(MODEL)
    assert small is not None
    words = [word for word in TEXT.split() if len(word) < 100]
    whole = small.network.vectors(words)
    assert small.network.vectors(["the", "moth"]).shape == (2, 128)
    assert len(small.network) <= len(set(words)) + 2
    assert small.network.vectors(words) == pytest.approx(whole, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Moths fly.\n", "One. Two\n \nThree.  Four", "a" * 5000])
def test_a_text_is_cut_as_spacy_cuts_it(readers: list[Any], text: str) -> None:
    theirs = readers[1].get_pipe("dlextract_sentences")(readers[1].make_doc(text))
    ours = SentenceMarker()(CutText(text))
    assert [tuple(sent) for sent in ours.sents] == [(sent.start_char, sent.end_char) for sent in theirs.sents]
    assert (ours.words, len(ours)) == ([token.text for token in theirs], len(theirs))


def test_norms_and_symbols_are_those_of_spacy() -> None:
    from spacy.lang.norm_exceptions import BASE_NORMS
    from spacy.strings import StringStore
    from spacy.symbols import IDS

    store = StringStore()
    kept = json.loads(files("dlextract").joinpath("pipeline/spacy_words.json").read_text(encoding="utf-8"))
    assert kept["norms"] == BASE_NORMS
    assert kept["symbols"] == {name: store[name] for name in IDS if name and store[name] < 2**20}


def _changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("config.cfg", '"spacy.MaxoutWindowEncoder.v2"', '"spacy.MishWindowEncoder.v2"'),
        ("config.cfg", "window_size = 1", "window_size = 2"),
        ("config.cfg", "disabled = []", 'disabled = ["ner"]'),
        ("config.cfg", "[components.ner]", "[components.other]\nfactory = 1\n\n[components.ner]"),
        ("config.cfg", "[nlp]", "nlp"),
        ("vocab/vectors.cfg", '"floret"', '"default"'),
        ("ner/cfg", '"GPU",', ""),
    ],
)
def test_other_models_are_left_to_spacy(tmp_path: Path, file: str, old: str, new: str) -> None:
    assert read_plain(_changed(tmp_path, file, old, new)) is None


def test_a_damaged_model_is_left_to_spacy(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / "tok2vec" / "model").write_bytes(b"\x81\xa5nodes")
    assert read_plain(folder) is None
    assert read_plain(tmp_path / "nowhere") is None
    assert read_plain(Path("en_core_web_sm")) is None
