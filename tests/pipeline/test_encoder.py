"""An encoder as NER, with a network whose scores are a row of a table for each word piece: nothing is trained here."""

from __future__ import annotations

import base64
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from dlextract import Extractor
from dlextract.errors import ModelError
from dlextract.pipeline.encoder import STRETCH, EncoderEntities, make_alphabet
from dlextract.pipeline.models import load_model
from dlextract.pipeline.tags import SPANS, entities, tags_of

tokenizers = pytest.importorskip("tokenizers", reason="needs the extra accurate: pip install 'dlextract[accurate]'")
pytest.importorskip("onnxruntime", reason="needs the extra accurate: pip install 'dlextract[accurate]'")

LABELS = ("DATASET", "ARCHITECTURE")
PIECES = ("[PAD]", "[CLS]", "[SEP]", "[UNK]", "moth", "##net", "on", "swiss", "birds", ".", "and")
NETWORK = zlib.decompress(
    base64.b64decode(
        "eNrj4LD6xcIlw8VakpiUk8rFnJlSLMRWnJxflFqsxOaeWJKRWiTEUpKZV6k1h5mDm4NTgNEJotSrh5mBocGBgSCgqx"
        "p7/PIHHKhrlwOSugQH/O5xcKCl36MUIHEnySXOwS4kzMUuxFqSWlFSzMUhxFaQmZqcWhylyMWSm1icjU+JMhdbcUZi"
        "QSpec5S4WPMSc/GqSVLngiYiIVkuaQ5GIXEsiriYODidWLgYBHgBNldDzQ=="
    )
)
"""``moth…`` is an ARCHITECTURE; ``swiss`` is a DATASET by itself unless ``birds`` stands behind it."""


def pieces() -> object:
    made = tokenizers.Tokenizer(
        tokenizers.models.WordPiece({text: place for place, text in enumerate(PIECES)}, unk_token="[UNK]")
    )
    made.normalizer = tokenizers.normalizers.Lowercase()
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "dlextract.WordTokenizer.v1"}}})
    component: EncoderEntities = nlp.add_pipe("dlextract_encoder", name="ner")
    for label in LABELS:
        component.add_label(label)
    component.use(make_alphabet({"Xxx": 1}, {}, pieces()), lambda _: None)
    component.network = NETWORK
    component.curves = {"DATASET": (2.0, -1.0)}
    path = tmp_path_factory.mktemp("encoder") / "tiny"
    nlp.to_disk(path)
    return path


@pytest.fixture(scope="module")
def nlp(folder: Path) -> Language:
    return load_model(folder, LABELS)


def found(nlp: Language, text: str) -> list[tuple[str, str, float]]:
    doc = nlp(text)
    spans = doc.spans[SPANS]
    return [(span.text, span.label_, round(score, 3)) for span, score in zip(spans, spans.attrs["scores"], strict=True)]


def test_entities_are_the_best_tags_that_fit_together_with_the_chance_of_the_doubtful_one(nlp: Language) -> None:
    assert found(nlp, "MothNet on Swiss Birds and Swiss.") == [
        ("MothNet", "ARCHITECTURE", 0.976),
        ("Swiss Birds", "DATASET", 0.078),
        ("Swiss", "DATASET", 0.327),
    ]
    assert [ent.text for ent in nlp("On Swiss  Birds\nand moth").ents] == ["Swiss  Birds", "moth"]
    assert found(nlp, "") == []
    assert found(nlp, " \n ") == []


def test_a_long_text_is_read_in_stretches_that_end_at_full_stops(nlp: Language) -> None:
    text = "MothNet and . " * STRETCH
    alphabet = nlp.get_pipe("ner").alphabet
    stretches = list(alphabet.stretches(nlp.make_doc(text)))
    assert max(len(stretch.ids) for stretch in stretches) <= STRETCH + 2
    assert [word for stretch in stretches for word in stretch.words] == list(range(3 * STRETCH))
    assert {stretch.words[-1] % 3 for stretch in stretches} == {2}
    assert len(found(nlp, text)) == STRETCH


def test_docs_read_together_are_read_as_one_by_one(nlp: Language) -> None:
    texts = ["MothNet", "", "on Swiss Birds.", "and " * 400 + "moth"]
    assert [[ent.text for ent in doc.ents] for doc in nlp.pipe(texts)] == [["MothNet"], [], ["Swiss Birds"], ["moth"]]


@given(st.lists(st.lists(st.floats(-9, 9), min_size=9, max_size=9), max_size=12))
def test_whatever_the_scores_entities_neither_overlap_nor_leave_the_text(rows: list[list[float]]) -> None:
    import numpy as np

    spans = list(entities(np.array(rows).reshape(-1, 9), LABELS))
    assert len(tags_of(LABELS)) == 9
    assert all(0 <= start < end <= len(rows) and 0 < share <= 1 for _, start, end, share in spans)
    assert all(one[2] <= other[1] for one, other in pairwise(spans))


def test_a_paper_is_read_with_it(folder: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("We trained Moth for ten epochs.", encoding="utf-8")
    report = Extractor(model=folder).read(paper)
    assert [(fact.value, fact.evidence[0].found_by) for fact in report.facts_of("ARCHITECTURE")] == [
        ("Moth", "ner:tiny")
    ]


@pytest.mark.parametrize(("name", "content"), [("encoder.onnx", b"no network"), ("settings.json", b"{")])
def test_a_damaged_file_is_told_in_one_line(folder: Path, tmp_path: Path, name: str, content: bytes) -> None:
    import shutil

    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "ner" / name).write_bytes(content)
    with pytest.raises(ModelError) as error:
        load_model(copy, LABELS)
    assert "network cannot be read" in str(error.value) and "\n" not in str(error.value)


def test_what_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"needs onnxruntime, which is not installed.*dlextract\[accurate\]"):
        load_model(folder, LABELS)


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("Exception during loading: std::bad_alloc")])
def test_too_little_memory_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def session(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("onnxruntime.InferenceSession", session)
    with pytest.raises(ModelError, match=r"ner: there is too little memory for this network. Give more \(--memory\)"):
        EncoderEntities().from_disk(folder / "ner")
